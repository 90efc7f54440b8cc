package org.distributedactors.sample.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Optional;
import org.distributedactors.boot.state.KeptState;
import org.distributedactors.boot.state.StateStore;
import org.distributedactors.boot.state.SupersededException;
import org.distributedactors.term.Binary;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Keeps each state in a file, so that the sample needs no database; all its nodes are on one machine. Two that save in the same
/// moment may both think that they own it, which a database prevents: an application has a `JdbcStateStore` as soon as it
/// has a `DataSource`.
@Component
class FileStateStore implements StateStore {

    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final Path folder;

    FileStateStore(@Value("${sample.states}") Path folder) {
        this.folder = folder;
    }

    private Path file(String actor) {
        return folder.resolve(
                Base64.getUrlEncoder().encodeToString(actor.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Opened open(String actor) {
        ByteBuffer found = read(actor);
        long owner = found.getLong() + 1;
        int version = found.getInt();
        byte[] state = new byte[found.remaining()];
        found.get(state);
        write(actor, owner, version, state);
        return new Opened(
                owner,
                state.length == 0
                        ? Optional.empty()
                        : Optional.of(new KeptState(version, Binary.wrap(state))));
    }

    @Override
    public void save(String actor, long owner, KeptState state) {
        if (read(actor).getLong() != owner) {
            throw new SupersededException(actor);
        }
        write(actor, owner, state.version(), state.bytes().toByteArray());
    }

    @Override
    public void forget(String actor, long owner) {
        if (read(actor).getLong() == owner) {
            try {
                Files.deleteIfExists(file(actor));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private ByteBuffer read(String actor) {
        Path file = file(actor);
        try {
            return ByteBuffer.wrap(Files.exists(file) ? Files.readAllBytes(file) : new byte[HEAD]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Whole or not at all.
    private void write(String actor, long owner, int version, byte[] state) {
        ByteBuffer all = ByteBuffer.allocate(HEAD + state.length);
        all.putLong(owner).putInt(version).put(state);
        try {
            Files.createDirectories(folder);
            Path next = file(actor + "#" + owner);
            Files.write(next, all.array());
            Files.move(next, file(actor), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
