package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import javax.net.ssl.SSLException;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// TLS for the connections of a node, as Erlang's `-proto_dist inet_tls`: from the first byte on, in both directions, and
/// the handshake of the distribution inside of it.
///
/// The certificates may be changed while connections stand: {@link #update} counts for those that are opened from then on.
/// Any thread may call.
///
/// @see <a href="https://www.erlang.org/doc/apps/ssl/ssl_distribution.html">Using TLS for Erlang Distribution</a>
public final class Tls {

    private static final long CLOSE_NOTIFY_MILLIS = 1000;

    private final ClientAuth clientAuth;
    private final VerifyPeer verifyPeer;
    private volatile Contexts contexts;

    /// Whether the side that opens a connection shows a certificate.
    public enum ClientAuth {
        /// It is not asked for one; the cookie alone lets a node in.
        NONE,
        /// It is asked for one, and one that it shows must be good.
        WANT,
        /// It must show a good one.
        NEED
    }

    /// What the certificate of a peer must name, beside being of a trusted authority. This holds for both sides: for the
    /// node that is dialled, and for the name that a node gives which dials.
    public enum VerifyPeer {
        /// Nothing: every certificate of the authority may be any node.
        NONE,
        /// The host of the node, the part of its name after the `@`.
        HOST,
        /// The whole name of the node, such as `orders@10.0.0.7`.
        NODE
    }

    private record Contexts(SslContext accepting, SslContext dialling, List<String> protocols) {}

    /// @throws IllegalArgumentException when the JDK takes no TLS with this material
    public Tls(TlsMaterial material, ClientAuth clientAuth, VerifyPeer verifyPeer) {
        this.clientAuth = clientAuth;
        this.verifyPeer = verifyPeer;
        this.contexts = contexts(material);
    }

    /// Takes other certificates for the connections that are opened from now on; those that stand are left alone.
    ///
    /// @throws IllegalArgumentException when the JDK takes no TLS with this material; then nothing has changed
    public void update(TlsMaterial material) {
        contexts = contexts(material);
    }

    private Contexts contexts(TlsMaterial material) {
        try {
            return new Contexts(accepting(material), dialling(material), material.protocols());
        } catch (SSLException | RuntimeException unusable) {
            throw new IllegalArgumentException(
                    "no TLS can be had with these certificates and versions: "
                            + LinkHandler.describe(unusable),
                    unusable);
        }
    }

    private SslContext accepting(TlsMaterial material) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(material.keys())
                        .clientAuth(
                                switch (clientAuth) {
                                    case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
                                    case WANT -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
                                    case NEED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
                                });
        return build(builder, material);
    }

    private SslContext dialling(TlsMaterial material) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .keyManager(material.keys())
                        .endpointIdentificationAlgorithm(
                                verifyPeer == VerifyPeer.HOST ? "HTTPS" : null);
        return build(builder, material);
    }

    private static SslContext build(SslContextBuilder builder, TlsMaterial material)
            throws SSLException {
        return builder.sslProvider(SslProvider.JDK)
                .trustManager(material.trust())
                .protocols(material.protocols())
                .ciphers(material.ciphers().isEmpty() ? null : material.ciphers())
                .build();
    }

    /// For a connection that another node opened.
    SslHandler accepting(ByteBufAllocator allocator) {
        return limited(contexts.accepting().newHandler(allocator));
    }

    /// For a connection to this node.
    SslHandler dialling(ByteBufAllocator allocator, NodeName peer, int port) {
        return limited(contexts.dialling().newHandler(allocator, peer.host(), port));
    }

    /// The limit of time for the whole set-up is that of the transport.
    private static SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }

    /// The versions of TLS that this node speaks now.
    List<String> protocols() {
        return contexts.protocols();
    }

    /// Why a certificate must not be this node's; null when it may be. A peer that showed none was let in without.
    @Nullable String objection(SslHandler handler, NodeName peer) {
        PeerCertificate certificate =
                verifyPeer == VerifyPeer.NONE
                        ? null
                        : PeerCertificate.of(handler.engine().getSession());
        if (certificate == null) {
            return null;
        }
        if (verifyPeer == VerifyPeer.HOST) {
            return certificate.namesHost(peer.host())
                    ? null
                    : "its certificate does not name the host of " + peer;
        }
        return certificate.namesNode(peer) ? null : "its certificate does not name " + peer;
    }
}
