package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Links, monitors and exits, in both directions. `X` in Erlang is the process of ours.
@DisplayName("Links, monitors, exits")
class SignalConformanceIT extends ConformanceTest {

    private static final ExitReason ENOUGH =
            new ExitReason(Tuple.of(Atom.of("enough"), Atom.of("of_it")));
    private static final String DOWN =
            "receive {'DOWN', R, process, What, Why} -> {What, Why} after 5000 -> none end";
    private static final String EXIT =
            "receive {'EXIT', From, Why} -> {From =:= X, Why} after 5000 -> none end";

    private Puppet puppet;

    @BeforeEach
    void startPuppet() {
        puppet = puppet("puppet");
        kernel.node().send(shell(), puppet.pid());
        eval("process_flag(trap_exit, true), put(x, receive P -> P end)");
    }

    @AfterEach
    void stopPuppet() {
        eval("process_flag(trap_exit, false)");
        puppet.close();
    }

    /// As {@link #eval}, with `X` for the process of ours.
    private String evalX(String expressions) {
        return eval("X = get(x), _ = X, " + expressions);
    }

    /// A process of Erlang that ends with the reason it is sent.
    private Pid mortal() {
        return spawnInErlang("receive {stop, Why} -> exit(Why) end");
    }

    private void stop(Pid mortal, ExitReason reason) {
        kernel.node().send(mortal, Tuple.of(Atom.of("stop"), reason.term()));
    }

    // ---- links

    @Test
    void aLinkMadeByErlangBreaksWithOurReason() {
        evalX("link(X), {puppet, J} ! linked");
        puppet.next();
        puppet.begin(self -> self.exit(ENOUGH));

        assertThat(evalX(EXIT)).isEqualTo("{true,{enough,of_it}}");
    }

    @Test
    void aLinkMadeByUsBreaksWithTheReasonOfErlang() {
        Pid mortal = mortal();
        puppet.run(self -> {
            self.trapExit(true);
            self.link(mortal);
        });
        stop(mortal, ENOUGH);

        assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(mortal, ENOUGH));
    }

    @Test
    void aLinkEndsWhoDoesNotTrap() {
        Pid mortal = mortal();
        puppet.run(self -> self.link(mortal));
        stop(mortal, ENOUGH);

        eventually(() -> !puppet.isAlive());
    }

    @Test
    void normalEndsNobody() {
        Pid mortal = mortal();
        puppet.run(self -> self.link(mortal));
        stop(mortal, ExitReason.NORMAL);
        eventually(() -> eval("{puppet, J} ! still_there").equals("still_there"));

        assertThat(puppet.next()).isEqualTo(Atom.of("still_there"));
        assertThat(puppet.isAlive()).isTrue();
    }

    @Test
    void normalIsSeenByWhoTraps() {
        evalX("link(X), {puppet, J} ! linked");
        puppet.next();
        puppet.begin(self -> self.exit(ExitReason.NORMAL));

        assertThat(evalX(EXIT)).isEqualTo("{true,normal}");
    }

    @Test
    void unlinkByErlangLeavesNoExit() {
        evalX("link(X), unlink(X), {puppet, J} ! unlinked");
        puppet.next();
        puppet.begin(self -> self.exit(ENOUGH));
        eventually(() -> !puppet.isAlive());

        assertThat(evalX("_ = net_adm:ping(J), receive {'EXIT', X, _} -> seen after 0 -> none end"))
                .isEqualTo("none");
    }

    @Test
    void unlinkByUsLeavesNoExit() {
        Pid mortal = mortal();
        puppet.run(self -> {
            self.trapExit(true);
            self.link(mortal);
            self.unlink(mortal);
            self.monitor(mortal);
        });
        stop(mortal, ENOUGH);

        assertThat(puppet.next()).isInstanceOf(Down.class);
        puppet.sawNothing();
    }

    @Test
    void aLinkMadeAgainAfterUnlinkHolds() {
        Pid mortal = mortal();
        puppet.run(self -> {
            self.trapExit(true);
            for (int i = 0; i < 100; i++) {
                self.link(mortal);
                self.unlink(mortal);
            }
            self.link(mortal);
        });
        stop(mortal, ENOUGH);

        assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(mortal, ENOUGH));
        puppet.sawNothing();
    }

    @Test
    void aLinkMadeAgainByErlangAfterUnlinkHolds() {
        evalX(
                "[begin link(X), unlink(X) end || _ <- lists:seq(1, 100)], link(X), {puppet, J} !"
                        + " linked");
        puppet.next();
        puppet.begin(self -> self.exit(ENOUGH));

        assertThat(evalX(EXIT)).isEqualTo("{true,{enough,of_it}}");
    }

    @Test
    void aLinkWithNobodyIsNoproc() {
        Pid dead = spawnInErlang("ok");
        puppet.run(self -> {
            self.trapExit(true);
            self.link(dead);
        });
        assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(dead, ExitReason.NOPROC));

        puppet.begin(self -> self.exit(ENOUGH));
        eventually(() -> !puppet.isAlive());
        assertThat(evalX("link(X), " + EXIT)).isEqualTo("{true,noproc}");
    }

    // ---- exit/2

    @Test
    void killFromErlangIsSeenAsKilled() {
        puppet.run(self -> self.trapExit(true));
        evalX("link(X), exit(X, kill)");

        assertThat(evalX(EXIT)).isEqualTo("{true,killed}");
    }

    @Test
    void killFromUsIsSeenAsKilled() {
        Pid mortal = spawnInErlang("process_flag(trap_exit, true), receive never -> ok end");
        puppet.run(self -> {
            self.trapExit(true);
            self.link(mortal);
            self.exit(mortal, ExitReason.KILL);
        });

        assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(mortal, ExitReason.KILLED));
    }

    @Test
    void anExitFromErlangIsAMessageToWhoTraps() {
        puppet.run(self -> self.trapExit(true));
        evalX("exit(X, normal), exit(X, {enough, of_it})");

        assertThat(puppet.next(Exit.class).reason()).isEqualTo(ExitReason.NORMAL);
        assertThat(puppet.next(Exit.class).reason()).isEqualTo(ENOUGH);
    }

    @Test
    void anExitFromUsIsAMessageToWhoTraps() {
        Pid shell = shell();
        puppet.run(self -> self.exit(shell, ENOUGH));

        assertThat(evalX(EXIT)).isEqualTo("{true,{enough,of_it}}");
    }

    @Test
    void anExitFromErlangEndsWhoDoesNotTrap() {
        assertThat(evalX("R = monitor(process, X), exit(X, {enough, of_it}), " + DOWN))
                .endsWith("{enough,of_it}}");
    }

    @Test
    void ourOwnServicesOutliveExitsOfPeers() {
        assertThat(
                        eval(
                                "K = rpc:call(J, erlang, whereis, [net_kernel]), link(K), exit(K,"
                                        + " kill), exit(K, die), spawn(fun() -> link(K), exit(boom)"
                                        + " end), net_adm:ping(J)"))
                .isEqualTo("pong");
        eval("unlink(rpc:call(J, erlang, whereis, [net_kernel]))");
    }

    // ---- monitors

    @Test
    void aMonitorOfErlangTellsOurReason() {
        evalX("put(r, monitor(process, X)), {puppet, J} ! watched");
        puppet.next();
        puppet.begin(self -> self.exit(ENOUGH));

        assertThat(evalX("R = get(r), " + DOWN)).endsWith(",{enough,of_it}}");
    }

    @Test
    void ourMonitorTellsTheReasonOfErlang() {
        Pid mortal = mortal();
        Reference[] ref = new Reference[1];
        puppet.run(self -> ref[0] = self.monitor(mortal));
        stop(mortal, ENOUGH);

        assertThat(puppet.next(Down.class)).isEqualTo(new Down(ref[0], mortal, ENOUGH));
    }

    @Test
    void aMonitorByNameTellsTheName() {
        assertThat(evalX("R = monitor(process, {puppet, J}), exit(X, bye), " + DOWN))
                .isEqualTo("{{puppet,'java@127.0.0.1'},bye}");
    }

    @Test
    void ourMonitorByNameTellsTheName() {
        Pid mortal = spawnInErlang("register(mortal, P), receive {stop, Why} -> exit(Why) end");
        eventually(() -> !eval("whereis(mortal)").equals("undefined"));
        puppet.run(self -> self.monitor(Destination.of(Atom.of("mortal"), ERLANG.atom())));
        stop(mortal, ENOUGH);

        Down down = puppet.next(Down.class);
        assertThat(down.target()).isEqualTo(Tuple.of(Atom.of("mortal"), ERLANG.atom()));
        assertThat(down.reason()).isEqualTo(ENOUGH);
    }

    @Test
    void aMonitorOfNobodyIsNoprocAtOnce() {
        assertThat(evalX("R = monitor(process, {nobody, J}), " + DOWN))
                .isEqualTo("{{nobody,'java@127.0.0.1'},noproc}");
        puppet.run(self -> self.monitor(Destination.of(Atom.of("nobody"), ERLANG.atom())));
        assertThat(puppet.next(Down.class).reason()).isEqualTo(ExitReason.NOPROC);
    }

    @Test
    void aMonitorOfAnEarlierLifeOfOurNodeIsNoproc() {
        String older =
                "B = term_to_binary(X), Head = binary:part(B, 0, byte_size(B) - 4), <<C:32>> ="
                        + " binary:part(B, byte_size(B), -4), Old = binary_to_term(<<Head/binary, (C -"
                        + " 1):32>>), ";

        assertThat(evalX(older + "R = monitor(process, Old), " + DOWN)).endsWith(",noproc}");
        assertThat(evalX(older + "link(Old), receive {'EXIT', Old, Y} -> Y after 5000 -> none end"))
                .isEqualTo("noproc");
        evalX(older + "Old ! hello, exit(Old, kill)");
        assertThat(puppet.isAlive()).isTrue();
    }

    @Test
    void aMonitorTakenBackTellsNothing() {
        evalX("R = monitor(process, X), demonitor(R), {puppet, J} ! done");
        puppet.next();
        Pid mortal = mortal();
        puppet.run(self -> self.demonitor(self.monitor(mortal)));
        stop(mortal, ENOUGH);
        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
        puppet.sawNothing();

        puppet.begin(self -> self.exit(ENOUGH));
        eventually(() -> !puppet.isAlive());
        assertThat(
                        evalX(
                                "_ = net_adm:ping(J), receive {'DOWN', _, _, X, _} -> seen after 0"
                                        + " -> none end"))
                .isEqualTo("none");
    }

    @Test
    void eachOfManyMonitorsFiresOnce() {
        Pid mortal = mortal();
        puppet.run(self -> {
            for (int i = 0; i < 100; i++) {
                self.monitor(mortal);
            }
        });
        stop(mortal, ENOUGH);
        for (int i = 0; i < 100; i++) {
            puppet.next(Down.class);
        }
        puppet.sawNothing();

        evalX("[monitor(process, X) || _ <- lists:seq(1, 100)], {puppet, J} ! watched");
        puppet.next();
        puppet.begin(self -> self.exit(ENOUGH));
        assertThat(
                        evalX(
                                "[receive {'DOWN', _, process, X, {enough, of_it}} -> ok after 5000"
                                        + " -> exit(late) end || _ <- lists:seq(1, 100)], _ ="
                                        + " net_adm:ping(J), receive {'DOWN', _, _, X, _} -> more after"
                                        + " 0 -> none end"))
                .isEqualTo("none");
    }

    @Test
    void whatIsLinkedAndMonitoredTellsBoth() {
        evalX("link(X), put(r, monitor(process, X)), {puppet, J} ! watched");
        puppet.next();
        puppet.begin(self -> self.exit(ENOUGH));

        assertThat(evalX(EXIT)).isEqualTo("{true,{enough,of_it}}");
        assertThat(evalX("R = get(r), " + DOWN)).endsWith(",{enough,of_it}}");
    }

    // ---- the loss of the connection

    @Test
    void theLossOfTheConnectionFiresEverythingOnce() {
        Pid mortal = mortal();
        puppet.run(self -> {
            self.trapExit(true);
            self.link(mortal);
            self.monitor(mortal);
        });
        evalX("link(X), put(r, monitor(process, X)), {puppet, J} ! ready");
        assertThat(puppet.next()).isEqualTo(Atom.of("ready"));

        eval("erlang:disconnect_node(J)");

        assertThat(puppet.next(Exit.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
        assertThat(evalX(EXIT)).isEqualTo("{true,noconnection}");
        assertThat(evalX("R = get(r), " + DOWN)).endsWith(",noconnection}");
        assertThat(puppet.isAlive()).isTrue();
    }

    @Test
    void traceTokensTravelUnseen() {
        Pid mortal = mortal();
        evalX(
                "seq_trace:set_token(label, 17), seq_trace:set_token(send, true), X ! traced,"
                        + " {puppet, J} ! traced_name, link(X), exit(X, normal), spawn(J, nope, nope,"
                        + " []), seq_trace:set_token([])");
        assertThat(puppet.next()).isEqualTo(Atom.of("traced"));
        assertThat(puppet.next()).isEqualTo(Atom.of("traced_name"));
        puppet.run(self -> {
            self.trapExit(true);
            self.link(mortal);
        });

        eval(
                "seq_trace:set_token(label, 18), [P] = [P || P <- processes(), lists:member(get(x),"
                        + " element(2, process_info(P, links))), P =/= self()], P ! {stop, {enough,"
                        + " of_it}}, seq_trace:set_token([])");

        assertThat(puppet.next(Exit.class)).isEqualTo(new Exit(mortal, ENOUGH));
        puppet.begin(self -> self.exit(ENOUGH));
        assertThat(evalX(EXIT)).isEqualTo("{true,{enough,of_it}}");
    }
}
