package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Node;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNamingTest {

    @Test
    void theApplicationsNameIsTheDefault() {
        assertThat(NodeNaming.nameOf(new Node(null, "127.0.0.1", false, false), "orders"))
                .isEqualTo(NodeName.of("orders@127.0.0.1"));
    }

    @Test
    void aNameOfItsOwnWins() {
        assertThat(NodeNaming.nameOf(new Node("billing", "10.0.0.7", false, false), "orders"))
                .isEqualTo(NodeName.of("billing@10.0.0.7"));
    }

    @Test
    void shortNamesHaveAHostWithoutADot() {
        assertThat(NodeNaming.nameOf(new Node("a", "box", true, false), null))
                .isEqualTo(NodeName.of("a@box"));
    }

    @Test
    void withoutAnyNameTheMessageSaysWhichPropertyGivesOne() {
        assertThatExceptionOfType(NodeConfigurationException.class)
                .isThrownBy(() -> NodeNaming.nameOf(new Node(" ", "127.0.0.1", false, false), null))
                .withMessage("A cookie is set, but this node has no name.")
                .satisfies(refusal ->
                        assertThat(refusal.action()).contains("spring.application.name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders@10.0.0.7", "My Orders", "a.b", "é"})
    void aNameOfAnotherFormIsRefused(String name) {
        assertThatExceptionOfType(NodeConfigurationException.class)
                .isThrownBy(
                        () -> NodeNaming.nameOf(new Node(name, "127.0.0.1", false, false), null))
                .withMessageContaining("'" + name + "@127.0.0.1'")
                .withMessageContaining("name@host")
                .satisfies(refusal ->
                        assertThat(refusal.action()).contains("distributed-actors.node.name"));
    }

    @Test
    void aHostWithADotIsNoShortName() {
        assertThatExceptionOfType(NodeConfigurationException.class)
                .isThrownBy(() -> NodeNaming.nameOf(new Node("a", "10.0.0.7", true, false), null))
                .satisfies(refusal ->
                        assertThat(refusal.action())
                                .contains("distributed-actors.node.short-names to false"));
    }

    @Test
    void aHostWithoutADotIsNoLongName() {
        assertThatExceptionOfType(NodeConfigurationException.class)
                .isThrownBy(() -> NodeNaming.nameOf(new Node("a", "box", false, false), null))
                .satisfies(refusal ->
                        assertThat(refusal.action())
                                .contains("distributed-actors.node.short-names to true"));
    }
}
