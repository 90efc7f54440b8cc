package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/evidence/README.md` and the root `pom.xml` name the same promises, and only tests that there are.
class EvidencePageTest {

    private static final Pattern PROFILE =
            Pattern.compile(
                    "<id>evidence-(\\w+)</id>.*?<it\\.test>([^<]+)</it\\.test>", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (B\\d+) \\|");

    @Test
    void eachPromiseOfThePageHasACommandAndTheOtherWayRound() throws IOException {
        String page =
                Files.readString(JavaSource.top().resolve("docs/evidence").resolve("README.md"));
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
