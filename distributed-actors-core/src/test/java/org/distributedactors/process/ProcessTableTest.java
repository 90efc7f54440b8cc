package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessTableTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    private ProcessCell cell() {
        return new BehaviourCell(
                runtime,
                ActivationProfile.unobserved(Activator.virtualThreads(), false),
                new ProcessBehaviour() {
                    @Override
                    public ExitReason start(Self self) {
                        return null;
                    }

                    @Override
                    public ExitReason receive(Self self, Object message) {
                        return null;
                    }
                });
    }

    @Test
    void aCellIsFoundByItsPidAndOnlyByThat() {
        ProcessTable table = new ProcessTable(100);
        ProcessCell cell = cell();
        table.add(cell);

        assertThat(table.find(cell.pid())).isSameAs(cell);
        assertThat(table.find(new Pid(runtime.node(), cell.id(), cell.serial() + 1, 7))).isNull();
        assertThat(table.find(new Pid(runtime.node(), 99, 0, 7))).isNull();
        assertThat(table.find(new Pid(runtime.node(), -1, 0, 7))).isNull();
    }

    @Test
    void aPlaceUsedAgainHasAnotherSerial() {
        ProcessTable table = new ProcessTable(1);
        ProcessCell first = cell();
        table.add(first);
        Pid old = first.pid();
        table.remove(first);
        ProcessCell second = cell();
        table.add(second);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.pid()).isNotEqualTo(old);
        assertThat(table.find(old)).isNull();
        assertThat(table.find(second.pid())).isSameAs(second);
    }

    @Test
    void aFullTableRefuses() {
        ProcessTable table = new ProcessTable(2);
        table.add(cell());
        table.add(cell());

        assertThatThrownBy(() -> table.add(cell())).isInstanceOf(SystemLimitException.class);
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void manyThreadsNeverShareAPlace() throws Exception {
        ProcessTable table = new ProcessTable(100_000);
        List<Thread> threads = new ArrayList<>();
        List<Pid> kept = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 2000; i++) {
                            ProcessCell brief = cell();
                            table.add(brief);
                            ProcessCell lasting = cell();
                            table.add(lasting);
                            table.remove(brief);
                            synchronized (kept) {
                                kept.add(lasting.pid());
                            }
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Set<Integer> ids = new HashSet<>();
        kept.forEach(pid -> ids.add(pid.id()));

        assertThat(ids).hasSize(16_000);
        assertThat(table.size()).isEqualTo(16_000);
        assertThat(kept).allSatisfy(pid -> assertThat(table.find(pid)).isNotNull());
    }
}
