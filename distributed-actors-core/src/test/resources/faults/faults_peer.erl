%% What the Java nodes of the fault tests do, as an Erlang node does it: Sink, Load and Watch in one module.
-module(faults_peer).
-export([start/0, load/3, quiet/0, broken/0, stale/0, received/0]).

start() ->
    Parent = self(),
    spawn(fun() ->
        register(sink, self()),
        ok = net_kernel:monitor_nodes(true),
        Parent ! up,
        sink(#{received => 0, broken => []}, #{})
    end),
    receive up -> ok end,
    spawn(fun() ->
        register(watch, self()),
        ok = net_kernel:monitor_nodes(true),
        Parent ! up,
        watch(#{}, [])
    end),
    receive up -> ok end.

ask(Name, What) ->
    Ref = make_ref(),
    Name ! {What, self(), Ref},
    receive {Ref, Answer} -> Answer after 5000 -> exit(silent) end.

received() -> maps:get(received, ask(sink, report)).
broken() -> maps:get(broken, ask(sink, report)) ++ ask(watch, broken).
stale() -> ask(watch, stale).

%% Sources: node => {Life, Last, Cut}

sink(Report, Sources) ->
    receive
        {report, From, Ref} ->
            From ! {Ref, Report},
            sink(Report, Sources);
        {nodedown, Node} ->
            {Life, Last, _} = maps:get(Node, Sources, {0, 0, true}),
            sink(Report, Sources#{Node => {Life, Last, true}});
        {Node, Life, Number, Load} when is_binary(Load) ->
            Source = maps:get(Node, Sources, {0, 0, true}),
            #{received := Received, broken := Broken} = Report,
            Found = check(Node, Life, Number, Source),
            sink(Report#{received := Received + 1, broken := Found ++ Broken},
                Sources#{Node => {Life, Number, false}});
        _ ->
            sink(Report, Sources)
    end.

check(Node, Life, Number, {Known, _, _}) when Life < Known ->
    [{message, Number, of_a_former_life_of, Node}];
check(Node, Life, _, {Known, _, false}) when Life > Known, Known > 0 ->
    [{new_life_without_nodedown, Node}];
check(_, Life, _, {Known, _, _}) when Life > Known ->
    [];
check(Node, _, Number, {_, Last, _}) when Number =< Last ->
    [{message, Number, after_, Last, Node}];
check(Node, _, Number, {_, Last, false}) when Number > Last + 1 ->
    [{hole, Last, Number, Node}];
check(_, _, _, _) ->
    [].

%% Open: reference => {Node, nodedowns seen since}

watch(Open, Broken) ->
    receive
        {broken, From, Ref} ->
            From ! {Ref, Broken},
            watch(Open, Broken);
        {stale, From, Ref} ->
            Connected = nodes(),
            From ! {Ref, [Node || Node <- maps:values(Open), not lists:member(Node, Connected)]},
            watch(Open, Broken);
        {nodeup, Node} ->
            watch(Open#{monitor(process, {sink, Node}) => Node}, Broken);
        {again, Node} ->
            watch(Open#{monitor(process, {sink, Node}) => Node}, Broken);
        {'DOWN', Ref, process, _, Reason} when is_map_key(Ref, Open) ->
            Node = maps:get(Ref, Open),
            Reason =:= noproc andalso erlang:send_after(200, self(), {again, Node}),
            watch(maps:remove(Ref, Open), Broken);
        {'DOWN', Ref, process, Object, Reason} ->
            watch(Open, [{down_without_monitor, Ref, Object, Reason} | Broken]);
        _ ->
            watch(Open, Broken)
    end.

%% A number that was taken is sent: nobody kills a sender.

load(Others, Rate, Bytes) ->
    Load = binary:copy(<<0>>, Bytes),
    Before = persistent_term:get(?MODULE, none),
    persistent_term:put(?MODULE, {Rate div 50, Load}),
    Life = erlang:system_time(),
    Before =:= none andalso [spawn(fun() -> send(Other, Life, 1) end) || Other <- Others],
    ok.

quiet() ->
    persistent_term:put(?MODULE, {0, <<>>}),
    ok.

send(Other, Life, First) ->
    receive after 20 -> ok end,
    {Count, Load} = persistent_term:get(?MODULE),
    [{sink, Other} ! {node(), Life, Number, Load} || Number <- lists:seq(First, First + Count - 1)],
    send(Other, Life, First + Count).
