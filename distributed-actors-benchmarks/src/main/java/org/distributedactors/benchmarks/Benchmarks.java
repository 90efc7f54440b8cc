package org.distributedactors.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs workloads as processes of their own, ours and the peers' in turn, and prints medians and ratios.
public final class Benchmarks {
    private static final List<String> OURS =
            List.of(
                    "L1",
                    "L2",
                    "L3",
                    "L4",
                    "L5",
                    "L6",
                    "blocking",
                    "timers",
                    "R1",
                    "R2",
                    "R3",
                    "R4",
                    "R5",
                    "R7",
                    "S1");
    private static final List<String> PEKKO =
            List.of("L1", "L2", "L3", "L4", "L5", "L6", "R1", "R2", "R3", "R4");
    private static final List<String> OTP =
            List.of("L1", "L2", "L3", "L4", "L5", "L6", "R1", "R2", "R3", "R4", "R5", "S1");
    private static final List<String> WITH_ERLANG = List.of("R1", "R2");

    /// Pekko's slowest, L3, takes more than 100 s beside other work.
    private static final int LONGEST_SECONDS = 300;

    private int processes = 5;
    private String scale = "1";
    private boolean peers;
    private boolean failed;
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
        try {
            for (String workload : benchmarks.workloads) {
                benchmarks.run(workload);
            }
        } finally {
            Erlang.stop();
        }
        System.exit(benchmarks.failed ? 1 : 0);
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
        if (workload.equals("R7")) {
            return meshes();
        }
        boolean remote = workload.startsWith("R");
        if (OURS.contains(workload)) {
            commands.put("ours", java(ours(workload), workload));
        } else {
            failed = true;
            System.out.println("not run: ours " + workload + " (there is no such workload)");
        }
        if (peers && workload.equals("S1")) {
            for (String codec : List.of("kryo", "jackson")) {
                List<String> command = new ArrayList<>(java("peers.JavaCodecs", workload));
                command.add(codec);
                commands.put(codec, command);
            }
        } else if (peers && PEKKO.contains(workload)) {
            commands.put("pekko", java("peers.Pekko" + (remote ? "Remote" : "Local"), workload));
        } else if (peers) {
            System.out.println("not run: pekko " + workload + " (it has nothing to compare)");
        }
        if (peers && OTP.contains(workload)) {
            addErlang(workload, commands);
        } else if (peers) {
            System.out.println("not run: otp " + workload + " (it has nothing to compare)");
        }
        return commands;
    }

    private Map<String, List<String>> meshes() throws Exception {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        if (peers) {
            Erlang.startEpmd();
        }
        for (String who : peers ? List.of("ours", "pekko", "otp") : List.of("ours")) {
            commands.put(who, java("Mesh", who));
        }
        return commands;
    }

    private static String ours(String workload) {
        if (workload.equals("R5")) {
            return "OursNames";
        }
        return switch (workload.charAt(0)) {
            case 'R' -> "OursRemote";
            case 'S' -> "OursCodec";
            default -> "OursLocal";
        };
    }

    private static void addErlang(String workload, Map<String, List<String>> commands)
            throws Exception {
        Path beams = Erlang.compile();
        if (beams == null) {
            System.out.println("not run: otp " + workload + " (no erlc that works here)");
            return;
        }
        commands.put("otp", Erlang.command(beams, workload));
        if (WITH_ERLANG.contains(workload)) {
            List<String> toErlang = new ArrayList<>(java("OursErlang", workload));
            toErlang.add(beams.toString());
            commands.put("ours to erl", toErlang);
        }
    }

    private static List<String> java(String type, String workload) {
        boolean remote = workload.startsWith("R");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(remote ? List.of("-Xms1g", "-Xmx3g") : List.of("-Xms4g", "-Xmx8g"));
        if (type.startsWith("peers.")) {
            // They would print warnings.
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.distributedactors.benchmarks." + type,
                        workload));
        return command;
    }

    private void once(String who, List<String> command, Map<String, Samples> results)
            throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PEERS_SCALE", scale);
        builder.environment().put("PEERS_REPS", "1");
        builder.environment().put("ERL_EPMD_PORT", "" + Erlang.epmdPort());
        Process process = builder.start();
        process.getOutputStream().close();
        // A process that hangs ends its output when it is ended.
        process.onExit()
                .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes());
        int status = process.waitFor();
        if (status != 0) {
            failed = true;
            System.out.println("failed: " + who + " ended with status " + status);
        }
        boolean measured = false;
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ");
            if (words.length >= 6 && who.startsWith(words[0])) {
                String key = String.join(" ", words[0], words[1], words[2], words[3]);
                results.computeIfAbsent(key, ignored -> new Samples(words))
                        .add(Double.parseDouble(words[4]));
                measured = true;
            }
        }
        if (!measured && status == 0) {
            failed = true;
            System.out.println("failed: " + who + " has measured nothing");
        }
    }
}
