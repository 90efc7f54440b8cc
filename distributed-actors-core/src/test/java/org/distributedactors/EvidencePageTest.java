package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/evidence` and the root `pom.xml` name the same promises and the same tests, and only tests that there are.
class EvidencePageTest {

    private static final Path EVIDENCE = JavaSource.top().resolve("docs/evidence");
    private static final Pattern PROFILE =
            Pattern.compile(
                    "<id>evidence-(\\w+)</id>.*?<it\\.test>([^<]+)</it\\.test>", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (B\\d+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\b");
    private static final Pattern FAULT = Pattern.compile("(?m)^\\| \\d.*$");

    /// Its node has a JVM of its own, and the flood takes minutes.
    private static final String FLOOD = "HandshakeFloodIT";

    @Test
    void eachPromiseOfThePageHasACommandAndTheOtherWayRound() throws IOException {
        String page = Files.readString(EVIDENCE.resolve("README.md"));
        Set<String> promised =
                ROW.matcher(page).results().map(row -> row.group(1)).collect(Collectors.toSet());

        assertThat(promises().keySet())
                .filteredOn(promise -> promise.startsWith("B"))
                .containsExactlyInAnyOrderElementsOf(promised);
    }

    @Test
    void eachTestOfAPromiseIsThere() throws IOException {
        Set<String> classes =
                JavaSource.all().stream()
                        .map(source -> source.path().getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toSet());

        assertThat(promises().values())
                .allSatisfy(tests ->
                        assertThat(tests.split(","))
                                .allSatisfy(test -> assertThat(classes).anyMatch(fits(test))));
    }

    @Test
    void allBadInputIsSentInTheRunOfItsPromise() throws IOException {
        String page = Files.readString(EVIDENCE.resolve("bad-input.md"));

        assertThat(tests("B2"))
                .containsAll(named(page).filter(test -> !test.equals(FLOOD)).toList());
    }

    @Test
    void allFaultsAreLivedThroughInOneRun() throws IOException {
        String page = Files.readString(EVIDENCE.resolve("faults.md"));
        String rows =
                FAULT.matcher(page)
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.joining("\n"));

        assertThat(rows).isNotEmpty();
        assertThat(tests("faults")).containsAll(named(rows).toList());
    }

    private static Stream<String> named(String text) {
        return TEST.matcher(text).results().map(name -> name.group(1)).distinct();
    }

    private static List<String> tests(String promise) throws IOException {
        return List.of(promises().get(promise).split(","));
    }

    private static Predicate<String> fits(String test) {
        return Pattern.compile(test.strip().replace("*", "\\w*")).asMatchPredicate();
    }

    private static Map<String, String> promises() throws IOException {
        String pom = Files.readString(JavaSource.top().resolve("pom.xml"));
        Map<String, String> found = new TreeMap<>();
        for (Matcher profile = PROFILE.matcher(pom); profile.find(); ) {
            found.put(profile.group(1), profile.group(2));
        }
        return found;
    }
}
