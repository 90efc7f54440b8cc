package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// Bytes as text: hexadecimal digits with spaces where they help, and what stands in quotes as itself.
final class Hex {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private Hex() {}

    static byte[] bytes(String text) {
        String hex =
                QUOTED.matcher(text)
                        .replaceAll(quoted ->
                                Matcher.quoteReplacement(
                                        HexFormat.of()
                                                .formatHex(
                                                        quoted.group(1)
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8))));
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String normal(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    static TermReader reader(String text, Atom... atoms) {
        return reader(bytes(text), atoms);
    }

    static TermReader reader(byte[] bytes, Atom... atoms) {
        return new TermReader(Unpooled.wrappedBuffer(bytes), atoms, TermLimits.defaults());
    }

    /// The term of these bytes, which have no 131 in front.
    static Term decode(String text, Atom... atoms) {
        return reader(text, atoms).readTerm();
    }

    /// The term's bytes without 131 in front.
    static String encode(Term term) {
        ByteBuf out = Unpooled.buffer();
        new TermWriter(out).writeTerm(term);
        return ByteBufUtil.hexDump(out);
    }
}
