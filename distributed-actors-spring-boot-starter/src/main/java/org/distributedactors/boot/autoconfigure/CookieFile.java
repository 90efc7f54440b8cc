package org.distributedactors.boot.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.Resource;

/// Reads a cookie from a file as Erlang does: the first line, and only of a file that its owner alone may read.
///
/// @see <a href="https://www.erlang.org/doc/system/distributed.html#security">Distributed Erlang, Security</a>
final class CookieFile {

    private static final String PROPERTY = "distributed-actors.cookie-file";

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private CookieFile() {}

    /// @param location a path, or a resource with the prefix that says of which kind. A property of the type {@link Resource} would
    ///     have a bare path looked for on the class path, or in the web application
    /// @throws InvalidConfigurationPropertyValueException when there is no such file, it is empty, or others may read it
    static String read(String location) {
        return read(ApplicationResourceLoader.get().getResource(location));
    }

    /// @throws InvalidConfigurationPropertyValueException when there is no such file, it is empty, or others may read it
    static String read(Resource file) {
        try {
            if (file.isFile() && isOpenToOthers(file.getFile().toPath())) {
                throw refused(
                        file,
                        "Others than its owner may use this file; 'chmod 400' closes it",
                        null);
            }
            String cookie = firstLine(file);
            if (cookie.isEmpty()) {
                throw refused(
                        file,
                        "The first line of this file is empty; it must hold the cookie",
                        null);
            }
            return cookie;
        } catch (IOException failure) {
            throw refused(file, "This file cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static boolean isOpenToOthers(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    }

    private static String firstLine(Resource file) throws IOException {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                file.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String line = lines.readLine();
            return line == null ? "" : line.strip();
        }
    }

    private static InvalidConfigurationPropertyValueException refused(
            Resource file, String sentence, @Nullable Throwable cause) {
        return new InvalidConfigurationPropertyValueException(PROPERTY, file, sentence, cause);
    }
}
