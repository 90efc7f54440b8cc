package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class MapAndStructTest {

    @AsMap
    private record Settings(
            String hostName, int port, @Tag("tls?") boolean tls, Optional<String> path) {}

    @AsStruct("Elixir.My.User")
    private record User(String name, Integer age, Optional<String> email) {}

    @AsMap
    private record Clash(@Tag("a") int x, int a) {}

    @Test
    void aMapHasTheComponentsUnderAtoms() {
        var value = new Settings("h", 80, true, Optional.of("/"));
        MapTerm term =
                map(
                        "host_name",
                        utf8("h"),
                        "port",
                        integer(80),
                        "tls?",
                        Atom.TRUE,
                        "path",
                        utf8("/"));

        assertThat(written(value, Settings.class)).isEqualTo(term);
        assertThat(read(term, Settings.class)).isEqualTo(value);
    }

    @Test
    void keysComeInAnyOrderAndMayBeMissing() {
        assertThat(read(map("port", integer(80), "host_name", utf8("h")), Settings.class))
                .isEqualTo(new Settings("h", 80, false, Optional.empty()));
        assertThat(read(MapTerm.EMPTY, Settings.class))
                .isEqualTo(new Settings(null, 0, false, Optional.empty()));
    }

    @Test
    void keysThatAreNotKnownAreSkipped() {
        Map<Term, Term> entries = new LinkedHashMap<>();
        entries.put(tuple(integer(1)), tuple(integer(2), integer(3)));
        entries.put(atom("colour"), utf8("red"));
        entries.put(atom("__struct__"), atom("Elixir.Any"));
        entries.put(atom("port"), integer(1));

        assertThat(read(MapTerm.of(entries), Settings.class))
                .isEqualTo(new Settings(null, 1, false, Optional.empty()));
    }

    @Test
    void aStructHasItsModuleAndNilForWhatIsMissing() {
        var value = new User("ann", null, Optional.empty());
        MapTerm term =
                map(
                        "__struct__",
                        atom("Elixir.My.User"),
                        "name",
                        utf8("ann"),
                        "age",
                        Atom.NIL,
                        "email",
                        Atom.NIL);

        assertThat(written(value, User.class)).isEqualTo(term);
        assertThat(read(term, User.class)).isEqualTo(value);
    }

    @Test
    void aStructOfAnotherModuleIsRefused() {
        assertThatThrownBy(() -> read(map("__struct__", atom("Elixir.Other")), User.class))
                .isInstanceOf(MappingException.class)
                .hasMessage(
                        "User: expected a struct of 'Elixir.My.User', found one of 'Elixir.Other'");
        assertThatThrownBy(() -> read(map("name", utf8("ann")), User.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("User: expected a struct of 'Elixir.My.User', found a map");
    }

    @Test
    void aKeyThatComesTwiceIsRefused() {
        ByteBuf bytes = Unpooled.buffer();
        TermWriter out = new TermWriter(bytes);
        out.writeMapHeader(2);
        for (int i = 0; i < 2; i++) {
            out.writeAtom(atom("port"));
            out.writeLong(i);
        }

        assertThatThrownBy(() -> Wire.read(new Mapping(), bytes, Settings.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("Settings: the key port comes twice");
    }

    @Test
    void twoComponentsUnderOneKeyAreUnsupported() {
        assertThatThrownBy(() -> new Mapping().codecOf(Clash.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("key a");
    }

    private static MapTerm map(Object... keysAndValues) {
        Map<Term, Term> entries = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put(atom((String) keysAndValues[i]), (Term) keysAndValues[i + 1]);
        }
        return MapTerm.of(entries);
    }
}
