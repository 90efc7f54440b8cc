package org.distributedactors.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A release of Erlang/OTP on this machine: the host's own, or one in a chroot that `scripts/otp-chroot` made. A chroot
/// shares the host's network, so its nodes are on the same loopback.
///
/// @param number the major release, for instance 27
/// @param root the folder of the chroot; null for the host
public record OtpRelease(int number, @Nullable Path root) implements Comparable<OtpRelease> {

    /// How many releases a build server must have.
    public static final int WANTED = 3;

    private static final Path CHROOTS = chroots();
    private static final List<OtpRelease> ALL = find();

    private static Path chroots() {
        String named = System.getenv("OTP_CHROOTS");
        String temporary = Objects.requireNonNullElse(System.getenv("TMPDIR"), "/tmp");
        return named == null ? Path.of(temporary, "distributed-actors-otp") : Path.of(named);
    }

    /// Every release found, the oldest first; none when the host has no `erl`.
    public static List<OtpRelease> all() {
        return ALL;
    }

    /// The host's own release.
    public static OtpRelease host() {
        return ALL.stream().filter(release -> release.root() == null).findFirst().orElseThrow();
    }

    /// Where chroots are looked for, for messages.
    public static Path home() {
        return CHROOTS;
    }

    private static List<OtpRelease> find() {
        List<OtpRelease> found = new ArrayList<>();
        if (hostHasErlang()) {
            found.add(new OtpRelease(ask(null), null));
        }
        if ("root".equals(System.getProperty("user.name")) && Files.isDirectory(CHROOTS)) {
            try (Stream<Path> folders = Files.list(CHROOTS)) {
                folders.filter(folder -> Files.exists(folder.resolve("made")))
                        .map(folder -> new OtpRelease(ask(folder), folder))
                        .forEach(found::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return found.stream().sorted().toList();
    }

    private static boolean hostHasErlang() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "erl")));
    }

    private static int ask(@Nullable Path root) {
        String release = "io:put_chars(erlang:system_info(otp_release)), halt().";
        List<String> command = command(root, List.of("erl", "-noshell", "-eval", release));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return Integer.parseInt(new String(process.getInputStream().readAllBytes(), UTF_8));
        } catch (IOException | NumberFormatException failure) {
            throw new IllegalStateException("erl does not run: " + command, failure);
        }
    }

    private static List<String> command(@Nullable Path root, List<String> program) {
        List<String> command = new ArrayList<>();
        if (root != null) {
            command.addAll(List.of("chroot", root.toString()));
        }
        command.addAll(program);
        return command;
    }

    /// The command that runs a program of this release.
    List<String> command(List<String> program) {
        return command(root, program);
    }

    /// A new folder that its programs can write to.
    Path newFolder(String prefix) throws IOException {
        return root == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(root.resolve("tmp"), prefix);
    }

    /// The folder as its programs see it.
    String inside(Path folder) {
        return root == null ? folder.toString() : "/" + root.relativize(folder);
    }

    /// The arguments with which `erl` finds the Elixir that belongs to this release; none when it has no Elixir.
    public List<String> elixirPath() {
        Path libraries =
                Objects.requireNonNullElse(root, Path.of("/")).resolve("usr/lib/elixir/lib");
        if (!Files.isDirectory(libraries)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(libraries)) {
            List<String> arguments = new ArrayList<>(List.of("-pa"));
            folders.map(folder -> "/usr/lib/elixir/lib/" + folder.getFileName() + "/ebin")
                    .forEach(arguments::add);
            return arguments;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public int compareTo(OtpRelease other) {
        return Comparator.comparingInt(OtpRelease::number).compare(this, other);
    }

    @Override
    public String toString() {
        return "OTP " + number;
    }
}
