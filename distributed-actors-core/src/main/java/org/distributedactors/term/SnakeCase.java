package org.distributedactors.term;

/// How Java's names look in Erlang: records, constants, components and methods alike. The only place that says so.
public final class SnakeCase {

    private SnakeCase() {}

    /// A name in lower snake case: `PlaceBid` and `placeBid` become `place_bid`, `HTTPServer` becomes
    /// `http_server`, and `PLACED_LATE` becomes `placed_late`.
    public static String of(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            if (startsWord(name, i)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(name.charAt(i)));
        }
        return snake.toString();
    }

    private static boolean startsWord(String name, int at) {
        if (at == 0 || !Character.isUpperCase(name.charAt(at))) {
            return false;
        }
        char before = name.charAt(at - 1);
        boolean endsAbbreviation =
                Character.isUpperCase(before)
                        && at + 1 < name.length()
                        && Character.isLowerCase(name.charAt(at + 1));
        return Character.isLowerCase(before) || Character.isDigit(before) || endsAbbreviation;
    }
}
