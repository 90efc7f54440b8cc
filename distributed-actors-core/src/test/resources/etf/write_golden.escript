#!/usr/bin/env escript
%% Writes the golden files of a release: escript write_golden.escript DIRECTORY
%% The directories otp25, otp27 and otp29 beside it were written by nodes of these releases (scripts/otp-chroot makes the newer two).
%%
%% One term per line: its text, then in hexadecimal what term_to_binary/2 makes of it with minor_version 2 (the
%% form of distribution), with minor_version 0 (atoms in Latin-1, floats as text), and compressed.
%% readable.txt has terms whose text is the same in Java; opaque.txt has the others.
-mode(compile).

main([Directory]) ->
    write(Directory, "readable.txt", readable()),
    write(Directory, "opaque.txt", opaque() ++ newer(list_to_integer(erlang:system_info(otp_release)))).

write(Directory, Name, Terms) ->
    Path = filename:join(Directory, Name),
    ok = file:write_file(Path, unicode:characters_to_binary([line(T) || T <- Terms])).

line(Term) ->
    Forms = [[{minor_version, 2}], [{minor_version, 0}], [{minor_version, 2}, {compressed, 9}]],
    Hex = [[$\t, binary:encode_hex(term_to_binary(Term, Options))] || Options <- Forms],
    [io_lib:format("~0tp", [Term]), Hex, $\n].

readable() ->
    [0, 1, 255, 256, -1, -255, -256, 65535, 65536, 2147483647, 2147483648, -2147483648, -2147483649,
     4294967295, 4294967296, 1 bsl 55, 1 bsl 56, 1 bsl 62, 1 bsl 63, (1 bsl 63) - 1, -(1 bsl 63), -(1 bsl 63) - 1,
     (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 64), 1 bsl 100, -(1 bsl 100), 1 bsl 2031, 1 bsl 2039, 1 bsl 2040, -(1 bsl 2040),
     1 bsl 2500, 123456789012345678901234567890,
     0.0, 1.0, 1.5, -1.5, 0.1, 123.456,
     ok, true, false, nil, undefined, a, 'EXIT', '', 'hello world', 'a@vm', 'it\'s', binary_to_atom(<<"€"/utf8>>),
     list_to_atom(lists:duplicate(255, $x)), list_to_atom(lists:duplicate(128, 16#20AC)),
     {}, {a}, {a, b, {c, {d}}}, {1, 2, 3}, list_to_tuple(lists:duplicate(255, a)), list_to_tuple(lists:duplicate(256, a)),
     [], [[]], [a], [a, b, c], [1, 256], [a | b], [a, b | c], [[[[a]]]], [-1], [1, a], [1.0, 2.0],
     lists:duplicate(300, a), [{a, 1}, {b, 2}],
     <<>>, <<"abc">>, <<"quote \" and \\">>, <<1:1>>, <<5:3>>, <<1, 2, 3:7>>, <<"abc", 1:4>>,
     #{}, #{a => 1}, #{a => 1, b => 2}, #{1 => #{2 => 3}}, #{{a} => [b]}, #{<<"k">> => <<"v">>},
     fun erlang:node/0, fun lists:map/2, nest(500, {}), nest(500, [])].

nest(0, Term) -> Term;
nest(N, Term) when is_tuple(Term) -> nest(N - 1, {Term});
nest(N, Term) -> nest(N - 1, [Term]).

opaque() ->
    Port = hd(erlang:ports()),
    X = 17, Y = <<"free">>,
    [self(), make_ref(), make_ref(), Port, [alias | make_ref()], alias(),
     {'$gen_call', {self(), [alias | make_ref()]}, ping},
     fun() -> ok end, fun(A) -> {A, X} end, fun(A, B) -> [A, B, X, Y | self()] end,
     -0.0, 1.0e300, 1.0e-300, 5.0e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 0.1 + 0.2, 1.0e22, 3.0e10,
     "hello", [0], [255], [0, 1, 2], lists:seq(0, 255), "ab\n", [$a | b],
     <<0, 1, 2, 255>>, <<"zażółć"/utf8>>, list_to_binary(lists:duplicate(1000, 170)),
     maps:from_list([{N, N * N} || N <- lists:seq(1, 100)]),
     maps:from_list([{integer_to_binary(N), {N, [N]}} || N <- lists:seq(1, 33)]),
     #{1 => a, 1.0 => b}, #{[] => nil, {} => [], #{} => {}},
     binary_to_atom(<<16#F0, 16#9F, 16#98, 16#80>>), 'caf\x{e9}', 'tab\there'].

%% What has no syntax in older releases: native records, one exported and one not.
newer(Release) when Release >= 29 ->
    [binary_to_term(<<131, 67, 2:32, Exported, 119, 1, $m, 119, 1, $r, 119, 1, $a, 119, 1, $b, 97, 1, 109, 1:32, $x>>) || Exported <- [1, 0]];
newer(_) ->
    [].
