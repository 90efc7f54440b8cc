package org.distributedactors.epmd;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distributedactors.epmd.EpmdResponse.Alive2;
import org.distributedactors.epmd.EpmdResponse.Dump;
import org.distributedactors.epmd.EpmdResponse.DumpLine;
import org.distributedactors.epmd.EpmdResponse.Kill;
import org.distributedactors.epmd.EpmdResponse.NamedPort;
import org.distributedactors.epmd.EpmdResponse.Names;
import org.distributedactors.epmd.EpmdResponse.PortFound;
import org.distributedactors.epmd.EpmdResponse.PortUnknown;
import org.distributedactors.epmd.EpmdResponse.Stop;
import org.distributedactors.term.Binary;
import org.jspecify.annotations.Nullable;

/// Responses of the port mapper as bytes. They have no length; all but the one to ALIVE2_REQ end where the
/// connection ends.
///
/// ```
///   1     1        4
/// | 'v' | Result | Creation |                                       ALIVE2_X_RESP
/// | 'y' | Result | Creation |     with two bytes of creation        ALIVE2_RESP
/// | 'w' | 0 | PortNo | NodeType | Protocol | Highest | Lowest | Nlen | Name | Elen | Extra |   PORT2_RESP
/// | 'w' | Result |                when there is no such node        PORT2_RESP
///   4
/// | EpmdPort | name NAME at port PORT\n ...                         NAMES_RESP
/// | EpmdPort | active name     <NAME> at port PORT, fd = FD\n\0
///            | old/unused name <NAME>, port = PORT, fd = FD \n\0 ... DUMP_RESP
/// "OK" or "NO", "STOPPED" or "NOEXIST"                              KILL_RESP, STOP_RESP
/// ```
///
/// Distribution Protocol, "EPMD Protocol".
public final class EpmdResponseCodec {

    private static final int NARROW_BYTES = 4;
    private static final int WIDE_BYTES = 6;

    private static final Pattern NAME = Pattern.compile("name (.+) at port (\\d{1,5})");
    private static final Pattern ACTIVE =
            Pattern.compile("active name\\s+<(.+)> at port (\\d{1,5}), fd = (\\d{1,9})");
    private static final Pattern OLD =
            Pattern.compile("old/unused name\\s+<(.+)>, port = (\\d{1,5}), fd = (-?\\d{1,9}) ?");

    private EpmdResponseCodec() {}

    /// Reads the response to ALIVE2_REQ.
    ///
    /// @param received all bytes that came until now
    /// @return the response, or null when more bytes have to come
    /// @throws MalformedEpmdMessageException when it is none
    public static @Nullable Alive2 decodeAlive2(ByteBuf received) {
        if (!received.isReadable()) {
            return null;
        }
        int tag = received.getUnsignedByte(received.readerIndex());
        if (tag != 'v' && tag != 'y') {
            throw new MalformedEpmdMessageException("unknown response " + tag + " to ALIVE2_REQ");
        }
        boolean wide = tag == 'v';
        if (received.readableBytes() < (wide ? WIDE_BYTES : NARROW_BYTES)) {
            return null;
        }
        boolean ok = received.skipBytes(1).readByte() == 0;
        return new Alive2(ok, wide ? received.readInt() : received.readUnsignedShort(), wide);
    }

    /// Reads the response to PORT_PLEASE2_REQ.
    ///
    /// @param all the bytes up to the end of the connection
    /// @return {@link PortFound} or {@link PortUnknown}
    /// @throws MalformedEpmdMessageException when it is neither
    public static EpmdResponse decodePort2(ByteBuf all) {
        Bytes.need(all, 2);
        int tag = all.readUnsignedByte();
        if (tag != 'w') {
            throw new MalformedEpmdMessageException(
                    "unknown response " + tag + " to PORT_PLEASE2_REQ");
        }
        boolean found = all.readByte() == 0;
        return found ? new PortFound(Bytes.readNode(all)) : new PortUnknown();
    }

    /// Reads the response to NAMES_REQ.
    ///
    /// @param all the bytes up to the end of the connection
    /// @throws MalformedEpmdMessageException when it is none
    public static Names decodeNames(ByteBuf all) {
        int epmdPort = epmdPort(all);
        return new Names(epmdPort, lines(all, EpmdResponseCodec::namedPort));
    }

    /// Reads the response to DUMP_REQ.
    ///
    /// @param all the bytes up to the end of the connection
    /// @throws MalformedEpmdMessageException when it is none
    public static Dump decodeDump(ByteBuf all) {
        int epmdPort = epmdPort(all);
        return new Dump(epmdPort, lines(all, EpmdResponseCodec::dumpLine));
    }

    /// Reads the response to KILL_REQ.
    ///
    /// @param all the bytes up to the end of the connection
    /// @throws MalformedEpmdMessageException when it is none
    public static Kill decodeKill(ByteBuf all) {
        return new Kill(oneOf(text(all), "OK", "NO"));
    }

    /// Reads the response to STOP_REQ.
    ///
    /// @param all the bytes up to the end of the connection
    /// @throws MalformedEpmdMessageException when it is none
    public static Stop decodeStop(ByteBuf all) {
        return new Stop(oneOf(text(all), "STOPPED", "NOEXIST"));
    }

    private static int epmdPort(ByteBuf in) {
        Bytes.need(in, 4);
        int port = in.readInt();
        if (port < 0 || port > 0xFFFF) {
            throw new MalformedEpmdMessageException("the port mapper's port is none");
        }
        return port;
    }

    /// Latin-1 keeps every byte of a name as it is.
    private static String text(ByteBuf in) {
        return in.readCharSequence(in.readableBytes(), StandardCharsets.ISO_8859_1).toString();
    }

    private static <T> List<T> lines(ByteBuf in, Function<String, T> reader) {
        List<T> lines = new ArrayList<>();
        for (String line : text(in).replace("\0", "").split("\n")) {
            if (!line.isEmpty()) {
                lines.add(reader.apply(line));
            }
        }
        return lines;
    }

    private static NamedPort namedPort(String line) {
        Matcher name = NAME.matcher(line);
        if (!name.matches()) {
            throw new MalformedEpmdMessageException("a line that names no node");
        }
        return new NamedPort(binary(name.group(1)), Integer.parseInt(name.group(2)));
    }

    private static DumpLine dumpLine(String line) {
        Matcher active = ACTIVE.matcher(line);
        Matcher found = active.matches() ? active : OLD.matcher(line);
        if (!found.matches()) {
            throw new MalformedEpmdMessageException("a line that names no node");
        }
        return new DumpLine(
                found == active,
                binary(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3)));
    }

    private static Binary binary(String latin1) {
        return Binary.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean oneOf(String text, String yes, String no) {
        if (!text.equals(yes) && !text.equals(no)) {
            throw new MalformedEpmdMessageException("neither " + yes + " nor " + no);
        }
        return text.equals(yes);
    }

    /// Appends a response.
    public static void encode(EpmdResponse response, ByteBuf out) {
        switch (response) {
            case Alive2(boolean ok, int creation, boolean wide) -> {
                out.writeByte(wide ? 'v' : 'y').writeByte(ok ? 0 : 1);
                if (wide) {
                    out.writeInt(creation);
                } else {
                    out.writeShort(creation);
                }
            }
            case PortFound(EpmdNode node) -> Bytes.writeNode(node, out.writeByte('w').writeByte(0));
            case PortUnknown() -> out.writeByte('w').writeByte(1);
            case Names(int epmdPort, List<NamedPort> nodes) -> {
                out.writeInt(epmdPort);
                nodes.forEach(node -> write(node, out));
            }
            case Dump(int epmdPort, List<DumpLine> lines) -> {
                out.writeInt(epmdPort);
                lines.forEach(line -> write(line, out));
            }
            case Kill(boolean ok) -> write(ok ? "OK" : "NO", out);
            case Stop(boolean stopped) -> write(stopped ? "STOPPED" : "NOEXIST", out);
        }
    }

    private static void write(NamedPort node, ByteBuf out) {
        write("name ", out);
        out.writeBytes(node.name().toByteArray());
        write(" at port " + node.port() + "\n", out);
    }

    private static void write(DumpLine line, ByteBuf out) {
        write(line.active() ? "active name     <" : "old/unused name <", out);
        out.writeBytes(line.name().toByteArray());
        write(line.active() ? "> at port " : ">, port = ", out);
        write(line.port() + ", fd = " + line.connection(), out);
        write(line.active() ? "\n\0" : " \n\0", out);
    }

    private static void write(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
