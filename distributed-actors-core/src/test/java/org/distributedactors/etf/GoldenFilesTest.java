package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.term.Port;
import org.distributedactors.term.Term;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that real nodes of three releases wrote. The script beside them, `write_golden.escript`, says how.
class GoldenFilesTest {

    /// @param release the directory
    /// @param text the term as Erlang prints it
    /// @param usual the form of distribution
    /// @param old the form of old releases
    /// @param compressed the usual form, compressed where that is shorter
    record Golden(String release, String text, byte[] usual, byte[] old, byte[] compressed) {

        private static Golden of(String release, String line) {
            String[] columns = line.split("\t");
            int last = columns.length - 1;
            return new Golden(
                    release,
                    columns[0],
                    bytes(columns[last - 2]),
                    bytes(columns[last - 1]),
                    bytes(columns[last]));
        }

        private static byte[] bytes(String hex) {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return release + " " + (text.length() > 40 ? text.substring(0, 40) + "..." : text);
        }
    }

    static Stream<Golden> readable() throws IOException {
        return golden("readable.txt");
    }

    static Stream<Golden> all() throws IOException {
        return Stream.concat(readable(), golden("opaque.txt"));
    }

    private static Stream<Golden> golden(String name) throws IOException {
        List<Golden> all = new ArrayList<>();
        for (String release : List.of("otp25", "otp27", "otp29")) {
            String path = "/etf/" + release + "/" + name;
            try (InputStream in = GoldenFilesTest.class.getResourceAsStream(path)) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> all.add(Golden.of(release, line)));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void readsTheTermThatErlangPrinted(Golden golden) {
        assertThat(decode(golden.usual())).hasToString(golden.text());
    }

    @ParameterizedTest
    @MethodSource("all")
    void oldAndCompressedFormsAreTheSameTerm(Golden golden) {
        Term term = decode(golden.usual());

        assertThat(decode(golden.old())).isEqualTo(term).hasSameHashCodeAs(term);
        assertThat(decode(golden.compressed())).isEqualTo(term);
    }

    @ParameterizedTest
    @MethodSource("all")
    void writesTheBytesThatErlangWrote(Golden golden) {
        Term term = decode(golden.usual());
        // A stand-alone port has an older tag there; in distribution it is the one written here.
        if (!(term instanceof Port)) {
            assertThat(ExternalTermFormat.encode(term)).isEqualTo(golden.usual());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void skipsEachTermToItsEnd(Golden golden) {
        byte[] term = Arrays.copyOfRange(golden.usual(), 1, golden.usual().length);
        TermReader reader = Hex.reader(term);

        reader.skip();

        assertThat(reader.hasMore()).isFalse();
    }

    private static Term decode(byte[] bytes) {
        return ExternalTermFormat.decode(bytes, TermLimits.defaults());
    }
}
