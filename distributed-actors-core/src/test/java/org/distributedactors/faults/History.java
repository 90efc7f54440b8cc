package org.distributedactors.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What all nodes of a cluster told, and what can be said of it afterwards.
final class History {

    /// Two nodes that have been connected for so long know each other's names.
    private static final long JOINED_NANOS = 3_000_000_000L;

    private static final int PRINTED = 200;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> printed = new CopyOnWriteArrayList<>();

    /// @param node who told it
    /// @param at the moment, of the clock that all share
    record Event(String node, long at, String kind, List<String> words) {

        boolean is(String wanted, String first) {
            return kind.equals(wanted) && words.getFirst().equals(first);
        }

        String text() {
            return kind + " " + String.join(" ", words);
        }
    }

    /// An owner's time with a name: from when its registration began, when that had succeeded, and when it gave the name back.
    private record Tenure(
            String node, String name, String owner, long asked, long had, long given) {}

    void add(String node, String line) {
        String[] words = line.split(" ");
        events.add(
                new Event(
                        node,
                        Long.parseLong(words[0]),
                        words[1],
                        Arrays.asList(words).subList(2, words.length)));
    }

    void printed(String node, String line) {
        if (printed.size() < PRINTED) {
            printed.add(node + ": " + line);
        }
    }

    /// What nodes printed besides.
    List<String> printed() {
        return List.copyOf(printed);
    }

    List<String> broken(String node) {
        return events.stream()
                .filter(event -> event.node().equals(node) && event.kind().equals(EventLog.BROKEN))
                .map(Event::text)
                .toList();
    }

    /// The first such event of a node at or after a moment.
    Optional<Event> first(String node, long since, String kind, String firstWord) {
        return events.stream()
                .filter(event ->
                        event.node().equals(node)
                                && event.at() >= since
                                && event.is(kind, firstWord))
                .min(Comparator.comparingLong(Event::at));
    }

    /// How many such events of all nodes there were since a moment.
    long count(long since, Predicate<Event> fits) {
        return events.stream().filter(event -> event.at() >= since).filter(fits).count();
    }

    List<Event> since(long moment) {
        return events.stream().filter(event -> event.at() >= moment).toList();
    }

    /// Names that two processes had at once on two nodes that had been connected all the while, which B5 excludes.
    List<String> sharedNames() {
        Map<String, List<Tenure>> tenures = new HashMap<>();
        tenures()
                .forEach(tenure ->
                        tenures.computeIfAbsent(tenure.name(), name -> new ArrayList<>())
                                .add(tenure));
        return tenures.values().stream().flatMap(this::shared).toList();
    }

    private Stream<String> shared(List<Tenure> ofOneName) {
        return ofOneName.stream()
                .flatMap(first ->
                        ofOneName.stream()
                                .filter(second -> overlap(first, second))
                                .map(second -> first + " and " + second));
    }

    private boolean overlap(Tenure first, Tenure second) {
        return !first.owner().equals(second.owner())
                && first.had() < second.asked()
                && second.had() < first.given()
                && connected(first.node(), second.node(), second.asked(), second.had())
                && connected(second.node(), first.node(), second.asked(), second.had());
    }

    private boolean connected(String node, String other, long from, long to) {
        if (node.equals(other)) {
            return true;
        }
        Event last = null;
        for (Event event : events) {
            if (event.node().equals(node)
                    && event.at() <= to
                    && (event.is("nodeup", other) || event.is("nodedown", other))) {
                last = event;
            }
        }
        return last != null && last.kind().equals("nodeup") && last.at() < from - JOINED_NANOS;
    }

    private List<Tenure> tenures() {
        List<Tenure> tenures = new ArrayList<>();
        for (Event event : events) {
            if (event.kind().equals("has")) {
                String name = event.words().get(0);
                String owner = event.words().get(1);
                long given =
                        events.stream()
                                .filter(later ->
                                        later.is("gives", name)
                                                && later.words().get(1).equals(owner))
                                .mapToLong(Event::at)
                                .findFirst()
                                .orElse(event.at());
                long asked = Long.parseLong(event.words().get(2));
                tenures.add(new Tenure(event.node(), name, owner, asked, event.at(), given));
            }
        }
        return tenures;
    }
}
