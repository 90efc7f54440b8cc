package org.distributedactors.transport.netty;

import java.net.InetAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// The names in the certificate of a peer, whose authority was looked at already.
///
/// A host stands there as a DNS name or an address among the alternative names, or, when there is no DNS name, as the
/// common name (RFC 6125, RFC 2818). The name of a node stands there as an e-mail address, which it looks like, as a URI or
/// a DNS name, or as the common name.
final class PeerCertificate {

    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private final List<String> hosts;
    private final List<String> addresses;
    private final List<String> others;
    private final @Nullable String commonName;

    private PeerCertificate(X509Certificate certificate) {
        this.hosts = names(certificate, DNS);
        this.addresses = names(certificate, ADDRESS);
        this.others = new ArrayList<>(names(certificate, EMAIL));
        this.others.addAll(names(certificate, URI));
        this.commonName = commonName(certificate);
    }

    /// What the peer showed; null when it showed nothing.
    static @Nullable PeerCertificate of(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? new PeerCertificate(own)
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    static PeerCertificate of(X509Certificate certificate) {
        return new PeerCertificate(certificate);
    }

    boolean namesHost(String host) {
        if (isAddress(host)) {
            InetAddress wanted = InetAddress.ofLiteral(host);
            return addresses.stream().anyMatch(address -> wanted.equals(literal(address)));
        }
        List<String> known = hosts.isEmpty() && commonName != null ? List.of(commonName) : hosts;
        String wanted = host.toLowerCase(Locale.ROOT);
        return known.stream().anyMatch(name -> matches(name.toLowerCase(Locale.ROOT), wanted));
    }

    boolean namesNode(NodeName node) {
        String name = node.toString();
        return name.equals(commonName) || others.contains(name) || hosts.contains(name);
    }

    /// A star stands for one whole label, the first.
    private static boolean matches(String pattern, String host) {
        int dot = host.indexOf('.');
        return pattern.equals(host)
                || (pattern.startsWith("*.")
                        && dot > 0
                        && pattern.indexOf('.', 2) > 0
                        && pattern.substring(1).equals(host.substring(dot)));
    }

    private static boolean isAddress(String host) {
        return literal(host) != null;
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /// Names of one kind; a certificate whose names cannot be read has none.
    private static List<String> names(X509Certificate certificate, int kind) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (Integer.valueOf(kind).equals(name.get(0))
                        && name.get(1) instanceof String text) {
                    names.add(text);
                }
            }
        } catch (CertificateParsingException unreadable) {
            names.clear();
        }
        return names;
    }

    private static @Nullable String commonName(X509Certificate certificate) {
        try {
            LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn part : subject.getRdns().reversed()) {
                if ("CN".equalsIgnoreCase(part.getType())
                        && part.getValue() instanceof String text) {
                    return text;
                }
            }
            return null;
        } catch (InvalidNameException unreadable) {
            return null;
        }
    }
}
