package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/// Values that bind but make no sense end the start with a sentence that says what would do.
class PropertiesCheckTest {

    @Test
    void defaultsPass() {
        assertThatCode(() -> PropertiesCheck.check(TestProperties.of(Map.of())))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transport.port             | 70000  | between 0 and 65535",
                "transport.port             | -1     | between 0 and 65535",
                "transport.connect-timeout  | 0s     | longer than zero",
                "transport.net-tick-time    | 10ms   | a second or longer",
                "transport.suspicion-time   | 10ms   | a second or longer",
                "transport.max-frame-size   | 1KB    | between 128KB",
                "transport.max-frame-size   | 3GB    | and 1GB",
                "transport.max-message-size | 1MB    | not be smaller than"
                        + " distributed-actors.transport.max-frame-size",
                "transport.buffer-busy-limit | 1KB   | between 128KB",
                "transport.busy-timeout     | 0s     | longer than zero",
                "epmd.port                  | 70000  | between 0 and 65535",
                "discovery.interval         | -1s    | longer than zero",
                "actor.call-timeout         | 0      | longer than zero",
                "actor.start-timeout        | -5     | must not be negative",
                "actor.shutdown-timeout     | -5     | must not be negative",
                "actor.mailbox-warning      | -5     | never warns",
                "actor.mailbox.limit        | -5     | any number",
                "shutdown.grace-period      | -5     | must not be negative",
                "monitors.history-size      | -1     | 0 or more",
                "migration.max-size         | 1KB    | between 128KB",
                "migration.max-leaving      | 0      | 1 or more",
                "migration.max-coming       | 0      | 1 or more",
                "migration.timeout          | 0s     | longer than zero",
                "migration.doubt-limit      | -1s    | must not be negative",
                "rebalance.per-second       | 0      | 1 or more",
                "rebalance.tolerance        | 0      | more than 0",
                "registry.exclusive-lease   | 500ms  | a second or longer",
            })
    void aValueWithoutSenseIsRefusedByItsName(String name, String value, String sentence) {
        DistributedActorsProperties properties =
                TestProperties.of(Map.of("distributed-actors." + name, value));

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> PropertiesCheck.check(properties))
                .satisfies(refusal -> {
                    assertThat(refusal.getName()).isEqualTo("distributed-actors." + name);
                    assertThat(refusal.getReason()).contains(sentence);
                });
    }

    @Test
    void anExternalPortMapperNeedsAPort() {
        DistributedActorsProperties properties =
                TestProperties.of(
                        Map.of(
                                "distributed-actors.epmd.mode", "external",
                                "distributed-actors.epmd.port", "0"));

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> PropertiesCheck.check(properties))
                .withMessageContaining("4369");
    }
}
