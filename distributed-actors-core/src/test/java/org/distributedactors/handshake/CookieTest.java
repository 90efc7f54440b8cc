package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CookieTest {

    @Test
    void theDigestIsTheOneOfARealNode() {
        assertThat(HexFormat.of().formatHex(Cookie.of("k").digest(58825555).toByteArray()))
                .isEqualTo("e1acbe403e4bbacee4d40e9728998847");
    }

    @Test
    void challengesAreUnsigned() {
        int challenge = (int) 3316373063L;

        assertThat(HexFormat.of().formatHex(Cookie.of("k").digest(challenge).toByteArray()))
                .isEqualTo("cdeaba3b277199fc88fef6a509070160");
    }

    @Test
    void noTextShowsTheCookieOrADigest() {
        Cookie cookie = Cookie.of("secret");

        assertThat(cookie).hasToString("Cookie[hidden]");
        assertThat(cookie.digest(1)).hasToString("Digest[hidden]");
        assertThat(cookie.length()).isEqualTo(6);
    }

    @Test
    void aRefusedCookieIsNotRepeated() {
        String tooLong = "secret".repeat(50);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cookie.of(tooLong))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cookie.of("secret\u20ac"))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of(""));
    }

    @Test
    void digestsAreEqualByTheirBytes() {
        Cookie cookie = Cookie.of("k");
        byte[] bytes = cookie.digest(1).toByteArray();

        assertThat(Digest.of(bytes))
                .isEqualTo(cookie.digest(1))
                .hasSameHashCodeAs(cookie.digest(1));
        bytes[15] ^= 1;
        assertThat(Digest.of(bytes)).isNotEqualTo(cookie.digest(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.of(new byte[15]));
    }
}
