#!/usr/bin/env escript
%% Writes terms of all kinds in Erlang's own order, one in hex on each line: escript write_order.escript > order.txt
main(_) ->
    [io:format("~s~n", [[io_lib:format("~2.16.0b", [B]) || <<B>> <= term_to_binary(T)]])
     || T <- lists:usort(numbers() ++ atoms() ++ identifiers() ++ funs() ++ compounds() ++ bits())].

numbers() ->
    [0, -1, 1, 255, 256, -256, 2147483647, -2147483648, 1 bsl 53, (1 bsl 53) + 1, -(1 bsl 63), 1 bsl 63, 1 bsl 64,
     -(1 bsl 64), 1 bsl 1023, 1 bsl 1024, 1 bsl 2000, -(1 bsl 2000), 0.5, -0.5, 1.5, 1.0e10, 9007199254740994.0, 1.0e300,
     -1.0e300, 1.7976931348623157e308, 5.0e-324, 1.0e100].

atoms() ->
    ['', a, b, ab, 'A', true, false, nil, undefined, 'Ab', list_to_atom([8364]), list_to_atom([128512]), list_to_atom([65535]),
     'a b'].

%% Identifiers of nodes that need not exist.
identifiers() ->
    [binary_to_term(<<131, 88, (node_atom(N))/binary, Id:32, Serial:32, Creation:32>>)
     || N <- [<<"a@h">>, <<"b@h">>], Id <- [1, 7], Serial <- [0, 3], Creation <- [2, 9]]
    ++ [binary_to_term(<<131, 120, (node_atom(N))/binary, Id:64, Creation:32>>)
        || N <- [<<"a@h">>, <<"b@h">>], Id <- [1, 7], Creation <- [2, 9]]
    ++ [binary_to_term(<<131, 90, (length(W)):16, (node_atom(N))/binary, Creation:32, << <<X:32>> || X <- W>>/binary>>)
        || N <- [<<"a@h">>, <<"b@h">>], Creation <- [2, 9], W <- [[1, 2, 3], [3, 2, 1], [1, 2], [9, 1, 1]]].

node_atom(Name) -> <<119, (byte_size(Name)), Name/binary>>.

funs() ->
    [fun lists:reverse/1, fun lists:reverse/2, fun lists:append/1, fun erlang:node/0, fun zip:zip/2].

compounds() ->
    [{}, {1}, {2}, {a, b}, {a, a}, {a, b, c}, {1.5, z}, {1, z}, {{}, {}}, {[], a},
     [], [1], [2], [1, 2], [1 | 2], [a | b], [1 | a], [[]], [[], []], "abc", "abd", [1.5], [{}], [#{}], [<<>>], [a, b | <<>>],
     #{}, #{a => 1}, #{a => 2}, #{b => 0}, #{1 => a}, #{1.0 => a}, #{2 => a}, #{1 => a, 1.0 => a}, #{1 => b, 2.5 => a},
     #{a => 1, b => 2}, #{a => 2, b => 1}, #{{} => 1, [] => 2}, #{[] => 1, {} => 3}, #{#{} => 1}, #{#{a => 1} => 1},
     {#{a => 1}}, {#{a => 1.5}},
     maps:from_list([{I, I} || I <- lists:seq(1, 40)]), maps:from_list([{I * 1.5, I} || I <- lists:seq(1, 40)]),
     maps:from_list([{I, -I} || I <- lists:seq(1, 40)])].

bits() ->
    [<<>>, <<0>>, <<1>>, <<255>>, <<0, 0>>, <<"abc">>, <<"abd">>, <<1:1>>, <<0:1>>, <<1:2>>, <<5:3>>, <<255, 1:1>>,
     <<255, 0:7>>, <<255, 1:7>>, <<"ab", 3:2>>, <<"ab", 2:2>>, <<"ab", 24:5>>].
