package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Frames as real nodes wrote them, `a@vm` and `b@vm`.
class CapturedFramesTest {

    private static final Atom A = Atom.of("a@vm");
    private static final Atom B = Atom.of("b@vm");
    private static final Pid PID_OF_A = new Pid(A, 9, 0, 0x66);
    private static final Pid PID_OF_B = new Pid(B, 0x64, 0, 0x65);
    private static final String WIRE_PID_OF_A = " 00000009 00000000 00000066 ";
    private static final String WIRE_PID_OF_B = " 00000064 00000000 00000065 ";

    private final FrameDecoder fromA = Frames.decoder();
    private final FrameDecoder fromB = Frames.decoder();

    /// The slots that earlier frames had filled: 0x79a and 0x1c2 from `a`, 0x79a and 0x369 from `b`.
    @BeforeEach
    void fillTheSlots() {
        String link = " 68 03 61 01 58 52 00 " + WIRE_PID_OF_A + "58 52 01" + WIRE_PID_OF_B;
        fromA.decode(Frames.hex("83 44 02 9f 00 9a 04 \"a@vm\" c2 04 \"b@vm\"" + link));
        fromB.decode(Frames.hex("83 44 02 bf 00 9a 04 \"b@vm\" 69 04 \"a@vm\"" + link));
    }

    @Test
    void aMessageToANameWithFourNewEntries() {
        DistributionMessage message =
                Frames.decoder()
                        .decode(
                                Frames.hex(
                                        """
                                        83 44 04 8f dc 00
                                        dc 04 "b@vm"  05 00 ""  78 03 "rex"  08 10 "features_request"
                                        68 04 61 06 58 52 00 00000036 00000000 00000065 52 01 52 02
                                        68 02 58 52 00 00000036 00000000 00000065 52 03
                                        """));
        Pid from = new Pid(B, 0x36, 0, 0x65);
        assertThat(message.control()).isEqualTo(new ControlMessage.RegSend(from, Atom.of("rex")));
        assertThat(Frames.payloadOf(message))
                .isEqualTo(Tuple.of(from, Atom.of("features_request")));
    }

    @Test
    void aLink() {
        String frame =
                "83 44 02 17 00 9a c2  68 03 61 01 58 52 00"
                        + WIRE_PID_OF_A
                        + "58 52 01"
                        + WIRE_PID_OF_B;
        assertThat(fromA.decode(Frames.hex(frame)))
                .isEqualTo(
                        new DistributionMessage(new ControlMessage.Link(PID_OF_A, PID_OF_B), null));
    }

    @Test
    void anUnlinkAndItsAnswer() {
        String unlink =
                "83 44 02 17 00 9a c2  68 04 61 23 61 04 58 52 00"
                        + WIRE_PID_OF_A
                        + "58 52 01"
                        + WIRE_PID_OF_B;
        String answer =
                "83 44 02 37 00 9a 69  68 04 61 24 61 04 58 52 00"
                        + WIRE_PID_OF_B
                        + "58 52 01"
                        + WIRE_PID_OF_A;
        assertThat(fromA.decode(Frames.hex(unlink)).control())
                .isEqualTo(new ControlMessage.UnlinkId(4, PID_OF_A, PID_OF_B));
        assertThat(fromB.decode(Frames.hex(answer)).control())
                .isEqualTo(new ControlMessage.UnlinkIdAck(4, PID_OF_B, PID_OF_A));
    }

    @Test
    void anExitWithAReasonThatIsNewInTheCache() {
        String frame =
                "83 44 03 17 08 9a c2 08 06 \"normal\"  68 03 61 1a 58 52 00"
                        + WIRE_PID_OF_A
                        + "58 52 01"
                        + WIRE_PID_OF_B
                        + "52 02";
        DistributionMessage message = fromA.decode(Frames.hex(frame));
        assertThat(message.control())
                .isEqualTo(new ControlMessage.PayloadExit2(PID_OF_A, PID_OF_B));
        assertThat(Frames.payloadOf(message)).isEqualTo(Atom.of("normal"));
    }

    @Test
    void anAnswerToASpawnWithAMonitor() {
        String frame =
                "83 44 02 73 00 69 9a 68 05 61 1f 5a 0003 52 00 00000066 00032c9e 5bd40001 fa4318f5 58 52 00"
                        + WIRE_PID_OF_A
                        + "61 02 58 52 01 0000005a 00000000 00000065";
        assertThat(fromB.decode(Frames.hex(frame)).control())
                .isEqualTo(
                        new ControlMessage.SpawnReply(
                                Reference.of(A, 0x66, 0x00032c9e, 0x5bd40001, 0xfa4318f5),
                                PID_OF_A,
                                ControlMessage.SpawnReply.MONITOR,
                                new Pid(B, 0x5a, 0, 0x65)));
    }

    @Test
    void aMonitorThatWaitedForTheConnectionHasAnEmptyHeader() {
        String frame =
                "83 44 00 68 04 61 13 58 77 04 \"a@vm\""
                        + WIRE_PID_OF_A
                        + "77 0a \"net_kernel\" 5a 0003 77 04 \"a@vm\" 00000066 00000001 00000002 00000003";
        assertThat(fromA.decode(Frames.hex(frame)).control())
                .isEqualTo(
                        new ControlMessage.MonitorP(
                                PID_OF_A, Atom.of("net_kernel"), Reference.of(A, 0x66, 1, 2, 3)));
    }
}
