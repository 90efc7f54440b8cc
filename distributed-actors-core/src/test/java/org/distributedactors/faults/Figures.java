package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.distributedactors.node.Node;

/// What a node holds of the machine.
///
/// @param heap bytes in use after a collection
/// @param threads platform threads
/// @param descriptors open files and sockets
/// @param direct bytes outside of the heap, the pools of the network included
/// @param monitors that have not fired
/// @param processes that live
record Figures(
        long heap, long threads, long descriptors, long direct, long monitors, long processes) {

    private static final long MEBIBYTE = 1 << 20;

    static Figures now(Node node) {
        System.gc();
        var pool = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        return new Figures(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getOpenFileDescriptorCount(),
                pool.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum() + pooled(),
                node.processes().monitors().activeCount(),
                node.processes().processCount());
    }

    private static long pooled() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
                ? allocator.metric().usedDirectMemory()
                : 0;
    }

    /// No more is held than before, the heap aside.
    void assertBackTo(Figures before) {
        assertThat(threads).as("threads").isLessThanOrEqualTo(before.threads + 4);
        assertThat(descriptors).as("descriptors").isLessThanOrEqualTo(before.descriptors + 2);
        assertThat(monitors).as("monitors").isEqualTo(before.monitors);
        assertThat(processes).as("processes").isEqualTo(before.processes);
        assertThat(direct).as("direct memory").isLessThanOrEqualTo(before.direct + 8 * MEBIBYTE);
    }

    static Figures parse(String text) {
        long[] values = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Figures(values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    @Override
    public String toString() {
        return Arrays.stream(new long[] {heap, threads, descriptors, direct, monitors, processes})
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
