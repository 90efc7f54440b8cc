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
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What all nodes of a cluster told, and what can be said of it afterwards.
final class History {

    /// Two nodes that have been connected for so long know each other's names.
    private static final long JOINED_NANOS = 3_000_000_000L;

    /// Within such a time after nodes met, one of two owners of a name has lost it.
    private static final long SETTLED_NANOS = 10_000_000_000L;

    private static final int PRINTED = 200;
    private static final String LEAK = "LEAK";

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

    /// An owner's time with a name: from when its registration began, when that had succeeded, and when it gave the name
    /// back or ended.
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
        if (printed.size() < PRINTED || line.contains(LEAK)) {
            printed.add(node + ": " + line);
        }
    }

    /// What Netty told of buffers that nobody released.
    List<String> leaks() {
        return printed.stream().filter(line -> line.contains(LEAK)).toList();
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

    /// Names that two processes had at once on two nodes that had been connected all the while, which B5 excludes: where
    /// the second got it while they were, and where both kept it although they were connected long enough to settle it. Also
    /// where a node found another owner than the one that had the name on a node connected so long with it.
    List<String> sharedNames() {
        Map<String, List<Tenure>> tenures = new HashMap<>();
        tenures()
                .forEach(tenure ->
                        tenures.computeIfAbsent(tenure.name(), name -> new ArrayList<>())
                                .add(tenure));
        return Stream.concat(
                        tenures.values().stream().flatMap(this::shared),
                        events.stream()
                                .filter(event -> event.kind().equals("sees"))
                                .flatMap(seen ->
                                        tenures
                                                .getOrDefault(seen.words().getFirst(), List.of())
                                                .stream()
                                                .filter(tenure -> contradicts(seen, tenure))
                                                .map(tenure -> tenure + " and " + seen)))
                .toList();
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
                && first.had() <= second.had()
                && second.had() < first.given()
                && (gets(first, second) || keep(first, second));
    }

    private boolean gets(Tenure first, Tenure second) {
        return first.had() < second.asked()
                && together(
                        first.node(), second.node(), JOINED_NANOS, second.asked(), second.had());
    }

    private boolean keep(Tenure first, Tenure second) {
        long end = Math.min(Math.min(first.given(), second.given()), events.getLast().at());
        // A loss of the connection ends what both could know.
        LongStream losses =
                events.stream()
                        .filter(event -> event.kind().equals("nodedown"))
                        .mapToLong(event -> event.at() - 1)
                        .filter(at -> second.had() < at && at < end);
        return LongStream.concat(losses, LongStream.of(end))
                .anyMatch(at -> together(first.node(), second.node(), SETTLED_NANOS, at, at));
    }

    private boolean contradicts(Event seen, Tenure tenure) {
        return !seen.words().get(1).equals(tenure.owner())
                && tenure.had() < seen.at()
                && seen.at() < tenure.given()
                && together(seen.node(), tenure.node(), SETTLED_NANOS, seen.at(), seen.at());
    }

    private boolean together(String one, String other, long joined, long from, long to) {
        return connected(one, other, joined, from, to) && connected(other, one, joined, from, to);
    }

    private boolean connected(String node, String other, long joined, long from, long to) {
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
        return last != null && last.kind().equals("nodeup") && last.at() < from - joined;
    }

    private List<Tenure> tenures() {
        return events.stream()
                .filter(event -> event.kind().equals("has"))
                .map(this::tenure)
                .toList();
    }

    private Tenure tenure(Event has) {
        String name = has.words().get(0);
        String owner = has.words().get(1);
        long given =
                events.stream()
                        .filter(later -> ends(later, has))
                        .mapToLong(Event::at)
                        .min()
                        .orElse(Long.MAX_VALUE);
        return new Tenure(
                has.node(), name, owner, Long.parseLong(has.words().get(2)), has.at(), given);
    }

    /// The owner gave the name back, or its node has begun another life.
    private static boolean ends(Event later, Event has) {
        if (!later.node().equals(has.node())) {
            return false;
        }
        return later.kind().equals("begins") && later.at() > has.at()
                || later.is("gives", has.words().get(0))
                        && later.words().get(1).equals(has.words().get(1));
    }
}
