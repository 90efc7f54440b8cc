package org.distributedactors.boot.autoconfigure;

import java.util.List;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Ssl;
import org.distributedactors.transport.netty.Tls;
import org.distributedactors.transport.netty.TlsMaterial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/// From an SSL bundle to the node's own TLS.
///
/// A node has to show a certificate whichever side it is, and a bundle without authorities of its own would trust all that
/// the JDK trusts, so both stores have to be there.
final class NodeTls {

    private static final Logger log = LoggerFactory.getLogger(NodeTls.class);

    private NodeTls() {}

    /// @throws NodeConfigurationException when a node can do nothing with the bundle
    static Tls of(SslBundle bundle, Ssl ssl) {
        try {
            return new Tls(
                    material(bundle),
                    Tls.ClientAuth.valueOf(ssl.clientAuth().name()),
                    Tls.VerifyPeer.valueOf(ssl.verifyPeer().name()));
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            throw new NodeConfigurationException(
                    "The SSL bundle of the node cannot be used: %s."
                            .formatted(unusable.getMessage()),
                    "Correct the certificates, passwords, protocols and ciphers under spring.ssl.bundle.");
        }
    }

    /// Takes a new state of the bundle for the connections to come. One that cannot be used changes nothing.
    static void update(Tls tls, SslBundle bundle) {
        try {
            tls.update(material(bundle));
            log.info(
                    "The certificates of the SSL bundle were loaded again; new connections use them");
        } catch (RuntimeException unusable) {
            log.warn(
                    "The SSL bundle has changed and cannot be used; the certificates from before stay: {}",
                    unusable.getMessage());
        }
    }

    private static TlsMaterial material(SslBundle bundle) {
        SslStoreBundle stores = bundle.getStores();
        // Managers that were made without stores cannot be looked into.
        if (stores != null && !stores.equals(SslStoreBundle.NONE)) {
            require(stores.getKeyStore() != null, "key store", "certificate and key of this node");
            require(stores.getTrustStore() != null, "trust store", "authorities it trusts");
        }
        return new TlsMaterial(
                bundle.getManagers().getKeyManagerFactory(),
                bundle.getManagers().getTrustManagerFactory(),
                list(bundle.getOptions().getEnabledProtocols()),
                list(bundle.getOptions().getCiphers()));
    }

    private static void require(boolean there, String store, String what) {
        if (!there) {
            throw new NodeConfigurationException(
                    "The SSL bundle of the node has no %s.".formatted(store),
                    "Add the %s to the bundle: under spring.ssl.bundle.pem.<name> that is %s."
                            .formatted(
                                    what,
                                    store.startsWith("key")
                                            ? "keystore.certificate and keystore.private-key"
                                            : "truststore.certificate"));
        }
    }

    private static List<String> list(String @Nullable [] values) {
        return values == null ? List.of() : List.of(values);
    }
}
