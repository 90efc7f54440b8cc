package org.distributedactors.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

    @Test
    void theTextIsNameAtHost() {
        assertThat(NodeName.of("orders@10.0.0.7")).isEqualTo(new NodeName("orders", "10.0.0.7"));
        assertThat(NodeName.of("orders@10.0.0.7")).hasToString("orders@10.0.0.7");
    }

    @Test
    void aNodeWithoutDistributionHasAName() {
        assertThat(NodeName.NONODE).hasToString("nonode@nohost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "@host", "orders@", "a@b@c", "my orders@host", "a.b@host"})
    void anotherFormIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeName.of(text))
                .withMessageContaining("name@host");
    }
}
