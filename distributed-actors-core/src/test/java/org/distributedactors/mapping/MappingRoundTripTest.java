package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random messages of a family that has everything in it.
///
/// 1. What is written is read back equal.
/// 2. Written by its own class it is the same term.
/// 3. Bytes changed anywhere are read as some message, or refused by the one exception.
class MappingRoundTripTest {

    private static final int MESSAGES = 100;
    private static final int CHANGES = 20;

    private enum Level {
        LOW,
        VERY_HIGH
    }

    private sealed interface Message {
        record Numbers(
                byte b, short s, char c, int i, long l, float f, double d, boolean z, BigInteger n)
                implements Message {}

        record Values(
                String text,
                Atom atom,
                Level level,
                Instant at,
                Duration in,
                UUID id,
                Pid from,
                Reference ref)
                implements Message {}

        record Containers(
                List<Message> list,
                Set<Long> set,
                Map<String, Message> map,
                Optional<Message> maybe)
                implements Message {}

        record Empty() implements Message {}

        @AsMap
        record Keyed(String firstName, int age, Optional<Level> level) implements Message {}

        @AsStruct("Elixir.My.Struct")
        record Struct(Message inner, Long number) implements Message {}
    }

    static Stream<Long> seeds() {
        return Stream.of(1L, 2L, 3L, System.nanoTime());
    }

    private final Mapping mapping = new Mapping();

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void messagesComeBackAsTheyWere(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            Message message = message(random, 4);
            Term term = Wire.written(mapping, message, Message.class);

            assertThat(Wire.read(mapping, term, Message.class)).isEqualTo(message);
            assertThat(Wire.writtenAny(mapping, message)).isEqualTo(term);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changedBytesEndInTheOneExceptionOrInAMessage(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            ByteBuf bytes = Wire.bytes(mapping, message(random, 4), Message.class);
            for (int change = 0; change < CHANGES; change++) {
                readChanged(bytes, random);
            }
        }
    }

    private void readChanged(ByteBuf bytes, Random random) {
        ByteBuf changed = Unpooled.copiedBuffer(bytes);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            changed.setByte(random.nextInt(changed.writerIndex()), random.nextInt(256));
        }
        if (random.nextBoolean()) {
            changed.writerIndex(random.nextInt(changed.writerIndex()) + 1);
        }
        try {
            mapping.read(Wire.reader(changed), Message.class);
        } catch (MappingException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    private static Message message(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> numbers(random);
            case 1 -> values(random);
            case 2 -> new Message.Empty();
            case 3 ->
                    new Message.Keyed(
                            text(random), random.nextInt(), maybe(random, () -> level(random)));
            case 4 -> containers(random, depth - 1);
            default ->
                    new Message.Struct(
                            random.nextBoolean() ? null : message(random, depth - 1),
                            random.nextBoolean() ? null : random.nextLong());
        };
    }

    private static Message numbers(Random random) {
        return new Message.Numbers(
                (byte) random.nextInt(),
                (short) random.nextInt(),
                (char) random.nextInt(),
                random.nextInt(),
                random.nextLong() >> random.nextInt(64),
                random.nextFloat(),
                random.nextGaussian() * 1e100,
                random.nextBoolean(),
                new BigInteger(random.nextInt(3000), random).negate());
    }

    private static Message values(Random random) {
        return new Message.Values(
                random.nextInt(5) == 0 ? null : text(random),
                Atom.of(text(random)),
                random.nextInt(3) == 0 ? null : level(random),
                Instant.ofEpochMilli(random.nextLong()),
                Duration.ofMillis(random.nextLong()),
                new UUID(random.nextLong(), random.nextLong()),
                new Pid(Atom.of("a@b"), random.nextInt(), random.nextInt(), random.nextInt()),
                Reference.of(Atom.of("a@b"), random.nextInt(), random.nextInt(), random.nextInt()));
    }

    private static Message containers(Random random, int depth) {
        Set<Long> set = new HashSet<>();
        Map<String, Message> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            set.add((long) random.nextInt(300));
            map.put(text(random), message(random, depth));
        }
        List<Message> list =
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> message(random, depth))
                        .toList();
        return new Message.Containers(list, set, map, maybe(random, () -> message(random, depth)));
    }

    private static Level level(Random random) {
        return random.nextBoolean() ? Level.LOW : Level.VERY_HIGH;
    }

    private static <T> Optional<T> maybe(Random random, Supplier<T> value) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
    }

    private static String text(Random random) {
        int[] codePoints =
                random.ints(random.nextInt(20), 1, 0x2fff).filter(Character::isDefined).toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
