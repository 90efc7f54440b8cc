package org.distributedactors.mapping;

/// A value that cannot be written, or bytes that do not fit the declared type.
///
/// The message begins with the path from the outermost type to the culprit, such as `Order.lines[3].price`.
/// It holds names of types, components and tags, and never the content of a message.
public final class MappingException extends RuntimeException {

    private final String problem;
    private final StringBuilder segments = new StringBuilder();
    private String root = "";

    public MappingException(String problem) {
        super(problem);
        this.problem = problem;
    }

    public MappingException(String problem, Throwable cause) {
        super(problem, cause);
        this.problem = problem;
    }

    /// The same failure seen from one level further out: nothing is paid for paths until something fails.
    ///
    /// @param root the name of the type on this level
    /// @param segment where in this type, such as `.price` or `[3]`; empty for the type itself
    static MappingException at(RuntimeException failure, String root, String segment) {
        MappingException located = of(failure);
        located.root = root;
        located.segments.insert(0, segment);
        return located;
    }

    /// The same failure seen from outside, where its path begins unless it has a beginning already.
    static MappingException in(String root, RuntimeException failure) {
        MappingException located = of(failure);
        if (located.root.isEmpty()) {
            located.root = root;
        }
        return located;
    }

    private static MappingException of(RuntimeException failure) {
        return failure instanceof MappingException mapping
                ? mapping
                : new MappingException(describe(failure), failure);
    }

    private static String describe(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /// Where it happened, such as `Order.lines[3].price`; empty when only a part without a name was tried.
    public String path() {
        return root + segments;
    }

    @Override
    public String getMessage() {
        String path = path();
        return path.isEmpty() ? problem : path + ": " + problem;
    }
}
