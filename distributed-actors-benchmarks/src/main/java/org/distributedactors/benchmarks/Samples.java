package org.distributedactors.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the processes of one side measured for one variant and metric.
final class Samples {
    private static final Map<String, List<String>> ALSO_COMPARED =
            Map.of(
                    "L3 actors=1M", List.of("L3 actors=1M,parents=1000"),
                    "L4 call,from_thread", List.of("L4 gen_server:call", "L4 ask,from_thread"),
                    "L4 call,from_process", List.of("L4 gen_server:call", "L4 ask,from_actor"));

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
        for (Samples peer : all) {
            if (!peer.who.equals("ours") && comparable(peer) && peer.metric.equals(metric)) {
                double ratio =
                        unit.endsWith("/s") ? median() / peer.median() : peer.median() / median();
                System.out.printf(
                        Locale.ROOT,
                        "ratio %s ours/%s %.3f%n",
                        variant + " " + metric,
                        peer.who + "(" + peer.variant.split(" ")[1] + ")",
                        ratio);
            }
        }
    }

    /// The same variant, or what the peer has in its place.
    private boolean comparable(Samples peer) {
        return peer.variant.equals(variant)
                || ALSO_COMPARED.getOrDefault(variant, List.of()).contains(peer.variant);
    }
}
