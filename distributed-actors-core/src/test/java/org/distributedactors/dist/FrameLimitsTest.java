package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "1, 0, 1",
        "1, 1, 0",
        "-1, 1, 1",
        "1073741825, 1, 1",
        "1, 1073741825, 1"
    })
    void limitsThatLimitNothingAreRefused(int frame, int message, int open) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrameLimits(frame, message, open, TermLimits.defaults()));
    }

    @Test
    void anUnfinishedMessageTakesAtMostTwiceItsBytesWhateverItAnnounces() {
        ControlMessage control = new ControlMessage.Send(ControlMessages.TO);
        for (long announced : new long[] {2, 1000, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
            PartialMessage message =
                    new PartialMessage(control, new Atom[0], announced, 0, piece(1000));
            assertThat(message.capacity()).isBetween(1000, 2000);
        }
    }

    @Test
    void piecesOfOneSizeFillTheirMessageExactly() {
        ControlMessage control = new ControlMessage.Send(ControlMessages.TO);
        PartialMessage message = new PartialMessage(control, new Atom[0], 4, 0, piece(1000));
        for (int fragment = 3; fragment > 0; fragment--) {
            message.append(fragment, piece(1000));
        }
        assertThat(message.isComplete()).isTrue();
        assertThat(message.capacity()).isEqualTo(4000);
    }

    private static ByteBuf piece(int bytes) {
        return Unpooled.wrappedBuffer(new byte[bytes]);
    }
}
