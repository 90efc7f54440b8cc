package org.distributedactors.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs workloads as processes of their own, ours and the peers' in turn, and prints medians and ratios.
public final class Benchmarks {
    private static final List<String> OURS = List.of("L1", "L2", "L3", "L4", "L5", "L6");
    private static final List<String> PEERS = List.of("L1", "L2", "L3", "L4", "L5", "L6");

    private int processes = 5;
    private String scale = "1";
    private boolean peers;
    private final List<String> workloads = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        Benchmarks benchmarks = new Benchmarks();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--peers" -> benchmarks.peers = true;
                case "--processes" -> benchmarks.processes = Integer.parseInt(args[++i]);
                case "--scale" -> benchmarks.scale = scale(args[++i]);
                default -> benchmarks.workloads.add(args[i]);
            }
        }
        for (String workload : benchmarks.workloads) {
            benchmarks.run(workload);
        }
    }

    private static String scale(String text) {
        return text.equals("small") ? "0.02" : text;
    }

    private void run(String workload) throws Exception {
        Map<String, List<String>> commands = commands(workload);
        Map<String, Samples> results = new LinkedHashMap<>();
        for (int i = 0; i < processes; i++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                once(command.getKey(), command.getValue(), results);
            }
        }
        results.values().forEach(Samples::print);
        results.values().forEach(ours -> ours.printRatios(results.values()));
    }

    private Map<String, List<String>> commands(String workload) throws Exception {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        if (OURS.contains(workload)) {
            commands.put("ours", java("OursLocal", workload));
        } else {
            System.out.println("not run: ours " + workload + " (not written yet)");
        }
        if (peers && PEERS.contains(workload)) {
            commands.put("pekko", java("peers.PekkoLocal", workload));
            Path beams = compileErlang();
            if (beams == null) {
                System.out.println("not run: otp " + workload + " (no erlc that works here)");
            } else {
                commands.put(
                        "otp",
                        List.of(
                                "erl",
                                "-noshell",
                                "+P",
                                "4000000",
                                "-pa",
                                beams.toString(),
                                "-run",
                                "bench",
                                "main",
                                workload));
            }
        } else if (peers) {
            System.out.println("not run: peers " + workload + " (not written yet)");
        }
        return commands;
    }

    private static List<String> java(String type, String workload) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms4g",
                "-Xmx8g",
                "-cp",
                System.getProperty("java.class.path"),
                "org.distributedactors.benchmarks." + type,
                workload);
    }

    private void once(String who, List<String> command, Map<String, Samples> results)
            throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PEERS_SCALE", scale);
        builder.environment().put("PEERS_REPS", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        // A process that hangs ends its output when it is ended.
        process.onExit()
                .orTimeout(100, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes());
        int status = process.waitFor();
        if (status != 0) {
            System.out.println("failed: " + who + " ended with status " + status);
        }
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ");
            if (words.length >= 6 && words[0].equals(who)) {
                String key = String.join(" ", words[0], words[1], words[2], words[3]);
                results.computeIfAbsent(key, ignored -> new Samples(words))
                        .add(Double.parseDouble(words[4]));
            }
        }
    }

    /// The Erlang sources travel in the jar and are compiled here.
    private static Path compileErlang() throws InterruptedException {
        try {
            Path directory = Files.createTempDirectory("benchmarks-erl");
            Path source = directory.resolve("bench.erl");
            Path second = directory.resolve("bench_gs.erl");
            for (Path file : List.of(source, second)) {
                try (InputStream in =
                        Benchmarks.class.getResourceAsStream("/erl/" + file.getFileName())) {
                    Files.copy(in, file);
                }
            }
            Process erlc =
                    new ProcessBuilder(
                                    "erlc",
                                    "-o",
                                    directory.toString(),
                                    source.toString(),
                                    second.toString())
                            .inheritIO()
                            .start();
            return erlc.waitFor() == 0 ? directory : null;
        } catch (IOException noErlang) {
            return null;
        }
    }
}
