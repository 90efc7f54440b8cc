package org.distributedactors.global;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// The state of node `a@h`, alone, and what it wants done.
final class StateFixture {

    static final Atom US = Atom.of("a@h");
    static final Atom HIM = Atom.of("b@h");
    static final Pid HIS_SERVER = new Pid(HIM, 1, 0, 1);
    static final Pid HIS_LOCKER = new Pid(HIM, 2, 0, 1);
    static final Pid CALLER = new Pid(HIM, 9, 0, 1);

    final GlobalPids pids =
            new GlobalPids(new Pid(US, 1, 0, 1), new Pid(US, 2, 0, 1), new Pid(US, 3, 0, 1));
    final GlobalState state;

    StateFixture() {
        this(GlobalSettings.defaults());
    }

    StateFixture(GlobalSettings settings) {
        state = new GlobalState(pids, settings, _ -> true, new SplittableRandom(1));
    }

    /// Gives a term as it came from the wire, and returns what is to be done.
    List<GlobalEffect> receive(Term term) {
        return state.receive(GlobalCodec.read(term));
    }

    /// What is sent to the server of the other node, decoded.
    static List<GlobalMessage> sentToHim(List<GlobalEffect> effects) {
        List<GlobalMessage> sent = new ArrayList<>();
        for (GlobalEffect effect : effects) {
            if (effect instanceof GlobalEffect.SendToServer send && send.node().equals(HIM)) {
                sent.add(GlobalCodec.read(send.message()));
            }
        }
        return sent;
    }

    static <T extends GlobalMessage> T only(Class<T> kind, List<GlobalEffect> effects) {
        List<T> found =
                sentToHim(effects).stream()
                        .filter(kind::isInstance)
                        .map((Function<GlobalMessage, T>) kind::cast)
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError("not one " + kind.getSimpleName() + " in " + effects);
        }
        return found.getFirst();
    }

    /// What is sent to the caller.
    static List<Term> answers(List<GlobalEffect> effects) {
        return effects.stream()
                .filter(GlobalEffect.Send.class::isInstance)
                .map(GlobalEffect.Send.class::cast)
                .filter(send -> send.to().equals(CALLER))
                .map(GlobalEffect.Send::message)
                .toList();
    }
}
