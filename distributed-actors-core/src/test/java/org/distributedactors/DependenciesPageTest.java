package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/dependencies.md` names what the published modules depend on, and nothing else.
class DependenciesPageTest {

    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
                    Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @ParameterizedTest
    @ValueSource(strings = {"distributed-actors-core", "distributed-actors-spring-boot-starter"})
    void thePageNamesEachDependencyOfTheModule(String module) throws IOException {
        assertThat(rows(module)).containsExactlyInAnyOrderElementsOf(dependencies(module));
    }

    private static Set<String> dependencies(String module) throws IOException {
        String pom = Files.readString(JavaSource.top().resolve(module).resolve("pom.xml"));
        pom = pom.substring(0, pom.indexOf("<build>"));
        Set<String> found = new TreeSet<>();
        for (Matcher next = DEPENDENCY.matcher(pom); next.find(); ) {
            if (!next.group(3).contains("<scope>test</scope>")) {
                found.add(next.group(1) + ":" + next.group(2));
            }
        }
        return found;
    }

    private static List<String> rows(String module) throws IOException {
        Path page = JavaSource.top().resolve("docs").resolve("dependencies.md");
        List<String> found = new ArrayList<>();
        for (String section : Files.readString(page).split("(?m)^## ")) {
            if (section.startsWith(module + "\n")) {
                ROW.matcher(section).results().map(row -> row.group(1)).forEach(found::add);
            }
        }
        return found;
    }
}
