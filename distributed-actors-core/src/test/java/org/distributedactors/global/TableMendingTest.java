package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class TableMendingTest {

    private static final Atom US = Atom.of("b@h");
    private static final Atom A = Atom.of("a@h");
    private static final Pid SERVER = new Pid(US, 1, 0, 1);
    private static final Pid OURS = new Pid(US, 9, 0, 1);
    private static final Pid DEAD = new Pid(US, 10, 0, 1);
    private static final Pid HIS = new Pid(A, 9, 0, 1);
    private static final Term METHOD = ConflictMethod.RANDOM_EXIT_NAME.asFun();

    private final Outbox outbox = new Outbox(new GlobalPids(SERVER, SERVER, SERVER));
    private final KnownNodes nodes = new KnownNodes(US, outbox);
    private final NameTable names = new NameTable(US, pid -> !pid.equals(DEAD), 100, outbox);
    private final TableMending mending =
            new TableMending(
                    SERVER,
                    nodes,
                    names,
                    pid -> !pid.equals(DEAD),
                    new ConflictFunctions(),
                    outbox);

    TableMendingTest() {
        nodes.add(List.of(new KnownNode(A, 8)));
    }

    private static GlobalName name(String name, Pid pid) {
        return new GlobalName(Atom.of(name), pid, METHOD);
    }

    @Test
    void whatOneSideHasIsRegisteredOnAll() {
        names.insert(name("ours", OURS));
        assertThat(mending.changes(List.of(name("his", HIS))))
                .containsExactly(
                        new GlobalRequest.Register(name("his", HIS)),
                        new GlobalRequest.Register(name("ours", OURS)));
    }

    @Test
    void theDeadAndStrangersHaveNoNames() {
        Pid stranger = new Pid(Atom.of("z@h"), 9, 0, 1);
        names.insert(name("strange", stranger));
        assertThat(mending.changes(List.of(name("dead", DEAD))))
                .containsExactly(
                        new GlobalRequest.Unregister(Atom.of("dead")),
                        new GlobalRequest.Unregister(Atom.of("strange")));
    }

    @Test
    void ofTwoOwnersOneIsKeptAndTheOtherKilled() {
        names.insert(name("n", OURS));
        outbox.drain();
        assertThat(mending.changes(List.of(name("n", HIS))))
                .containsExactly(new GlobalRequest.Register(name("n", HIS)));
        assertThat(outbox.drain()).contains(new GlobalEffect.Exit(SERVER, OURS, GlobalAtoms.KILL));
    }

    @Test
    void equalTablesNeedNoChange() {
        names.insert(name("n", OURS));
        assertThat(mending.changes(List.of(name("n", OURS)))).isEmpty();
    }
}
