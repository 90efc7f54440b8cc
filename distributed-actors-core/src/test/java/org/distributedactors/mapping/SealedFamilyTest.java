package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.util.List;
import java.util.Map;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedFamilyTest {

    private sealed interface Message {
        record Add(long n) implements Message {}

        record Get() implements Message {}

        enum Mode implements Message {
            FAST,
            VERY_SLOW {}
        }

        sealed interface Shape extends Message {}

        record Circle(double radius) implements Shape {}

        record Group(List<Message> members) implements Shape, Message {}

        @AsStruct("Elixir.My.Event")
        record Event(String name) implements Message {}

        @AsStruct("Elixir.My.Other")
        record Other(Event event) implements Message {}

        @AsMap
        record Options(int depth) implements Message {}
    }

    static List<Message> messages() {
        return List.of(
                new Message.Add(5),
                new Message.Get(),
                Message.Mode.FAST,
                Message.Mode.VERY_SLOW,
                new Message.Circle(1.5),
                new Message.Group(List.of(new Message.Get(), new Message.Group(List.of()))),
                new Message.Event("e"),
                new Message.Other(new Message.Event("f")),
                new Message.Options(3));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void eachMemberComesBack(Message message) {
        assertThat(read(written(message, Message.class), Message.class)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMemberIsTheSameBytesOnItsOwn(Message message) {
        assertThat(Wire.writtenAny(new Mapping(), message))
                .isEqualTo(written(message, Message.class));
    }

    @Test
    void membersAreTheirTermsWithoutAnythingAround() {
        assertThat(written(new Message.Add(5), Message.class))
                .isEqualTo(tuple(atom("add"), integer(5)));
        assertThat(written(new Message.Get(), Message.class)).isEqualTo(atom("get"));
        assertThat(written(Message.Mode.VERY_SLOW, Message.class)).isEqualTo(atom("very_slow"));
    }

    @Test
    void aSubFamilyReadsOnlyItsOwn() {
        assertThat(read(tuple(atom("circle"), integer(1)), Message.Shape.class))
                .isEqualTo(new Message.Circle(1));
        assertThatThrownBy(() -> read(tuple(atom("add"), integer(1)), Message.Shape.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("Shape: Shape has no member with the tag add");
    }

    @Test
    void trailingComponentsMayBeMissingOrMore() {
        assertThat(read(atom("add"), Message.class)).isEqualTo(new Message.Add(0));
        assertThat(read(tuple(atom("get"), integer(1)), Message.class))
                .isEqualTo(new Message.Get());
        assertThat(read(tuple(atom("add"), integer(1), utf8("x")), Message.class))
                .isEqualTo(new Message.Add(1));
    }

    @Test
    void structsAreFoundWhereverTheirModuleStands() {
        Map<Term, Term> entries = new java.util.LinkedHashMap<>();
        entries.put(integer(1), tuple(integer(2)));
        entries.put(atom("name"), utf8("e"));
        entries.put(atom("__struct__"), atom("Elixir.My.Event"));

        assertThat(read(MapTerm.of(entries), Message.class)).isEqualTo(new Message.Event("e"));
    }

    static List<Term> strangers() {
        return List.of(
                atom("unknown"),
                tuple(atom("unknown"), integer(1)),
                tuple(atom("fast"), integer(1)),
                Tuple.EMPTY,
                tuple(utf8("add"), integer(1)),
                integer(1),
                utf8("add"),
                MapTerm.of(Map.of(atom("__struct__"), atom("Elixir.No"))));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whatNoMemberIsIsRefused(Term stranger) {
        assertThatThrownBy(() -> read(stranger, Message.class))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("Message");
    }

    private sealed interface Clash {
        record Stop() implements Clash {}

        @Tag("stop")
        record Halt() implements Clash {}
    }

    private sealed interface TwoMaps {
        @AsMap
        record One() implements TwoMaps {}

        @AsMap
        record Two() implements TwoMaps {}
    }

    private sealed interface Open {
        non-sealed class Anything implements Open {}
    }

    @Test
    void membersThatCannotBeToldApartAreUnsupported() {
        assertThatThrownBy(() -> new Mapping().codecOf(Clash.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("tag stop");
        assertThatThrownBy(() -> new Mapping().codecOf(TwoMaps.class))
                .isInstanceOf(UnsupportedTypeException.class);
    }

    @Test
    void aMemberThatIsNoRecordAndNoEnumIsUnsupported() {
        assertThatThrownBy(() -> new Mapping().codecOf(Open.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageStartingWith("Open.Anything: ");
    }
}
