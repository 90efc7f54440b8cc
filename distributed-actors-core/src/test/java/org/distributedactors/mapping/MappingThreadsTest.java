package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MappingThreadsTest {

    private record Tree(long value, List<Tree> branches, Other other) {}

    private record Other(Tree tree, String text) {}

    @Test
    void manyThreadsThatAskForTheSameTypesAtOnceAllGetWholeCodecs() throws Exception {
        Tree tree = new Tree(1, List.of(new Tree(2, List.of(), null)), new Other(null, "a"));
        for (int round = 0; round < 20; round++) {
            Mapping mapping = new Mapping();
            Callable<Object> viaTree =
                    () -> Wire.read(mapping, Wire.written(mapping, tree, Tree.class), Tree.class);
            Callable<Object> viaOther =
                    () ->
                            ((Other)
                                            Wire.read(
                                                    mapping,
                                                    Wire.writtenAny(mapping, new Other(tree, "b")),
                                                    Other.class))
                                    .tree();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<Object>> tasks =
                        Stream.generate(() -> List.of(viaTree, viaOther))
                                .limit(8)
                                .flatMap(List::stream)
                                .toList();
                for (Future<Object> read : executor.invokeAll(tasks)) {
                    assertThat(read.get()).isEqualTo(tree);
                }
            }
        }
    }
}
