package org.distributedactors;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails the class of tests after which Netty tells of a buffer that nobody released. Where it tracks every buffer, it is made to
/// look after each class; else it tells of a few, whenever it does.
public final class Leaks implements BeforeAllCallback, AfterAllCallback {

    private static final Duration COLLECTED = Duration.ofSeconds(5);
    private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

    static {
        ByteBufUtil.setLeakListener((type, records) -> TOLD.add("LEAK: " + type + records));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // To be loaded before the first buffer is lost.
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (ResourceLeakDetector.getLevel() == ResourceLeakDetector.Level.PARANOID) {
            look();
        }
        assertThat(told()).as("buffers that nobody released").isEmpty();
    }

    /// What Netty told since it was asked last.
    static List<String> told() {
        List<String> told = new ArrayList<>();
        for (String leak = TOLD.poll(); leak != null; leak = TOLD.poll()) {
            told.add(leak);
        }
        return told;
    }

    /// Has lost buffers collected, and Netty see which.
    static void look() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> lost = new WeakReference<>(new Object(), collected);
        System.gc();
        collected.remove(COLLECTED.toMillis());
        lost.clear();
        // It looks when it is about to track another.
        ByteBufAllocator.DEFAULT.buffer().release();
    }
}
