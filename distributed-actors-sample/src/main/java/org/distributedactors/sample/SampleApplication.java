package org.distributedactors.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// One node of the sample.
@SpringBootApplication
public class SampleApplication {

    /// The system property that holds the process id of {@link SampleCluster}, if that started us.
    static final String PARENT_PID = "sample.parent-pid";

    public static void main(String[] args) {
        endWithParent();
        SpringApplication.run(SampleApplication.class, args);
    }

    /// A launcher that is killed runs no shutdown hook, so each node watches its launcher itself.
    private static void endWithParent() {
        Long parent = Long.getLong(PARENT_PID);
        if (parent == null) {
            return;
        }
        ProcessHandle.of(parent)
                .ifPresentOrElse(
                        launcher -> launcher.onExit().thenRun(() -> System.exit(0)),
                        () -> System.exit(0));
    }
}
