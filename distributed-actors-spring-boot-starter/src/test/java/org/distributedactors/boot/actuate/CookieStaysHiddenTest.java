package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.boot.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// The cookie is in no endpoint, also where the user wants all values shown, and in no log.
@ExtendWith(OutputCaptureExtension.class)
class CookieStaysHiddenTest {

    @Test
    void noEndpointShowsTheCookie(CapturedOutput output) {
        try (TestNode node =
                TestNode.startLocal(
                        "spring.application.name=a",
                        "distributed-actors.cookie=do-not-show-me",
                        "distributed-actors.epmd.mode=none",
                        "management.endpoint.configprops.show-values=always",
                        "management.endpoint.env.show-values=always",
                        "logging.level.org.distributedactors=debug")) {
            assertThat(Json.get(node.actuator(), "/configprops").toString())
                    .contains("distributed-actors")
                    .doesNotContain("do-not-show-me");
            assertThat(Json.get(node.actuator(), "/env").toString())
                    .contains("distributed-actors.cookie")
                    .doesNotContain("do-not-show-me");
            assertThat(Json.get(node.actuator(), "/env/distributed-actors.cookie").toString())
                    .doesNotContain("do-not-show-me");
            assertThat(Json.get(node.actuator(), "/beans").toString())
                    .doesNotContain("do-not-show-me");
        }
        assertThat(output).doesNotContain("do-not-show-me");
    }
}
