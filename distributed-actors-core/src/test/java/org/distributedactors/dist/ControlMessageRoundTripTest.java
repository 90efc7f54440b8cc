package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlMessageRoundTripTest {

    static List<ControlMessage> messages() {
        return ControlMessages.ALL;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageComesBackAsItWasSent(ControlMessage message) {
        assertComesBack(new FrameEncoder(FrameForm.FRAGMENTS), message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageComesBackInTheFormWithoutHeader(ControlMessage message) {
        assertComesBack(new FrameEncoder(FrameForm.PASS_THROUGH), message);
    }

    @Test
    void theMessagesAboveAreOfEveryKind() {
        Set<Class<?>> kinds =
                ControlMessages.ALL.stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(records(ControlMessage.class).toList());
    }

    private static void assertComesBack(FrameEncoder encoder, ControlMessage message) {
        boolean hasPayload = message instanceof ControlMessage.WithPayload;
        Payload payload = hasPayload ? Frames.payload(Atom.of("hello")) : null;
        List<ByteBuf> frames = Frames.encode(encoder, message, payload);
        assertThat(frames).hasSize(1);
        DistributionMessage back = Frames.decoder().decode(frames.getFirst());
        assertThat(back.control()).isEqualTo(message);
        assertThat(frames.getFirst().isReadable()).isFalse();
        if (hasPayload) {
            assertThat(Frames.payloadOf(back)).isEqualTo(Atom.of("hello"));
        }
    }

    private static Stream<Class<?>> records(Class<?> family) {
        return Stream.of(family.getPermittedSubclasses())
                .flatMap(kind -> kind.isRecord() ? Stream.of(kind) : records(kind));
    }
}
