package org.distributedactors.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Scale, repetitions and the one-line result format, the same as in bench.erl. */
public final class Report {
    private Report() {}

    public static final double SCALE = Double.parseDouble(env("PEERS_SCALE", "1"));
    public static final int REPS = Integer.parseInt(env("PEERS_REPS", "5"));

    public static String env(String k, String d) {
        String v = System.getenv(k);
        return v == null || v.isEmpty() ? d : v;
    }

    public static int scale(int n) {
        return (int) Math.max(1, n * SCALE);
    }

    public static synchronized void report(
            String peer, String w, String variant, String metric, String unit, double... vals) {
        double[] v = vals.clone();
        Arrays.sort(v);
        int n = v.length;
        double med = n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
        System.out.printf(
                "%s %s %s %s %s %s min=%s max=%s n=%d%n",
                peer, w, variant, metric, f(med), unit, f(v[0]), f(v[n - 1]), n);
        System.out.flush();
    }

    static String f(double x) {
        return x >= 1000
                ? String.format(Locale.ROOT, "%d", Math.round(x))
                : String.format(Locale.ROOT, "%.3f", x);
    }

    /** warm-up runs, then n measured runs. */
    public static double[] runs(int warm, int n, Callable<Double> c) throws Exception {
        for (int i = 0; i < warm; i++) c.call();
        double[] r = new double[n];
        for (int i = 0; i < n; i++) {
            System.gc();
            r[i] = c.call();
        }
        return r;
    }

    public static double[] runs(Callable<Double> c) throws Exception {
        return runs(2, REPS, c);
    }

    public static double rate(long n, long t0, long t1) {
        return n * 1e9 / Math.max(1, t1 - t0);
    }

    public static double[] times(double[] a, double k) {
        return Arrays.stream(a).map(x -> x * k).toArray();
    }

    /** Live heap bytes after full collections. */
    public static long liveHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            new CountDownLatch(1)
                    .await(50, TimeUnit.MILLISECONDS); // The collector may go on beside us.
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
