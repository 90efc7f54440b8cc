package org.distributedactors.rpc;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.distributedactors.term.NodeName;

/// Which other nodes something is open to. A pattern is a node's name in which `*` stands for any characters, such as
/// `billing@*`; who is named by none of them is refused.
///
/// What a node is called is proved by the cookie alone, or by its certificate where `ssl.verify-peer` says `node`.
public final class Grant {

    /// Every node of the cluster.
    public static final Grant ANYBODY = new Grant(List.of("*"));

    /// No other node.
    public static final Grant NOBODY = new Grant(List.of());

    private final List<String> patterns;
    private final boolean anybody;
    private final Pattern regex;

    private Grant(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        this.anybody = patterns.contains("*");
        this.regex =
                Pattern.compile(
                        patterns.stream()
                                .map(Grant::regex)
                                .collect(Collectors.joining("|", "(?:", ")")));
    }

    /// @throws IllegalArgumentException when a pattern is blank
    public static Grant to(List<String> patterns) {
        if (patterns.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a blank pattern names no node");
        }
        return new Grant(patterns);
    }

    private static String regex(String pattern) {
        return Arrays.stream(pattern.strip().split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
    }

    /// Whether the node is granted it.
    public boolean allows(NodeName peer) {
        return anybody || (!patterns.isEmpty() && regex.matcher(peer.toString()).matches());
    }

    /// Whether both name the same, by the same patterns.
    @Override
    public boolean equals(Object other) {
        return other instanceof Grant that && patterns.equals(that.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    @Override
    public String toString() {
        return "Grant" + patterns;
    }
}
