package org.distributedactors.transport.netty;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.jspecify.annotations.Nullable;

/// Says why TLS did not come up, in words of the one who has to mend it. Nothing that the peer wrote is repeated, but the
/// names of alerts.
final class TlsFailure {

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w{1,40})");
    private static final int MAX_DETAIL = 200;

    /// What the JDK says when the two sides have no version in common, as either side.
    private static final List<String> VERSIONS =
            List.of(
                    "protocol_version",
                    "client requested protocol",
                    "not accepted by server preferences",
                    "server chose",
                    "server selected");

    private TlsFailure() {}

    /// Whether this came from TLS at all.
    static boolean isTls(Throwable cause) {
        return find(cause, SSLException.class) != null
                || find(cause, NotSslRecordException.class) != null;
    }

    /// @param protocols the versions this node speaks
    static Closed of(Throwable cause, List<String> protocols) {
        if (find(cause, NotSslRecordException.class) != null) {
            return new Closed(
                    CloseReason.PROTOCOL_ERROR,
                    "it does not speak TLS, which this node takes alone (an Erlang node is started with -proto_dist inet_tls)");
        }
        if (isAboutVersions(cause)) {
            return new Closed(
                    CloseReason.PROTOCOL_ERROR,
                    "the two sides have no version of TLS in common: this node speaks "
                            + String.join(", ", protocols)
                            + "; Erlang up to OTP 27 speaks TLS 1.2 alone unless its -ssl_dist_optfile has {versions, ['tlsv1.3']}, and the enabled-protocols of the SSL bundle may add TLSv1.2 here");
        }
        return new Closed(CloseReason.AUTH_FAILED, detail(cause));
    }

    private static boolean isAboutVersions(Throwable cause) {
        SSLException failure = find(cause, SSLException.class);
        String text = failure == null ? "" : String.valueOf(failure.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        return VERSIONS.stream().anyMatch(lower::contains);
    }

    private static String detail(Throwable cause) {
        if (find(cause, CertificateExpiredException.class) != null) {
            return "its certificate has expired";
        }
        if (find(cause, CertificateNotYetValidException.class) != null) {
            return "its certificate is not valid yet";
        }
        if (find(cause, CertPathBuilderException.class) != null) {
            return "its certificate is of no authority that this node trusts";
        }
        if (find(cause, ClosedChannelException.class) != null) {
            return "the peer closed the connection in the TLS handshake (it may not speak TLS, or not take this node's certificate)";
        }
        SSLException failure = find(cause, SSLException.class);
        return failure == null ? "TLS failed: " + plain(cause) : detail(failure);
    }

    private static String detail(SSLException failure) {
        String text = String.valueOf(failure.getMessage());
        var alert = ALERT.matcher(text);
        if (alert.find()) {
            return "the peer refused TLS with this node: " + alert.group(1);
        }
        if (text.contains("Empty client certificate chain")) {
            return "it showed no certificate";
        }
        if (text.contains("No subject alternative") || text.contains("No name matching")) {
            return "its certificate does not name the host that was dialled";
        }
        if (text.contains("Connection closed while")) {
            return "the peer closed the connection in the TLS handshake (it may not speak TLS, or not take this node's certificate)";
        }
        return "TLS failed: " + plain(failure);
    }

    /// One line of printable characters, not long.
    private static String plain(Throwable cause) {
        String text = LinkHandler.describe(cause).replaceAll("[^ -~]", "?");
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "..." : text;
    }

    private static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> type) {
        Throwable next = cause;
        for (int depth = 0; next != null && depth < 20; depth++) {
            if (type.isInstance(next)) {
                return type.cast(next);
            }
            next = next.getCause();
        }
        return null;
    }
}
