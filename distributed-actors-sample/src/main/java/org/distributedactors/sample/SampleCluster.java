package org.distributedactors.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Three nodes of {@link SampleApplication} on this machine, each in a JVM of its own: sample1 to
/// sample3 with HTTP on the ports 8081 to 8083. They end with this launcher, and it ends with the last
/// of them.
public final class SampleCluster {

    private static final int NODES = 3;

    private SampleCluster() {}

    public static void main(String[] args) throws IOException {
        forgetStates();
        List<Process> nodes = new CopyOnWriteArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> nodes.forEach(Process::destroy)));
        for (int number = 1; number <= NODES; number++) {
            nodes.add(start(number, args));
        }
    }

    /// What an earlier run has left.
    private static void forgetStates() {
        File[] left =
                new File(System.getProperty("java.io.tmpdir"), "distributed-actors-sample")
                        .listFiles(File::isFile);
        for (File file : left == null ? new File[0] : left) {
            file.delete();
        }
    }

    private static Process start(int number, String[] args) throws IOException {
        String name = "sample" + number;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Small and quick to start: three of these share one developer's machine.
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-D" + SampleApplication.PARENT_PID + "=" + ProcessHandle.current().pid());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SampleApplication.class.getName());
        command.add("--distributed-actors.node.name=" + name);
        command.add("--server.port=" + (8080 + number));
        command.addAll(List.of(args));
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofPlatform().name(name).start(() -> print(name, node));
        return node;
    }

    private static void print(String name, Process node) {
        try (var lines = node.inputReader()) {
            lines.lines().forEach(line -> IO.println(name + " | " + line));
        } catch (IOException | UncheckedIOException closed) {
            IO.println(name + " | output ended: " + closed.getMessage());
        }
    }
}
