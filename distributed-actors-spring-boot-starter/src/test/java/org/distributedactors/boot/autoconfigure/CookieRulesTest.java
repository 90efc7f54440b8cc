package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookieRulesTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("10.0.0.7");
    private static final InetAddress EVERYWHERE = InetAddress.ofLiteral("0.0.0.0");

    @Test
    void aNodeThatIsMeantToBeLocalNeedsNoCookie() {
        assertThatCode(() -> CookieRules.checkLocal(List.of())).doesNotThrowAnyException();
    }

    @Test
    void propertiesOfAClusterNeedACookie() {
        assertThatExceptionOfType(NodeConfigurationException.class)
                .isThrownBy(() -> CookieRules.checkLocal(List.of("distributed-actors.node.name")))
                .withMessageContaining("distributed-actors.node.name")
                .satisfies(refusal ->
                        assertThat(refusal.action()).contains("DISTRIBUTEDACTORS_COOKIE"));
    }

    @Test
    void aShortCookieDoesOnLoopback() {
        assertThatCode(() -> CookieRules.checkStrength("k", LOOPBACK, false))
                .doesNotThrowAnyException();
    }

    @Test
    void aShortCookieIsRefusedWhereOtherHostsCanReachTheNode() {
        for (InetAddress address : List.of(OUTSIDE, EVERYWHERE)) {
            assertThatExceptionOfType(NodeConfigurationException.class)
                    .isThrownBy(() -> CookieRules.checkStrength("fifteen-letters", address, false))
                    .withMessageContaining(address.getHostAddress())
                    .withMessageNotContaining("fifteen-letters")
                    .satisfies(refusal ->
                            assertThat(refusal.action())
                                    .contains("distributed-actors.allow-weak-cookie"));
        }
    }

    @Test
    void sixteenCharactersDoEverywhere() {
        assertThatCode(() -> CookieRules.checkStrength("sixteen-letters-", OUTSIDE, false))
                .doesNotThrowAnyException();
    }

    @Test
    void aShortCookieDoesWhereItIsAllowed() {
        assertThatCode(() -> CookieRules.checkStrength("k", OUTSIDE, true))
                .doesNotThrowAnyException();
    }
}
