package org.distributedactors.epmd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.epmd.EpmdRequest.Alive2;
import org.distributedactors.epmd.EpmdRequest.Dump;
import org.distributedactors.epmd.EpmdRequest.Kill;
import org.distributedactors.epmd.EpmdRequest.Names;
import org.distributedactors.epmd.EpmdRequest.PortPlease2;
import org.distributedactors.epmd.EpmdRequest.Stop;
import org.distributedactors.epmd.EpmdResponse.DumpLine;
import org.distributedactors.epmd.EpmdResponse.NamedPort;
import org.distributedactors.epmd.EpmdStep.Answer;
import org.distributedactors.epmd.EpmdStep.Drop;
import org.distributedactors.epmd.EpmdStep.Registered;
import org.distributedactors.epmd.EpmdStep.Rejected;
import org.distributedactors.term.Binary;
import org.jspecify.annotations.Nullable;

/// What a port mapper knows: the nodes that are registered now. No I/O, no clock, no thread; one thread at a
/// time.
///
/// | Request      | From this host                                     | From elsewhere |
/// |--------------|----------------------------------------------------|----------------|
/// | ALIVE2       | registered, or rejected: name taken or none        | drop           |
/// | PORT_PLEASE2 | answer                                             | answer         |
/// | NAMES        | answer                                             | answer         |
/// | DUMP         | answer                                             | drop           |
/// | KILL         | answer `NO`: what runs inside another program is not ended from outside | drop |
/// | STOP         | drop, as in any port mapper whose checks are not relaxed | drop     |
///
/// Creations come from one counter for all names, so that none repeats for a name, whenever it was here
/// before.
public final class EpmdRegistry {

    private static final int MAX_CHARACTERS = 255;

    /// What `epmd` answers with a refusal; it has no meaning.
    private static final int NO_CREATION = 99;

    /// 0 is reserved, and 1 to 3 are what port mappers of old times gave.
    private static final int LOWEST_CREATION = 4;

    private record Entry(EpmdNode node, int connection) {}

    private final Map<Binary, Entry> live = new LinkedHashMap<>();
    private final int port;
    private final int maxNodes;
    private int nextCreation;
    private int nextConnection = 1;

    /// @param port where this port mapper listens; clients compare it with the port they dialled
    /// @param firstCreation the first creation to give, different at each start
    /// @param maxNodes how many nodes can be registered at a time
    public EpmdRegistry(int port, int firstCreation, int maxNodes) {
        this.port = port;
        this.nextCreation = firstCreation;
        this.maxNodes = maxNodes;
    }

    /// What to do about a request.
    ///
    /// @param fromThisHost whether the peer's address is a loopback address or the very address it connected to
    public EpmdStep handle(EpmdRequest request, boolean fromThisHost) {
        return switch (request) {
            case PortPlease2(Binary name) -> new Answer(portPlease(name));
            case Names() -> new Answer(names());
            case Alive2(EpmdNode node) when fromThisHost -> alive(node);
            case Dump() when fromThisHost -> new Answer(dump());
            case Kill() when fromThisHost -> new Answer(new EpmdResponse.Kill(false));
            case Alive2 _, Dump _, Kill _, Stop _ -> new Drop();
        };
    }

    /// Forgets a node, whose connection ended.
    public void unregister(Binary name) {
        live.remove(name);
    }

    private EpmdStep alive(EpmdNode node) {
        boolean wide = node.highestVersion() >= EpmdNode.VERSION;
        if (!isAcceptable(node) || live.containsKey(node.name()) || live.size() >= maxNodes) {
            return new Rejected(new EpmdResponse.Alive2(false, NO_CREATION, wide));
        }
        live.put(node.name(), new Entry(node, nextConnection++));
        int creation = wide ? creation() : narrow(creation());
        return new Registered(new EpmdResponse.Alive2(true, creation, wide), node.name());
    }

    private int creation() {
        if (Integer.compareUnsigned(nextCreation, LOWEST_CREATION) < 0) {
            nextCreation = LOWEST_CREATION;
        }
        return nextCreation++;
    }

    /// Nodes of old times have two bits of creation, and 0 is reserved there, too.
    private static int narrow(int creation) {
        return Integer.remainderUnsigned(creation, 3) + 1;
    }

    private static boolean isAcceptable(EpmdNode node) {
        return node.port() != 0
                && node.protocol() == EpmdNode.TCP
                && node.lowestVersion() <= node.highestVersion()
                && isName(node.name());
    }

    /// Beyond what `epmd` asks, a name has nothing that would break the lines of NAMES or a node's name.
    private static boolean isName(Binary bytes) {
        String name = strictUtf8(bytes);
        return name != null
                && !name.isEmpty()
                && name.codePointCount(0, name.length()) <= MAX_CHARACTERS
                && name.codePoints().allMatch(EpmdRegistry::isNameCharacter);
    }

    private static boolean isNameCharacter(int codePoint) {
        return !Character.isISOControl(codePoint)
                && !Character.isWhitespace(codePoint)
                && !Character.isSpaceChar(codePoint)
                && codePoint != '@'
                && codePoint != '/';
    }

    private static @Nullable String strictUtf8(Binary bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    private EpmdResponse portPlease(Binary name) {
        Entry entry = live.get(name);
        return entry == null
                ? new EpmdResponse.PortUnknown()
                : new EpmdResponse.PortFound(entry.node());
    }

    private EpmdResponse names() {
        List<NamedPort> nodes =
                live.values().stream()
                        .map(entry -> new NamedPort(entry.node().name(), entry.node().port()))
                        .toList();
        return new EpmdResponse.Names(port, nodes);
    }

    private EpmdResponse dump() {
        List<DumpLine> lines =
                live.values().stream()
                        .map(entry ->
                                new DumpLine(
                                        true,
                                        entry.node().name(),
                                        entry.node().port(),
                                        entry.connection()))
                        .toList();
        return new EpmdResponse.Dump(port, lines);
    }
}
