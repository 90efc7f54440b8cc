package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.pg.StateFixture.B;
import static org.distributedactors.pg.StateFixture.G;
import static org.distributedactors.pg.StateFixture.PEER;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The messages of `pg` as they cross the wire.
class PgCodecTest {

    private static final Pid P = pid(B, 10);
    private static final Atom GEN_CAST = Atom.of("$gen_cast");

    private static Tuple tuple(String tag, Term... rest) {
        return Tuple.of(
                Stream.concat(Stream.of(Atom.of(tag)), Stream.of(rest)).toArray(Term[]::new));
    }

    static Stream<PgMessage> messages() {
        return Stream.of(
                new PgMessage.Discover(PEER, 0),
                new PgMessage.Discover(PEER, 1),
                new PgMessage.Sync(PEER, List.of(new PgMessage.Entry(G, List.of(P, P)))),
                new PgMessage.Join(PEER, G, List.of(P)),
                new PgMessage.Leave(PEER, List.of(P), List.of(G, G)),
                new PgMessage.Update(
                        PEER, List.of(new PgMessage.Change(G, List.of(P), List.of()))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsReadBack(PgMessage message) {
        assertThat(PgCodec.read(PgCodec.write(message))).isEqualTo(message);
    }

    @Test
    void whatIsSentHasTheFormOfEveryRelease() {
        assertThat(PgCodec.write(new PgMessage.Discover(PEER, 0)))
                .isEqualTo(tuple("discover", PEER));
        assertThat(
                        PgCodec.write(
                                new PgMessage.Sync(
                                        PEER, List.of(new PgMessage.Entry(G, List.of(P))))))
                .isEqualTo(
                        Tuple.of(
                                GEN_CAST,
                                tuple("sync", PEER, ListTerm.of(Tuple.of(G, ListTerm.of(P))))));
        assertThat(PgCodec.write(new PgMessage.Join(PEER, G, List.of(P))))
                .isEqualTo(tuple("join", PEER, G, ListTerm.of(P)));
        assertThat(PgCodec.write(new PgMessage.Leave(PEER, List.of(P), List.of(G))))
                .isEqualTo(tuple("leave", PEER, ListTerm.of(P), ListTerm.of(G)));
    }

    @Test
    void oneProcessMayStandWithoutAList() {
        assertThat(PgCodec.read(tuple("join", PEER, G, P)))
                .isEqualTo(new PgMessage.Join(PEER, G, List.of(P)));
        assertThat(PgCodec.read(tuple("leave", PEER, P, ListTerm.of(G))))
                .isEqualTo(new PgMessage.Leave(PEER, List.of(P), List.of(G)));
    }

    @Test
    void theSecondVersionIsRead() {
        Term data = MapTerm.of(Map.of(G, ListTerm.of(P)));

        assertThat(
                        PgCodec.read(
                                Tuple.of(
                                        GEN_CAST,
                                        tuple("local_data", PEER, IntegerTerm.of(1), data))))
                .isEqualTo(new PgMessage.Sync(PEER, List.of(new PgMessage.Entry(G, List.of(P)))));
    }

    static Stream<Term> malformed() {
        Term notAList = Atom.of("p");
        Term improper = ListTerm.withTail(new Term[] {P}, P);
        return Stream.of(
                Atom.of("discover"),
                Tuple.EMPTY,
                tuple("discover"),
                tuple("discover", Atom.of("p")),
                tuple("discover", PEER, IntegerTerm.of(-1)),
                tuple("discover", PEER, IntegerTerm.of(1), P),
                tuple("join", PEER, G),
                tuple("join", PEER, G, notAList),
                tuple("join", PEER, G, improper),
                tuple("join", PEER, G, ListTerm.of(G)),
                tuple("join", G, G, P),
                tuple("leave", PEER, P, G),
                tuple("leave", PEER, P),
                tuple("update", PEER, ListTerm.of(Tuple.of(G, ListTerm.of(P)))),
                tuple("update", PEER, G),
                tuple("join", PEER, G, P, P),
                Tuple.of(GEN_CAST),
                Tuple.of(GEN_CAST, tuple("sync", PEER)),
                Tuple.of(GEN_CAST, tuple("sync", PEER, ListTerm.of(G))),
                Tuple.of(GEN_CAST, tuple("sync", PEER, ListTerm.of(Tuple.of(G)))),
                Tuple.of(GEN_CAST, tuple("local_data", PEER, IntegerTerm.of(1), ListTerm.EMPTY)),
                Tuple.of(GEN_CAST, tuple("local_data", PEER, IntegerTerm.of(-7), MapTerm.EMPTY)),
                Tuple.of(Atom.of("$gen_call"), Tuple.of(P, G), G));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aTupleOfTheWrongSizeOrKindIsRefused(Term term) {
        assertThatThrownBy(() -> PgCodec.read(term))
                .isInstanceOf(MalformedPgMessageException.class);
    }
}
