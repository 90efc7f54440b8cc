package org.distributedactors.dist;

import java.util.HashMap;
import java.util.Map;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// The trace token of a node of this library: that of sequential tracing, with headers as its label.
///
/// ```
/// {Flags, Label, Serial, From, LastCount}    Label = #{<<"traceparent">> => <<"00-...">>}
/// ```
///
/// Even a node that takes it for one of sequential tracing finds nothing wrong with it: all flags are off. What is no such
/// token is read over, whatever it holds.
public final class TraceHeaders {

    /// The most characters of all names and values together.
    public static final int MOST_CHARACTERS = 512;

    private static final int MOST_HEADERS = 16;
    private static final int ARITY = 5;

    /// Characters, five bytes in front of each name and value, and what stands around the map.
    private static final int MOST_BYTES = MOST_CHARACTERS + 2 * 5 * MOST_HEADERS + 64;

    private TraceHeaders() {}

    /// Whether these can be sent and will be read: not too many, not too long, visible ASCII.
    public static boolean areValid(Map<String, String> headers) {
        int characters = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!isVisible(header.getKey()) || !isVisible(header.getValue())) {
                return false;
            }
            characters += header.getKey().length() + header.getValue().length();
        }
        return !headers.isEmpty()
                && headers.size() <= MOST_HEADERS
                && characters <= MOST_CHARACTERS;
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// Leaves the reader behind the token.
    ///
    /// @return null when it is no token of ours, and nothing in it when it is a bad one
    static @Nullable Map<String, String> read(TermReader in) {
        TermReader.Mark start = in.mark();
        int before = in.remaining();
        in.skip();
        TermReader.Mark end = in.mark();
        int bytes = before - in.remaining();
        in.reset(start);
        Map<String, String> headers = isOurs(in) ? headers(in, bytes) : null;
        in.reset(end);
        return headers;
    }

    /// Leaves the reader before the map.
    private static boolean isOurs(TermReader in) {
        if (in.peek() != TermKind.TUPLE || in.readTupleHeader() != ARITY) {
            return false;
        }
        in.skip();
        return in.peek() == TermKind.MAP;
    }

    private static Map<String, String> headers(TermReader in, int bytes) {
        if (bytes > MOST_BYTES) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        try {
            for (int more = in.readMapHeader(); more > 0; more--) {
                headers.put(in.readUtf8(), in.readUtf8());
            }
        } catch (MalformedTermException other) {
            return Map.of();
        }
        return areValid(headers) ? headers : Map.of();
    }

    static void write(TermWriter out, Pid from, Map<String, String> headers) {
        out.writeTupleHeader(ARITY);
        out.writeLong(0);
        out.writeMapHeader(headers.size());
        headers.forEach((name, value) -> {
            out.writeUtf8(name);
            out.writeUtf8(value);
        });
        out.writeLong(0);
        out.writePid(from);
        out.writeLong(0);
    }
}
