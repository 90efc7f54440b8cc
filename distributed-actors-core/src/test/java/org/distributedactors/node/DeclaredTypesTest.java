package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.behaviour.GenCall;
import org.distributedactors.behaviour.ReplyType;
import org.distributedactors.behaviour.ServerProtocol;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.mapping.AsMap;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A message decides between the types that its receiver declared. Whatever class, record or function it names, no other is
/// loaded, made or called, and bytes that are an object of Java elsewhere stay bytes.
class DeclaredTypesTest {

    private static final List<String> TOUCHED = new ArrayList<>();
    private static final Pid CALLER = new Pid(Atom.of("evil@127.0.0.1"), 1, 0, 7);
    private static final Reference TAG = Reference.of(CALLER.node(), 7, 1, 0, 0);

    sealed interface Order {
        record Place(String item) implements Order {}

        record Note(Term any) implements Order {}
    }

    record Undeclared(String item) {
        static {
            TOUCHED.add("loaded");
        }

        Undeclared {
            TOUCHED.add("made");
        }
    }

    @AsMap
    record Bag(String item) {}

    private final MessageDecoder decoder = new MessageDecoder(new Mapping(), TermLimits.defaults());

    @BeforeEach
    void forget() {
        TOUCHED.clear();
    }

    @AfterEach
    void nothingElseWasTouched() {
        assertThat(TOUCHED).isEmpty();
    }

    private Object decode(Object protocol, Term term) {
        return decoder.decode(EncodedTerm.of(term), protocol);
    }

    private static String nameOfUndeclared() {
        return DeclaredTypesTest.class.getName() + "$Undeclared";
    }

    private static Binary serialized() {
        return Binary.of((byte) 0xac, (byte) 0xed, (byte) 0, (byte) 5, (byte) 's', (byte) 'r');
    }

    static Stream<Term> hostile() {
        Term item = Binary.utf8("tea");
        return Stream.of(
                Tuple.of(Atom.of("undeclared"), item),
                Tuple.of(Atom.of("Undeclared"), item),
                Tuple.of(Atom.of(nameOfUndeclared()), item),
                Atom.of(nameOfUndeclared()),
                Tuple.of(Atom.of("java.lang.ProcessBuilder"), ListTerm.of(item)),
                Tuple.of(Atom.of("order.undeclared"), item),
                MapTerm.of(
                        Atom.of("@class"), Binary.utf8(nameOfUndeclared()), Atom.of("item"), item),
                MapTerm.of(Atom.of("__struct__"), Atom.of(nameOfUndeclared())),
                new ExternalFun(Atom.of("java.lang.Runtime"), Atom.of("exec"), 1),
                serialized());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatNamesAnotherTypeIsRefusedWhereOneIsDeclared(Term term) {
        for (Type type : List.of(Order.class, Order.Place.class)) {
            assertThatThrownBy(() -> decode(type, term)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() ->
                            decode(
                                    new ServerProtocol(type),
                                    Tuple.of(Atom.of("$gen_call"), Tuple.of(CALLER, TAG), term)))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> decode(new ReplyType(Order.class), Tuple.of(TAG, term)))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatNamesAnotherTypeIsATermWhereNothingIsDeclared(Term term) {
        assertThat(decode(null, term)).isEqualTo(term);
        assertThat(decode(Order.class, Tuple.of(Atom.of("note"), term)))
                .isEqualTo(new Order.Note(term));
        Object call =
                decode(
                        new ServerProtocol(null),
                        Tuple.of(Atom.of("$gen_call"), Tuple.of(CALLER, TAG), term));
        assertThat(((GenCall) call).request()).isEqualTo(term);
    }

    @Test
    void theNameOfAClassAmongTheKeysOfAMapIsOneMoreKey() {
        Term map =
                MapTerm.of(
                        Atom.of("@class"),
                        Binary.utf8(nameOfUndeclared()),
                        Atom.of("item"),
                        Binary.utf8("tea"));

        assertThat(decode(Bag.class, map)).isEqualTo(new Bag("tea"));
    }

    @Test
    void bytesOfASerializedObjectStayBytes() {
        byte[] bytes = serialized().toByteArray();

        assertThat(decode(byte[].class, serialized())).isEqualTo(bytes);
        assertThat(decode(Binary.class, serialized())).isEqualTo(serialized());
    }

    @Test
    void numbersDoNotChooseAMemberOfAFamily() {
        assertThatThrownBy(() -> decode(Order.class, Tuple.of(IntegerTerm.of(0), Atom.OK)))
                .isInstanceOf(RuntimeException.class);
    }
}
