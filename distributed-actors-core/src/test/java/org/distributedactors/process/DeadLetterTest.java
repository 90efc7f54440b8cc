package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each message that reaches nobody is counted and told, once.
class DeadLetterTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private ProcessRuntime runtime;

    private record Letter(DeadLetter why, Term receiver, String type) {}

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        runtime.addDeadLetterListener(
                (why, receiver, type) -> letters.add(new Letter(why, receiver, type)));
    }

    @Test
    void toAProcessThatNeverWas() {
        Pid nobody = new Pid(runtime.node(), 99, 0, 7);
        runtime.send(nobody, "lost");

        assertThat(letters)
                .containsExactly(new Letter(DeadLetter.NO_PROCESS, nobody, "java.lang.String"));
    }

    @Test
    void toANameThatNobodyHas() {
        runtime.send(Atom.of("nobody"), 1L);

        assertThat(letters)
                .containsExactly(
                        new Letter(DeadLetter.NO_NAME, Atom.of("nobody"), "java.lang.Long"));
    }

    @Test
    void anAnswerThatComesTooLate() {
        Reference alias = runtime.makeRef();
        runtime.sendAlias(alias, "late");

        assertThat(letters)
                .containsExactly(new Letter(DeadLetter.NO_ALIAS, alias, "java.lang.String"));
    }

    @Test
    void whatAProcessDidNotComeTo() throws Exception {
        Puppet puppet = Puppet.spawn(runtime);
        puppet.tell(self -> {
            runtime.exit(self.pid(), ExitReason.KILL);
            runtime.send(self.pid(), "unread");
            return "killed";
        });

        await().untilAsserted(() ->
                assertThat(letters)
                        .containsExactly(
                                new Letter(DeadLetter.UNREAD, puppet.pid(), "java.lang.String")));
        assertThat(runtime.counters().deadLetters(DeadLetter.UNREAD)).isEqualTo(1);
    }
}
