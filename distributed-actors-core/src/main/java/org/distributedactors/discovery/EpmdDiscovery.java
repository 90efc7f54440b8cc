package org.distributedactors.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distributedactors.term.NodeName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All nodes that the port mappers of some hosts know, as `net_adm:world/0` finds them. Each must have the cookie to become
/// a peer; others refuse, once for each look.
///
/// Distribution protocol, `NAMES_REQ`: two bytes of length, `n`; the answer is the port mapper's own port in four bytes, and
/// text, one line `name Alive at port Port` for each node.
public final class EpmdDiscovery implements NodeDiscovery {

    private static final byte[] NAMES_REQ = {0, 1, 'n'};
    private static final int MOST_BYTES = 64 * 1024;
    private static final Pattern LINE = Pattern.compile("name (\\S+) at port (\\d{1,5})");
    private static final Logger log = LoggerFactory.getLogger(EpmdDiscovery.class);

    private final List<String> hosts;
    private final int port;
    private final Duration timeout;

    /// @param hosts the part of the nodes' names after the `@`
    /// @param port of the port mappers
    /// @param timeout for each port mapper
    public EpmdDiscovery(List<String> hosts, int port, Duration timeout) {
        this.hosts = List.copyOf(hosts);
        this.port = port;
        this.timeout = timeout;
    }

    /// A host without a port mapper has no nodes.
    @Override
    public Collection<Seed> nodes() {
        List<Seed> found = new ArrayList<>();
        for (String host : hosts) {
            try {
                found.addAll(parse(host, ask(host)));
            } catch (IOException | UncheckedIOException silent) {
                log.debug("The port mapper of {} gives no names: {}", host, silent.getMessage());
            }
        }
        return found;
    }

    private String ask(String host) throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(NAMES_REQ);
            InputStream in = socket.getInputStream();
            in.readNBytes(Integer.BYTES);
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    /// Lines of another form are skipped, and names that are none.
    static List<Seed> parse(String host, String names) {
        List<Seed> found = new ArrayList<>();
        for (Matcher line = LINE.matcher(names); line.find(); ) {
            int listening = Integer.parseInt(line.group(2));
            try {
                NodeName name = new NodeName(line.group(1), host);
                found.add(new Seed(name, InetSocketAddress.createUnresolved(host, listening)));
            } catch (IllegalArgumentException noName) {
                log.debug("The port mapper of {} has a name that is none", host);
            }
        }
        return found;
    }
}
