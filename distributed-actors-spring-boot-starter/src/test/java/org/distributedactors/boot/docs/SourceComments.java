package org.distributedactors.boot.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands above a type in its source.
final class SourceComments {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*///[ \\t]?(.*)$");
    private static final Pattern PARAM = Pattern.compile("@param (\\w+) ((?:(?!@param)[\\s\\S])*)");

    private SourceComments() {}

    /// The comment of a type, lines joined.
    static String of(Class<?> type) throws IOException {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        String source =
                Files.readString(SOURCES.resolve(outer.getName().replace('.', '/') + ".java"));
        Pattern above =
                Pattern.compile(
                        "((?:[ \\t]*///[^\\n]*\\n)+)(?:[ \\t]*@[^\\n]*\\n)*[ \\t]*public (?:final"
                                + " )?(?:record|class|interface) "
                                + type.getSimpleName()
                                + "\\b");
        Matcher found = above.matcher(source);
        if (!found.find()) {
            throw new AssertionError("no comment above " + type.getName());
        }
        StringBuilder text = new StringBuilder();
        for (MatchResult line : LINE.matcher(found.group(1)).results().toList()) {
            text.append(line.group(1).strip()).append('\n');
        }
        return text.toString();
    }

    /// The texts of its components by name.
    static Map<String, String> params(Class<?> type) throws IOException {
        Map<String, String> params = new LinkedHashMap<>();
        for (MatchResult param : PARAM.matcher(of(type)).results().toList()) {
            params.put(param.group(1), joined(param.group(2)));
        }
        return params;
    }

    /// What comes before the first empty line.
    static String firstParagraph(Class<?> type) throws IOException {
        return joined(of(type).split("\\n\\n|\\n@param|\\n\\|")[0]);
    }

    private static String joined(String text) {
        return text.strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@link (?:[\\w.]+\\.)?(\\w+)}", "`$1`");
    }
}
