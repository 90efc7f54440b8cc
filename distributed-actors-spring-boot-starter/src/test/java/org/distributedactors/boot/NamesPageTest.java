package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java code of `docs/names.md` compiles against the starter, as it stands there.
class NamesPageTest {

    private static final String BEFORE =
            """
            import javax.sql.DataSource;
            import org.distributedactors.boot.actor.Actor;
            import org.distributedactors.boot.actor.ActorClient;
            import org.distributedactors.boot.actor.Group;
            import org.distributedactors.boot.actor.ImportActorClients;
            import org.distributedactors.boot.exclusive.JdbcFencingTokens;
            import org.distributedactors.boot.exclusive.Lease;
            import org.distributedactors.boot.exclusive.LeaseAware;
            import org.distributedactors.pg.GroupMonitor;
            import org.distributedactors.pg.GroupRef;
            import org.distributedactors.pg.PgScope;
            import org.distributedactors.pg.ProcessGroups;
            import org.distributedactors.term.Pid;
            import org.springframework.context.annotation.Bean;
            import org.springframework.context.annotation.Configuration;
            import org.springframework.integration.jdbc.lock.DefaultLockRepository;
            import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
            import org.springframework.stereotype.Component;

            interface OrderListener { void placed(String order); }
            interface Ledger { void book(long cents); }
            record Job(String order) {}
            """;

    @Test
    void theJavaBlocksCompile(@TempDir Path classes) throws IOException {
        MarkdownCode page = MarkdownCode.of(Path.of("..", "docs", "names.md"));

        assertThat(page.code()).contains("@Group", "exclusive = true");
        assertThat(page.errors("Names", BEFORE, classes)).isEmpty();
    }
}
