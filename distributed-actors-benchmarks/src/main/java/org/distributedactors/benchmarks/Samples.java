package org.distributedactors.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the processes of one side measured for one variant and metric.
final class Samples {
    /// What a peer has in place of our variant.
    private static final Map<String, List<String>> COMPARED =
            Map.ofEntries(
                    Map.entry(
                            "L3 actors=1M",
                            List.of("otp L3 actors=1M", "pekko L3 actors=1M,parents=1000")),
                    Map.entry(
                            "L4 call,from_thread",
                            List.of("otp L4 gen_server:call", "pekko L4 ask,from_thread")),
                    Map.entry(
                            "L4 call,from_process",
                            List.of("otp L4 gen_server:call", "pekko L4 ask,from_actor")),
                    Map.entry(
                            "L4 call,from_behaviour",
                            List.of("otp L4 gen_server:call", "pekko L4 ask,from_actor")),
                    Map.entry(
                            "L4 call,from_behaviour,unmarked",
                            List.of("otp L4 gen_server:call", "pekko L4 ask,from_actor")),
                    Map.entry(
                            "L4 call,from_thread,unmarked",
                            List.of("otp L4 gen_server:call", "pekko L4 ask,from_thread")),
                    Map.entry(
                            "L4 call,from_process,unmarked",
                            List.of("otp L4 gen_server:call", "pekko L4 ask,from_actor")),
                    Map.entry(
                            "L6 ref_trick,depth=10k,unmarked",
                            List.of("otp L6 ref_trick,depth=10k")),
                    Map.entry(
                            "R1 small,window=2000",
                            List.of(
                                    "otp R1 small",
                                    "otp R1 small,window=2000",
                                    "pekko R1 small,window=2000")),
                    Map.entry(
                            "R1 1KiB,window=2000",
                            List.of(
                                    "otp R1 1KiB",
                                    "otp R1 1KiB,window=2000",
                                    "pekko R1 1KiB,window=2000")),
                    Map.entry(
                            "R1 1MiB,window=2000",
                            List.of("otp R1 1MiB", "pekko R1 1MiB,window=32")),
                    Map.entry(
                            "R1 small,window=2000,to_erl",
                            List.of("otp R1 small", "otp R1 small,window=2000")),
                    Map.entry("R2 pairs=1,to_erl", List.of("otp R2 pairs=1")),
                    Map.entry("R2 pairs=100,to_erl", List.of("otp R2 pairs=100")));

    private final String who;
    private final String variant;
    private final String metric;
    private final String unit;
    private final List<Double> values = new ArrayList<>();

    /// @param words of a result line: who, workload, variant, metric, value, unit
    Samples(String[] words) {
        who = words[0];
        variant = words[1] + " " + words[2];
        metric = words[3];
        unit = words[5];
    }

    void add(double value) {
        values.add(value);
    }

    double median() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    void print() {
        Report.report(
                who,
                variant.split(" ")[0],
                variant.split(" ")[1],
                metric,
                unit,
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// A ratio for each peer with the same variant and metric; above 1 ours is ahead.
    void printRatios(Collection<Samples> all) {
        if (!who.equals("ours")) {
            return;
        }
        boolean oneMetric = all.stream().filter(this::isSameVariant).count() == 1;
        for (Samples peer : all) {
            if (!peer.who.equals("ours") && comparable(peer) && peer.metric.equals(metric)) {
                double ratio =
                        unit.endsWith("/s") ? median() / peer.median() : peer.median() / median();
                System.out.printf(
                        Locale.ROOT,
                        "ratio %s ours/%s %.3f%n",
                        oneMetric ? variant : variant + "," + metric,
                        peer.who,
                        ratio);
            }
        }
    }

    private boolean isSameVariant(Samples other) {
        return other.who.equals(who) && other.variant.equals(variant);
    }

    /// The same variant, or what the peer has in its place.
    private boolean comparable(Samples peer) {
        String unmarked = variant.replace(",nonblocking", "");
        List<String> instead = COMPARED.getOrDefault(variant, COMPARED.get(unmarked));
        return instead == null
                ? peer.variant.equals(unmarked)
                : instead.contains(peer.who + " " + peer.variant);
    }
}
