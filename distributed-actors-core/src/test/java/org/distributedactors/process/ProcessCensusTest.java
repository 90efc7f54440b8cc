package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessCensusTest {

    private static final String PUPPET = "org.distributedactors.process.Puppet";

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    @Test
    void typesAndQueuesAreCounted() throws Exception {
        ProcessRuntime runtime = extension.get();
        Puppet.spawn(runtime);
        Puppet short1 = Puppet.spawn(runtime);
        var full = runtime.spawn(self -> self.receive(message -> null));
        for (int i = 0; i < 5; i++) {
            runtime.send(full, i);
        }
        short1.settle();
        await().until(() -> runtime.census(10).waiting() == 5);

        ProcessCensus census = runtime.census(10);

        assertThat(census.processes()).isEqualTo(3);
        assertThat(census.waiting()).isEqualTo(5);
        assertThat(census.types().getFirst())
                .satisfies(type -> {
                    assertThat(type.type()).startsWith(PUPPET);
                    assertThat(type.processes()).isEqualTo(2);
                    assertThat(type.longest()).isZero();
                });
        assertThat(census.longest())
                .singleElement()
                .satisfies(queue -> {
                    assertThat(queue.pid()).isEqualTo(full);
                    assertThat(queue.waiting()).isEqualTo(5);
                });
    }

    @Test
    void onlyTheTypesThatAreAskedForAreCounted() {
        ProcessRuntime runtime = extension.get();
        String type = runtime.info(Puppet.spawn(runtime).pid()).orElseThrow().type();
        Puppet.spawn(runtime);
        runtime.spawn(self -> self.receive(message -> null));

        assertThat(runtime.countsOf(Set.of(type, "nobody")))
                .isEqualTo(Map.of(type, 2, "nobody", 0));
    }

    @Test
    void onlyTheLongestQueuesAndTheMostUsedTypesAreTold() {
        ProcessRuntime runtime = extension.get();
        for (int length = 1; length <= 5; length++) {
            var pid = runtime.spawn(self -> self.receive(message -> null));
            for (int i = 0; i < length; i++) {
                runtime.send(pid, i);
            }
        }

        await().until(() -> runtime.census(2).waiting() == 15);

        ProcessCensus census = runtime.census(2);

        assertThat(census.longest()).extracting(ProcessCensus.Queue::waiting).containsExactly(5, 4);
        assertThat(census.types()).hasSizeLessThanOrEqualTo(2);
        assertThat(census.waiting()).isEqualTo(15);
    }
}
