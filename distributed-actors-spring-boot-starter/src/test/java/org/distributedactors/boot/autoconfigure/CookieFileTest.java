package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class CookieFileTest {

    @TempDir Path directory;

    @Test
    void theFirstLineIsTheCookie() throws IOException {
        assertThat(CookieFile.read(file("ABCDEF \r\nmore\n", "r--------"))).isEqualTo("ABCDEF");
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        Resource file = file("do-not-show-me", "rw-r-----");

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> CookieFile.read(file))
                .withMessageContaining("chmod 400")
                .withMessageNotContaining("do-not-show-me");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Resource file = file("\n", "rw-------");

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> CookieFile.read(file))
                .withMessageContaining("must hold the cookie");
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(
                        () -> CookieFile.read(new FileSystemResource(directory.resolve("none"))))
                .withMessageContaining("cannot be read");
    }

    @Test
    void aResourceThatIsNoFileHasNoOwner() {
        Resource resource = new ByteArrayResource("ABCDEF\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(CookieFile.read(resource)).isEqualTo("ABCDEF");
    }

    private Resource file(String text, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("cookie"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return new FileSystemResource(file);
    }
}
