package org.distributedactors.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// S1: the five values that every codec encodes and decodes, and how long that takes. The same as `s1` in `bench.erl`.
public final class CodecValues {

    private static final long BASE = 0x123456789AL;
    private static final long WARM_UP = 1_000_000_000L;
    private static final int ROUND = 50;

    /// The fastest of so many short stretches counts: what else runs on the machine only adds.
    private static final int WINDOWS = 25;

    private CodecValues() {}

    public record Small(long n, String s) {}

    public record Inner(long id, String name) {}

    public record Map50(Map<String, Inner> m) {}

    public record Ints(int[] a) {}

    public record Bin(byte[] b) {}

    public record Rec100(
            long f0,
            String s0,
            long f1,
            String s1,
            long f2,
            String s2,
            long f3,
            String s3,
            long f4,
            String s4,
            long f5,
            String s5,
            long f6,
            String s6,
            long f7,
            String s7,
            long f8,
            String s8,
            long f9,
            String s9,
            long f10,
            String s10,
            long f11,
            String s11,
            long f12,
            String s12,
            long f13,
            String s13,
            long f14,
            String s14,
            long f15,
            String s15,
            long f16,
            String s16,
            long f17,
            String s17,
            long f18,
            String s18,
            long f19,
            String s19,
            long f20,
            String s20,
            long f21,
            String s21,
            long f22,
            String s22,
            long f23,
            String s23,
            long f24,
            String s24,
            long f25,
            String s25,
            long f26,
            String s26,
            long f27,
            String s27,
            long f28,
            String s28,
            long f29,
            String s29,
            long f30,
            String s30,
            long f31,
            String s31,
            long f32,
            String s32,
            long f33,
            String s33,
            long f34,
            String s34,
            long f35,
            String s35,
            long f36,
            String s36,
            long f37,
            String s37,
            long f38,
            String s38,
            long f39,
            String s39,
            long f40,
            String s40,
            long f41,
            String s41,
            long f42,
            String s42,
            long f43,
            String s43,
            long f44,
            String s44,
            long f45,
            String s45,
            long f46,
            String s46,
            long f47,
            String s47,
            long f48,
            String s48,
            long f49,
            String s49) {}

    /// One way of a codec.
    public interface Way {
        Object go(Object value) throws Exception;
    }

    /// A codec for one value.
    public record Codec(Way encode, Way decode) {}

    /// Makes the codec of one side for a type.
    public interface Codecs {
        Codec of(Class<?> type) throws Exception;
    }

    public static Map<String, Object> all() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("small", new Small(BASE + 1, "abcdefghijklmnop"));
        Map<String, Inner> entries = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            entries.put("key%05d".formatted(i), new Inner(BASE + i, name(i)));
        }
        values.put("map50", new Map50(entries));
        int[] ints = new int[1000];
        Arrays.setAll(ints, i -> i * 1000 + 300);
        values.put("ints1000", new Ints(ints));
        byte[] bytes = new byte[1024];
        Arrays.fill(bytes, (byte) 7);
        values.put("bin1k", new Bin(bytes));
        Object[] components = new Object[100];
        for (int i = 0; i < 50; i++) {
            components[2 * i] = BASE + i;
            components[2 * i + 1] = name(i);
        }
        values.put("rec100", rec100(components));
        return values;
    }

    private static Object rec100(Object[] components) {
        try {
            return Rec100.class.getConstructors()[0].newInstance(components);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String name(int i) {
        return "name%04d".formatted(i);
    }

    /// Reports time and allocation of both ways, and the size, for each value. All values are warmed up before the first is
    /// measured, so that no codec has code made for one type alone.
    public static void report(String who, Codecs codecs) throws Exception {
        Map<String, Codec> made = new LinkedHashMap<>();
        for (Map.Entry<String, Object> value : all().entrySet()) {
            Codec codec = codecs.of(value.getValue().getClass());
            made.put(value.getKey(), codec);
            byte[] bytes = (byte[]) codec.encode().go(value.getValue());
            if (!Arrays.equals((byte[]) codec.encode().go(codec.decode().go(bytes)), bytes)) {
                throw new IllegalStateException(value.getKey() + " does not come back equal");
            }
        }
        for (Map.Entry<String, Object> value : all().entrySet()) {
            warmUp(made.get(value.getKey()), value.getValue());
        }
        for (Map.Entry<String, Object> value : all().entrySet()) {
            String name = value.getKey();
            Codec codec = made.get(name);
            Object bytes = codec.encode().go(value.getValue());
            measure(who, "enc," + name, codec.encode(), value.getValue());
            measure(who, "dec," + name, codec.decode(), bytes);
            Report.report(who, "S1", "size," + name, "size", "B", ((byte[]) bytes).length);
        }
    }

    private static void warmUp(Codec codec, Object value) throws Exception {
        Object bytes = codec.encode().go(value);
        for (long end = System.nanoTime() + WARM_UP; System.nanoTime() < end; ) {
            times(codec.encode(), value, ROUND);
            times(codec.decode(), bytes, ROUND);
        }
    }

    private static void measure(String who, String variant, Way way, Object value)
            throws Exception {
        times(way, value, 1000);
        double fastest = Double.MAX_VALUE;
        int count = 1000;
        for (int i = 0; i < WINDOWS; i++) {
            long from = System.nanoTime();
            times(way, value, count);
            double each = (System.nanoTime() - from) / (double) count;
            fastest = Math.min(fastest, each);
            count = (int) Math.max(1000, Report.scale(20_000_000) / fastest);
        }
        Report.report(who, "S1", variant, "time", "ns/op", fastest);
        long before = allocated();
        times(way, value, count);
        Report.report(who, "S1", variant, "allocated", "B/op", (allocated() - before) / count);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /// The results are kept, so that no compiler finds that nobody wants them.
    private static volatile Object sink;

    private static void times(Way way, Object value, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            sink = way.go(value);
        }
    }

    /// What codecs that want to know their classes beforehand are told.
    public static List<Class<?>> classes() {
        return List.of(
                Small.class,
                Inner.class,
                Map50.class,
                Ints.class,
                Bin.class,
                Rec100.class,
                LinkedHashMap.class,
                int[].class,
                byte[].class);
    }
}
