package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distributedactors.global.GlobalMessage.InitConnect;
import org.distributedactors.global.GlobalMessage.NewNodes;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GlobalCodecTest {

    private static final Atom NODE = Atom.of("b@h");
    private static final Pid PID = new Pid(NODE, 64, 0, 7);
    private static final Term TAG = IntegerTerm.of(new BigInteger("-576460752303423482"));
    private static final GlobalName NAME =
            new GlobalName(Atom.of("n"), PID, ConflictMethod.NOTIFY_ALL_NAME.asFun());
    private static final List<NameOperation> OPERATIONS =
            List.of(new NameOperation.Insert(NAME), new NameOperation.Delete(Atom.of("m")));
    private static final List<KnownNode> KNOWN = List.of(new KnownNode(NODE, 8));
    private static final LockId LOCK = LockId.ofJoin(PID, new Pid(NODE, 3, 1, 7));
    private static final CallFrom FROM = new CallFrom(PID, Reference.of(NODE, 7, 1, 2, 3));

    static Stream<GlobalMessage> messages() {
        return Stream.of(
                new InitConnect(8, TAG, NODE, PID),
                new GlobalMessage.InitConnectAck(NODE, TAG, IntegerTerm.of(1)),
                new GlobalMessage.CancelConnect(NODE, TAG),
                new GlobalMessage.LockSet(PID, true, List.of(), TAG),
                new GlobalMessage.LockSet(PID, false, List.of(), null),
                new GlobalMessage.Exchange(NODE, List.of(NAME), TAG),
                new GlobalMessage.Resolved(NODE, OPERATIONS, KNOWN, ListTerm.EMPTY, TAG),
                new NewNodes(NODE, OPERATIONS, ListTerm.EMPTY, KNOWN, LOCK),
                new NewNodes(NODE, List.of(), ListTerm.EMPTY, KNOWN, null),
                new GlobalMessage.InSync(NODE),
                new GlobalMessage.LostConnection(
                        NODE, BigInteger.TWO.pow(70), BigInteger.ONE.negate(), Atom.of("c@h")),
                new GlobalMessage.RemoveConnection(NODE),
                new GlobalMessage.Whereis(Atom.of("n"), FROM),
                new GlobalMessage.PrepareShutdown(PID, TAG),
                new GlobalMessage.Obsolete(),
                new GlobalMessage.Answer(17, Atom.TRUE),
                call(new GlobalRequest.SetLock(LOCK)),
                call(new GlobalRequest.DelLock(LOCK)),
                call(new GlobalRequest.Register(NAME)),
                call(new GlobalRequest.RegisterExternal(NAME, NODE)),
                call(new GlobalRequest.Unregister(Atom.of("n"))),
                call(new GlobalRequest.GetKnown()),
                call(new GlobalRequest.GetSynced()),
                call(new GlobalRequest.GetProtocolVersion()),
                call(new GlobalRequest.GetNamesExternal()),
                call(new GlobalRequest.Sync(List.of(NODE))),
                call(new GlobalRequest.Unknown(Atom.of("other"))));
    }

    private static GlobalMessage call(GlobalRequest request) {
        return new GlobalMessage.Call(FROM, request);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsRead(GlobalMessage message) {
        assertThat(GlobalCodec.read(GlobalCodec.write(message))).isEqualTo(message);
    }

    @Test
    void anOfferLooksAsAnErlangNodeSendsIt() {
        Term known = MapTerm.of(Map.of(Tuple.of(Atom.of("connection_id"), NODE), TAG));
        Term offer =
                Tuple.of(
                        Atom.of("$gen_cast"),
                        Tuple.of(
                                Atom.of("init_connect"),
                                Tuple.of(IntegerTerm.of(8), TAG),
                                NODE,
                                Tuple.of(
                                        Atom.of("locker"),
                                        Atom.of("no_longer_a_pid"),
                                        known,
                                        PID)));
        assertThat(GlobalCodec.read(offer)).isEqualTo(new InitConnect(8, TAG, NODE, PID));
    }

    @Test
    void aLaterVersionMaySayMoreInItsOffer() {
        Term offer =
                Tuple.of(
                        Atom.of("$gen_cast"),
                        Tuple.of(
                                Atom.of("init_connect"),
                                Tuple.of(IntegerTerm.of(9), TAG, Atom.of("more")),
                                NODE,
                                Tuple.of(
                                        Atom.of("locker"),
                                        Atom.of("no_longer_a_pid"),
                                        MapTerm.EMPTY,
                                        PID)));
        assertThat(GlobalCodec.read(offer)).isEqualTo(new InitConnect(9, TAG, NODE, PID));
    }

    @Test
    void knownNodesMayComeWithoutVersions() {
        Term news =
                Tuple.of(
                        Atom.of("$gen_cast"),
                        Tuple.of(
                                Atom.of("new_nodes"),
                                NODE,
                                ListTerm.EMPTY,
                                ListTerm.EMPTY,
                                ListTerm.of(NODE),
                                ListTerm.EMPTY));
        assertThat(GlobalCodec.read(news))
                .isEqualTo(
                        new NewNodes(
                                NODE,
                                List.of(),
                                ListTerm.EMPTY,
                                List.of(new KnownNode(NODE, 0)),
                                null));
    }

    @Test
    void answersGoToTheAliasInBothItsForms() {
        Reference alias = Reference.of(NODE, 7, 1, 2, 3, 4, 5);
        Term plain = ListTerm.withTail(new Term[] {Atom.of("alias")}, alias);
        Term multi = ListTerm.withTail(new Term[] {plain}, Reference.of(NODE, 7, 9));
        assertThat(new CallFrom(PID, plain).alias()).isEqualTo(alias);
        assertThat(new CallFrom(PID, multi).alias()).isEqualTo(alias);
        assertThat(new CallFrom(PID, alias).alias()).isNull();
        assertThat(new CallFrom(PID, Tuple.of(alias, NODE)).alias()).isNull();
        assertThat(new CallFrom(PID, ListTerm.EMPTY).alias()).isNull();
    }

    @Test
    void locksOfAJoinAreNamedInTheOrderOfErlangsPids() {
        Pid early = new Pid(Atom.of("z@h"), 900, 0, 1);
        Pid late = new Pid(Atom.of("a@h"), 1, 1, 1);
        assertThat(LockId.ofJoin(late, early)).isEqualTo(LockId.ofJoin(early, late));
        assertThat(LockId.ofJoin(late, early).requester()).isEqualTo(ListTerm.of(early, late));
    }

    static Stream<Term> nonsense() {
        Term cast = Atom.of("$gen_cast");
        return Stream.of(
                Atom.of("hello"),
                Tuple.EMPTY,
                Tuple.of(Atom.of("hello")),
                Tuple.of(cast),
                Tuple.of(cast, Atom.of("init_connect")),
                Tuple.of(cast, Tuple.of(Atom.of("init_connect"))),
                Tuple.of(cast, Tuple.of(Atom.of("exchange"), NODE, Atom.of("no list"), TAG, TAG)),
                Tuple.of(cast, Tuple.of(Atom.of("in_sync"), IntegerTerm.of(1), Atom.TRUE)),
                Tuple.of(Atom.of("$gen_call"), PID, Atom.of("get_known")),
                Tuple.of(Atom.of("remove_connection"), PID),
                Tuple.of(Atom.of("lost_connection"), NODE, NODE, TAG, NODE),
                Tuple.of(PID, Atom.TRUE),
                Tuple.of(IntegerTerm.of(BigInteger.TWO.pow(80)), Atom.TRUE),
                Tuple.of(
                        cast,
                        Tuple.of(
                                Atom.of("exchange"),
                                NODE,
                                ListTerm.withTail(new Term[] {TAG}, TAG),
                                ListTerm.EMPTY,
                                TAG)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatIsNoMessageEndsInOneException(Term term) {
        assertThatExceptionOfType(MalformedGlobalMessageException.class)
                .isThrownBy(() -> GlobalCodec.read(term));
    }
}
