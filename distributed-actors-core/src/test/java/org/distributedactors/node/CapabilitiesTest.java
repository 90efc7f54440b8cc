package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes that run this library tell each other so after nodeup, and ask each other for what they offer.
class CapabilitiesTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private void connect() {
        assertThat(a.connectTo(b)).isTrue();
        await().until(() -> a.node.capabilities().of(b.node.name()).isPresent());
        await().until(() -> b.node.capabilities().of(a.node.name()).isPresent());
    }

    private PeerStatus statusOfB() {
        return a.node.peers().iterator().next();
    }

    private void announce(Term announcement) {
        b.node.send(Capabilities.NAME, a.node.name(), announcement);
    }

    @Test
    void afterNodeupEachKnowsTheOthersVersionAndCapabilities() {
        b.node.capabilities().offer("process_info");

        connect();

        assertThat(statusOfB().capabilities()).isEqualTo(b.node.capabilities().own());
        assertThat(b.node.capabilities().own().version()).matches("\\d+\\.\\d+\\.\\d+.*|unknown");
        assertThat(a.node.capabilities().offeredBy(b.node.name(), "process_info")).isTrue();
        assertThat(b.node.capabilities().offeredBy(a.node.name(), "process_info")).isFalse();
    }

    @Test
    void whatIsOfferedLaterIsHeardOfToo() {
        connect();

        b.node.capabilities().offer("migration");

        await().until(() -> a.node.capabilities().offeredBy(b.node.name(), "migration"));
    }

    @Test
    void whatAPeerSaidIsForgottenWithItsConnection() {
        connect();

        a.node.disconnect(b.node.name());

        await().until(() -> a.node.capabilities().of(b.node.name()).isEmpty());
        assertThat(statusOfB().capabilities()).isNull();
    }

    @Test
    void aNodeThatLeavesSaysSo() {
        connect();

        b.node.capabilities().leave();
        await().until(() -> a.node.capabilities().isLeaving(b.node.name()));
        b.close();
        await().until(() -> a.node.connectedNodes().isEmpty());

        assertThat(a.node.capabilities().isLeaving(b.node.name())).isTrue();
    }

    @Test
    void aRequestIsAnsweredByTheHandlerWhichIsToldWhoAsks() {
        b.node.capabilities().offer("echo", (peer, request) -> Tuple.of(peer.atom(), request));
        connect();

        assertThat(ask(b.node.name(), "echo"))
                .succeedsWithin(LONG)
                .isEqualTo(Tuple.of(a.node.name().atom(), IntegerTerm.of(7)));
    }

    @Test
    void aNodeCanAskItself() {
        a.node.capabilities().offer("echo", (peer, request) -> request);

        assertThat(ask(a.node.name(), "echo")).succeedsWithin(LONG).isEqualTo(IntegerTerm.of(7));
    }

    @Test
    void whatIsNotOfferedIsRefusedAtOnce() {
        connect();

        assertFails(ask(b.node.name(), "teleport"), "not_offered");
    }

    @Test
    void aHandlerThatThrowsCostsOneAnswerAndNothingElse() {
        b.node.capabilities()
                .offer(
                        "bad",
                        (peer, request) -> {
                            throw new IllegalStateException("no idea");
                        });
        b.node.capabilities().offer("echo", (peer, request) -> request);
        connect();

        assertFails(ask(b.node.name(), "bad"), "no idea");
        assertThat(ask(b.node.name(), "echo")).succeedsWithin(LONG);
    }

    @Test
    void aNodeThatIsNotThereFailsAtOnce() {
        assertFails(ask(NodeName.of("nobody@127.0.0.1"), "echo"), "nodedown");
    }

    private CompletionStage<Term> ask(NodeName where, String capability) {
        return a.node.capabilities().ask(where, capability, IntegerTerm.of(7), LONG);
    }

    private static void assertFails(CompletionStage<Term> answer, String reason) {
        assertThat(answer.toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CallFailedException.class)
                .withMessageContaining(reason);
    }

    static Term[] nonsense() {
        return new Term[] {
            Atom.of("hello"),
            MapTerm.EMPTY,
            announcement(Atom.of("one"), ListTerm.EMPTY),
            announcement(Binary.utf8("1.0\n[forged]"), ListTerm.EMPTY),
            announcement(Binary.utf8("1".repeat(65)), ListTerm.EMPTY),
            Tuple.of(Atom.of("$gen_call"), Atom.of("nobody"), Atom.of("what")),
            new ExternalFun(Atom.of("os"), Atom.of("cmd"), 1),
        };
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseChangesNothing(Term announcement) {
        connect();
        PeerCapabilities before = statusOfB().capabilities();

        announce(announcement);
        announce(announcement(Binary.utf8("9.9.9"), ListTerm.EMPTY));

        await().until(() -> !statusOfB().capabilities().equals(before));
        assertThat(statusOfB().capabilities().version()).isEqualTo("9.9.9");
    }

    @Test
    void aFloodOfNamesIsCutOff() {
        connect();

        announce(
                announcement(
                        Binary.utf8("9.9.9"),
                        ListTerm.wrap(
                                IntStream.range(0, 1000)
                                        .mapToObj(i -> Atom.of("n" + i))
                                        .toArray(Term[]::new))));

        await().until(() -> statusOfB().capabilities().version().equals("9.9.9"));
        assertThat(statusOfB().capabilities().capabilities()).hasSize(64);
    }

    @Test
    void namesOfAnotherFormAreLeftOut() {
        connect();

        announce(
                announcement(
                        Binary.utf8("9.9.9"),
                        ListTerm.of(Atom.of("good"), Atom.of("<script>"), IntegerTerm.of(1))));

        await().until(() -> statusOfB().capabilities().version().equals("9.9.9"));
        assertThat(statusOfB().capabilities().capabilities()).containsExactly("good");
    }

    @Test
    void anAnnouncementWithoutMeasureIsADeadLetter() {
        connect();

        announce(announcement(Binary.wrap(new byte[20_000]), ListTerm.EMPTY));

        await().until(() -> a.node.processes().counters().deadLetters(DeadLetter.UNDECODABLE) == 1);
        assertThat(a.node.counters().unreadableMessages()).isEqualTo(1);
    }

    @Test
    void keysOfLaterVersionsAreSkipped() {
        connect();

        announce(
                MapTerm.of(
                        Map.of(
                                Atom.of("version"), Binary.utf8("9.9.9"),
                                Atom.of("new"), Atom.of("thing"))));

        await().until(() -> statusOfB().capabilities().version().equals("9.9.9"));
    }

    @Test
    void aNameIsOfferedOnce() {
        a.node.capabilities().offer("echo");

        assertThatThrownBy(() -> a.node.capabilities().offer("echo"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> a.node.capabilities().offer("No Name"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Term announcement(Term version, Term capabilities) {
        Map<Term, Term> entries = new LinkedHashMap<>();
        entries.put(Atom.of("version"), version);
        entries.put(Atom.of("capabilities"), capabilities);
        return MapTerm.of(entries);
    }
}
