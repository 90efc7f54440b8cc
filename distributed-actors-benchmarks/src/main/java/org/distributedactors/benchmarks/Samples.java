package org.distributedactors.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.ArrayList;
import java.util.Locale;

/// What the processes of one side measured for one variant and metric.
final class Samples {
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
        Report.report(who, variant.split(" ")[0], variant.split(" ")[1], metric, unit,
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// A ratio for each peer with the same variant and metric; above 1 ours is ahead.
    void printRatios(Collection<Samples> all) {
        if (!who.equals("ours")) {
            return;
        }
        for (Samples peer : all) {
            if (!peer.who.equals("ours") && peer.variant.equals(variant) && peer.metric.equals(metric)) {
                double ratio = unit.endsWith("/s") ? median() / peer.median() : peer.median() / median();
                System.out.printf(Locale.ROOT, "ratio %s ours/%s %.3f%n", variant, peer.who, ratio);
            }
        }
    }
}
