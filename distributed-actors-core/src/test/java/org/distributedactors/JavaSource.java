package org.distributedactors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A source file, read just well enough for {@link TidyTest} and {@link HouseTest}.
///
/// @param path relative to the top of the repository
record JavaSource(Path path, String text) {

    record Method(String name, int firstLine, int lines) {}

    /// In this order: text block, string, character, block comment, line comment.
    private static final Pattern NOT_CODE =
            // Possessive throughout: a literal of any length needs no stack.
            Pattern.compile(
                    """
                    ""\"[^\\\\"]*+(?:(?:\\\\.|"(?!""))[^\\\\"]*+)*+""\"|"(?:[^"\\\\\\n]++|\\\\.)*+"\
                    |'(?:[^'\\\\\\n]++|\\\\.)++'|/\\*.*?\\*/|//[^\\n]*+\
                    """,
                    Pattern.DOTALL);

    private static final Pattern THROWS = Pattern.compile("\\sthrows\\s[\\w.,@\\s]+$");
    private static final Pattern COMPACT_CONSTRUCTOR =
            Pattern.compile("(?:public |protected |private )?([A-Z]\\w*)");
    private static final Pattern NAMED = Pattern.compile("(.*?)(\\w+)\\s*$", Pattern.DOTALL);
    private static final Pattern NO_METHOD_AFTER =
            Pattern.compile("(?:.*\\W)?(?:new|record)\\s+|.*\\.\\s*", Pattern.DOTALL);
    private static final Set<String> STATEMENTS =
            Set.of("if", "for", "while", "switch", "catch", "synchronized", "try", "case");

    /// Every Java file below `src` of every module.
    static List<JavaSource> all() {
        Path top = top();
        try (Stream<Path> modules = Files.list(top)) {
            return modules.filter(module -> Files.exists(module.resolve("pom.xml")))
                    .map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(source -> below(source, top))
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Stream<JavaSource> below(Path directory, Path top) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> new JavaSource(top.relativize(file), read(file)))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(file.toString(), unreadable);
        }
    }

    /// Maven starts tests in their module, an IDE perhaps at the top.
    static Path top() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("distributed-actors-core"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("Not started inside the repository");
            }
        }
        return directory;
    }

    /// Failure messages list sources; their text would hide which.
    @Override
    public String toString() {
        return path.toString();
    }

    boolean isMain() {
        return path.toString().replace('\\', '/').contains("/src/main/java/");
    }

    int lines() {
        return (int) text.lines().count();
    }

    /// The text with comments and literals blanked, every line where it was.
    String code() {
        return NOT_CODE.matcher(text).replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
    }

    /// Methods and constructors with a body, found by their braces.
    List<Method> methods() {
        String code = code();
        List<Method> methods = new ArrayList<>();
        Deque<Opening> open = new ArrayDeque<>();
        int headerStart = 0;
        for (int at = 0; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '{') {
                open.push(opening(code, headerStart, at));
            } else if (c == '}' && !open.isEmpty()) {
                Opening opening = open.pop();
                if (!opening.name().isEmpty()) {
                    int first = lineOf(code, opening.at());
                    methods.add(new Method(opening.name(), first, lineOf(code, at) - first + 1));
                }
            }
            if (c == '{' || c == '}' || c == ';') {
                headerStart = at + 1;
            }
        }
        return methods;
    }

    /// What a brace opens; the name is empty unless it is a method.
    private record Opening(String name, int at) {}

    private static Opening opening(String code, int from, int brace) {
        String header =
                THROWS.matcher(code.substring(from, brace)).replaceFirst("").stripTrailing();
        var compact = COMPACT_CONSTRUCTOR.matcher(header.strip());
        if (compact.matches()) {
            return new Opening(compact.group(1), brace);
        }
        var named = NAMED.matcher(header.substring(0, matchingParenthesis(header)));
        if (!named.matches()
                || STATEMENTS.contains(named.group(2))
                || NO_METHOD_AFTER.matcher(named.group(1)).matches()) {
            return new Opening("", brace);
        }
        return new Opening(named.group(2), from + named.start(2));
    }

    /// Where the parenthesis opens that the header ends with, or 0.
    private static int matchingParenthesis(String header) {
        int depth = 0;
        for (int at = header.length() - 1; at >= 0 && header.endsWith(")"); at--) {
            depth += header.charAt(at) == ')' ? 1 : header.charAt(at) == '(' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return 0;
    }

    private static int lineOf(String code, int at) {
        return 1 + (int) code.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
