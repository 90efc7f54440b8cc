package org.distributedactors.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.TransitSignal;
import org.distributedactors.process.TransitSnapshot;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Term;
import org.distributedactors.testing.SimulatedCluster;
import org.junit.jupiter.api.Test;

/// State, queue and the rest in parts, and what comes of parts that somebody else has made.
class PartsTest {

    private final Node node = SimulatedCluster.of(1, "a").on("a").node();

    private Luggage luggage(int stateBytes) {
        return new Luggage(
                3,
                "called",
                stateBytes,
                0,
                Optional.empty(),
                new TransitSnapshot(false, List.of(), List.of(), List.of(), null),
                List.of(Atom.of("name")),
                List.of());
    }

    private List<Binary> parts(int partBytes, Term state, List<Term> queue) {
        Binary bytes = node.toBytes(state);
        PartsWriter writer = new PartsWriter(partBytes, 1, 1 << 20);
        writer.add(bytes);
        queue.forEach(message -> writer.add(PartsWriter.MESSAGE, node.toBytes(message)));
        return writer.finish(node.toBytes(luggage(bytes.size()).toTerm()));
    }

    @Test
    void whatIsWrittenInPartsOfAnySizeIsRead() {
        SplittableRandom random = new SplittableRandom(7);
        for (int partBytes : List.of(1, 2, 5, 7, 64, 1000, 100_000)) {
            byte[] load = new byte[random.nextInt(3000)];
            random.nextBytes(load);
            List<Term> queue = new ArrayList<>();
            for (int i = 0; i < random.nextInt(20); i++) {
                queue.add(IntegerTerm.of(i));
            }

            List<Binary> parts = parts(partBytes, Binary.wrap(load), queue);

            assertThat(parts.subList(0, parts.size() - 1)).allMatch(p -> p.size() == partBytes);
            Luggage luggage = PartsReader.luggage(parts, node);
            assertThat(luggage.label()).isEqualTo("called");
            assertThat(luggage.version()).isEqualTo(3);
            assertThat(luggage.names()).containsExactly(Atom.of("name"));
            PartsReader.Contents contents = PartsReader.contents(parts, luggage, node);
            assertThat(contents.state().decode(null)).isEqualTo(Binary.wrap(load));
            assertThat(contents.queue().stream().map(PartsTest::content)).isEqualTo(queue);
        }
    }

    private static Object content(TransitSignal signal) {
        return ((RemoteMessage) ((TransitSignal.Message) signal).content()).decode(null);
    }

    @Test
    void signalsOfTheQueueKeepTheirPlace() {
        TransitSignal exited =
                new TransitSignal.Exited(node.processes().outside(), ExitReason.of("reason"), true);
        Binary state = node.toBytes(Atom.of("state"));
        PartsWriter writer = new PartsWriter(10, 1, 1000);
        writer.add(state);
        writer.add(PartsWriter.SIGNAL, node.toBytes(MigrationCodec.signal(exited)));
        writer.add(PartsWriter.MESSAGE, node.toBytes(Atom.of("later")));
        List<Binary> parts = writer.finish(node.toBytes(luggage(state.size()).toTerm()));

        List<TransitSignal> queue =
                PartsReader.contents(parts, PartsReader.luggage(parts, node), node).queue();

        assertThat(queue).hasSize(2);
        assertThat(queue.getFirst()).isEqualTo(exited);
    }

    @Test
    void moreThanMayTravelIsNotWritten() {
        PartsWriter writer = new PartsWriter(10, 1, 100);

        assertThatThrownBy(() -> writer.add(Binary.wrap(new byte[101])))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("101 bytes, at most 100");
    }

    /// Each length is believed only as far as there are bytes; nothing but the one error comes of it.
    @Test
    void partsThatAreCutOrChangedAreOneClearError() {
        byte[] whole = joined(parts(1000, Atom.of("state"), List.of(IntegerTerm.of(1))));
        SplittableRandom random = new SplittableRandom(11);
        for (int cut = 0; cut < whole.length; cut++) {
            readOrRefuse(List.of(Binary.of(Arrays.copyOf(whole, cut))));
        }
        for (int i = 0; i < 5000; i++) {
            byte[] changed = whole.clone();
            for (int n = 0; n <= random.nextInt(3); n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            readOrRefuse(List.of(Binary.wrap(changed)));
        }
        readOrRefuse(List.of());
    }

    private void readOrRefuse(List<Binary> parts) {
        try {
            PartsReader.contents(parts, PartsReader.luggage(parts, node), node);
        } catch (RuntimeException clear) {
            assertThat(clear)
                    .isNotInstanceOfAny(
                            IndexOutOfBoundsException.class,
                            NegativeArraySizeException.class,
                            NullPointerException.class);
        }
    }

    private static byte[] joined(List<Binary> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(Binary::size).sum());
        parts.forEach(part -> part.copyTo(all));
        return all.array();
    }
}
