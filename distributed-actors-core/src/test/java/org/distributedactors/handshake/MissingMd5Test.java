package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A JVM without MD5, as in a FIPS mode, cannot be a node, and says so when the cookie is given and not at the first handshake.
class MissingMd5Test {

    @TempDir private Path directory;

    /// What runs in that JVM.
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            try {
                Cookie.of("a-cookie-for-tests");
                IO.println("taken");
            } catch (IllegalStateException refused) {
                IO.println(refused.getMessage());
            }
        }
    }

    @Test
    void aJvmWithoutMd5IsToldSoAtOnce() throws IOException {
        Path properties = directory.resolve("java.security");
        Files.writeString(properties, "security.provider.1=SunEC\n");
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.security.properties==" + properties,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (var output = jvm.getInputStream()) {
            assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("needs MD5, which this JVM does not offer");
        }
    }
}
