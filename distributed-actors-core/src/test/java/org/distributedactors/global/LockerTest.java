package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// The locker of node `a`, which belongs to a partition with `j` and `k`, and node `b` that joins.
class LockerTest {

    private static final Atom US = Atom.of("a@h");
    private static final Atom B = Atom.of("b@h");
    private static final Atom J = Atom.of("j@h");
    private static final Atom K = Atom.of("k@h");
    private static final Pid SELF = new Pid(US, 2, 0, 1);
    private static final Pid HIS = new Pid(B, 2, 0, 1);

    private final Outbox outbox = new Outbox(new GlobalPids(SELF, SELF, SELF));
    private final KnownNodes nodes = new KnownNodes(US, outbox);
    private final LockTable locks = new LockTable(US, 100, outbox);
    private final NodeCalls calls =
            new NodeCalls(US, outbox, _ -> true, (caller, request) -> Atom.TRUE);
    private final Locker locker =
            new Locker(SELF, nodes, locks, calls, outbox, new SplittableRandom(1));
    private final List<Candidate> held = new ArrayList<>();
    private final Candidate candidate = new Candidate(HIS, Atom.of("ours"), Atom.of("his"));

    LockerTest() {
        nodes.add(List.of(new KnownNode(J, 8), new KnownNode(K, 8)));
        locker.report((who, lock) -> held.add(who), _ -> {});
        outbox.drain();
    }

    /// Answers whatever was asked, in order.
    private List<GlobalRequest> answerAll() {
        List<GlobalRequest> asked = new ArrayList<>();
        for (GlobalEffect effect : outbox.drain()) {
            if (effect instanceof GlobalEffect.SendToServer send
                    && GlobalCodec.read(send.message()) instanceof GlobalMessage.Call call) {
                asked.add(call.request());
                long number = ((IntegerTerm) call.from().tag()).longValue();
                calls.answered(new GlobalMessage.Answer(number, Atom.TRUE));
            }
        }
        return asked;
    }

    @Test
    void anInvitationThatComesWhileTheSameLockIsGivenBackIsTakenUpAfterwards() {
        locker.add(candidate);
        answerAll(); // k, the boss
        answerAll(); // b
        nodes.add(List.of(new KnownNode(Atom.of("l@h"), 8)));
        answerAll(); // j, and the lock is not complete
        locker.lockSet(HIS, true, candidate.ourTag());
        for (int i = 0; i < 6; i++) {
            answerAll();
        }
        assertThat(held).containsExactly(candidate);
    }
}
