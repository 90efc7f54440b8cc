package org.distributedactors.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of this library, as the build wrote it beside the classes; `unknown` where something else than the build put
/// them there.
final class LibraryVersion {

    private static final String UNKNOWN = "unknown";

    static final String VALUE = read();

    private LibraryVersion() {}

    private static String read() {
        try (InputStream in = LibraryVersion.class.getResourceAsStream("library.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            String version = properties.getProperty("version", UNKNOWN);
            return version.startsWith("$") ? UNKNOWN : version;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
