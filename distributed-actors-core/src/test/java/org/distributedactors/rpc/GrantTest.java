package org.distributedactors.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;

/// Which nodes a grant names.
class GrantTest {

    private static boolean allows(String pattern, String node) {
        return Grant.to(List.of(pattern)).allows(NodeName.of(node));
    }

    @Test
    void aStarStandsForAnyCharactersAndNothingElseDoes() {
        assertThat(allows("*", "a@h")).isTrue();
        assertThat(allows("billing@*", "billing@10.0.0.1")).isTrue();
        assertThat(allows("*@10.0.0.1", "billing@10.0.0.1")).isTrue();
        assertThat(allows("b*@*.1", "billing@10.0.0.1")).isTrue();
        assertThat(allows("billing@*", "xbilling@10.0.0.1")).isFalse();
        assertThat(allows("billing@10.0.0.1", "billing@10.0.0.1")).isTrue();
        assertThat(allows("billing@10.0.0.1", "billing@10.0.0.11")).isFalse();
        assertThat(allows("billing@10.0.0.1", "billing@10x0x0x1")).isFalse();
        assertThat(allows(".*", "a@h")).isFalse();
    }

    @Test
    void severalPatternsAreAlternatives() {
        Grant grant = Grant.to(List.of("a@h", "b@*"));

        assertThat(grant.allows(NodeName.of("a@h"))).isTrue();
        assertThat(grant.allows(NodeName.of("b@x"))).isTrue();
        assertThat(grant.allows(NodeName.of("a@x"))).isFalse();
    }

    @Test
    void nobodyIsNobody() {
        assertThat(Grant.NOBODY.allows(NodeName.of("a@h"))).isFalse();
        assertThat(Grant.to(List.of()).allows(NodeName.of("a@h"))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Grant.to(List.of(" ")));
    }
}
