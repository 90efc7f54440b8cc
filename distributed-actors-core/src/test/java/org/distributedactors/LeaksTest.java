package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Netty is heard when it tells of a leak, and only then.
class LeaksTest {

    private final Level before = ResourceLeakDetector.getLevel();

    @BeforeEach
    void trackAll() {
        ResourceLeakDetector.setLevel(Level.PARANOID);
    }

    @AfterEach
    void trackAsBefore() {
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void aBufferThatNobodyReleasesIsTold() {
        ByteBufAllocator.DEFAULT.buffer();

        await().until(() -> {
            Leaks.look();
            return Leaks.told().stream().anyMatch(leak -> leak.contains("LEAK"));
        });
    }

    @Test
    void aBufferThatIsReleasedIsNot() throws InterruptedException {
        ByteBufAllocator.DEFAULT.buffer().release();

        Leaks.look();

        assertThat(Leaks.told()).isEmpty();
    }
}
