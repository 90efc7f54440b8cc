package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NamesTest {

    private static final Atom NAME = Atom.of("name");

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private Puppet one;
    private Puppet other;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        one = Puppet.spawn(runtime);
        other = Puppet.spawn(runtime);
    }

    @Test
    void aNameFindsItsProcess() {
        assertThat(runtime.register(NAME, one.pid())).isEqualTo(Registration.REGISTERED);
        assertThat(runtime.whereis(NAME)).contains(one.pid());
        assertThat(runtime.registered()).containsExactly(NAME);
    }

    @Test
    void aTakenNameIsRefused() {
        runtime.register(NAME, one.pid());
        assertThat(runtime.register(NAME, other.pid())).isEqualTo(Registration.NAME_TAKEN);
        assertThat(runtime.registerOrGet(NAME, other.pid())).contains(one.pid());
    }

    @Test
    void aProcessHasOneNameAtMost() {
        runtime.register(NAME, one.pid());
        assertThat(runtime.register(Atom.of("second"), one.pid()))
                .isEqualTo(Registration.ALREADY_NAMED);
        assertThat(runtime.whereis(Atom.of("second"))).isEmpty();
    }

    @Test
    void undefinedIsNoName() {
        assertThat(runtime.register(Atom.UNDEFINED, one.pid())).isEqualTo(Registration.BAD_NAME);
        assertThatThrownBy(() -> Puppet.spawn(runtime, SpawnOptions.named("undefined")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReleasedNameCanBeGivenAgain() {
        runtime.register(NAME, one.pid());
        assertThat(runtime.unregister(NAME)).isTrue();
        assertThat(runtime.unregister(NAME)).isFalse();
        assertThat(runtime.register(NAME, other.pid())).isEqualTo(Registration.REGISTERED);
        assertThat(runtime.register(Atom.of("second"), one.pid()))
                .isEqualTo(Registration.REGISTERED);
    }

    @Test
    void whoHasLostItsNamesLosesThemAgain() {
        ProcessCell cell = new PlainCell(extension.get(), null, self -> {});
        RegisteredNames names = new RegisteredNames();
        names.register(Atom.of("a"), cell);
        names.release(cell);
        names.release(cell);

        assertThat(names.all()).isEmpty();
        assertThat(names.register(Atom.of("b"), cell)).isEqualTo(Registration.NOPROC);
    }

    @Test
    void aDeadProcessGetsNoName() {
        one.end(ExitReason.NORMAL);
        extension.awaitDead(one.pid());
        assertThat(runtime.register(NAME, one.pid())).isEqualTo(Registration.NOPROC);
    }

    @Test
    void theNameIsFreeBeforeWatchersAreTold() throws Exception {
        runtime.register(NAME, one.pid());
        other.tell(self -> self.monitor(one.pid()));
        one.end(ExitReason.NORMAL);
        assertThat(other.next()).isInstanceOf(Down.class);

        assertThat(runtime.whereis(NAME)).isEmpty();
    }

    @Test
    void aMessageToANameReachesItsProcess() throws Exception {
        runtime.register(NAME, one.pid());
        runtime.send(NAME, "by name");
        assertThat(one.next()).isEqualTo("by name");
    }

    @Test
    void aMessageToNobodyIsADeadLetter() {
        runtime.send(Atom.of("nobody"), "lost");
        assertThat(runtime.counters().deadLetters(DeadLetter.NO_NAME)).isEqualTo(1);
    }

    @Test
    void spawningUnderATakenNameGivesTheOneThatRuns() {
        runtime.register(NAME, one.pid());
        int before = runtime.processCount();
        SpawnResult result = runtime.spawn(SpawnOptions.named("name"), self -> {});

        assertThat(result).isEqualTo(new SpawnResult.AlreadyStarted(one.pid()));
        assertThat(runtime.processCount()).isEqualTo(before);
    }

    @Test
    void aProcessSpawnedUnderANameHasItBeforeItRuns() throws Exception {
        Pid pid =
                runtime.spawn(
                                SpawnOptions.named("early"),
                                self ->
                                        self.send(
                                                one.pid(),
                                                self.runtime()
                                                        .whereis(Atom.of("early"))
                                                        .orElseThrow()))
                        .pid();
        assertThat(one.next()).isEqualTo(pid);
    }
}
