package org.distributedactors.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What fuzzing has collected, played again in every build.
class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

    private static final Map<String, Consumer<byte[]>> TARGETS =
            Map.of(
                    "EtfDecode", EtfDecodeTarget::fuzzerTestOneInput,
                    "EtfRoundTrip", EtfRoundTripTarget::fuzzerTestOneInput,
                    "Mapping", MappingTarget::fuzzerTestOneInput,
                    "Handshake", HandshakeTarget::fuzzerTestOneInput,
                    "Frames", FramesTarget::fuzzerTestOneInput,
                    "Control", ControlTarget::fuzzerTestOneInput,
                    "Epmd", EpmdTarget::fuzzerTestOneInput);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EtfDecode",
                "EtfRoundTrip",
                "Mapping",
                "Handshake",
                "Frames",
                "Control",
                "Epmd"
            })
    void theCorpusIsHarmless(String target) throws IOException {
        List<byte[]> inputs = corpus(target);

        assertThat(inputs).isNotEmpty();
        inputs.forEach(TARGETS.get(target));
    }

    /// A corpus is kept as one file: each input with its length, of four bytes, in front.
    private static List<byte[]> corpus(String target) throws IOException {
        java.nio.ByteBuffer all =
                java.nio.ByteBuffer.wrap(Files.readAllBytes(CORPUS.resolve(target + ".corpus")));
        Stream.Builder<byte[]> inputs = Stream.builder();
        while (all.hasRemaining()) {
            byte[] input = new byte[all.getInt()];
            all.get(input);
            inputs.add(input);
        }
        return inputs.build().toList();
    }

    @Test
    void everyTargetHasACorpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".corpus"))
                                    .map(name -> name.replace(".corpus", "")))
                    .containsExactlyInAnyOrderElementsOf(TARGETS.keySet());
        }
    }
}
