package org.distributedactors.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// The manifests of the guide to operations: Kubernetes' own tool takes them, and they set properties that exist.
class KubernetesManifestsTest {

    private static final Path MANIFESTS = Path.of("..", "docs", "kubernetes");
    private static final Pattern VARIABLE = Pattern.compile("DISTRIBUTEDACTORS_\\w+");

    private static List<Map<String, Object>> objects() throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                for (Object object : new Yaml().loadAll(Files.readString(file))) {
                    @SuppressWarnings("unchecked")
                    Map<String, Object> map = (Map<String, Object>) object;
                    objects.add(map);
                }
            }
        }
        return objects;
    }

    @Test
    void eachObjectSaysWhatItIs() throws IOException {
        assertThat(objects())
                .extracting(object -> object.get("kind"))
                .containsExactlyInAnyOrder(
                        "Kustomization", "Deployment", "Service", "Service", "NetworkPolicy");
    }

    @Test
    void eachVariableSetsAPropertyThatExists() throws IOException {
        String deployment = Files.readString(MANIFESTS.resolve("deployment.yaml"));
        KnownProperties known = KnownProperties.find();

        assertThat(VARIABLE.matcher(deployment).results().map(found -> found.group()))
                .hasSizeGreaterThan(4)
                .allMatch(known::hasVariable);
    }

    @Test
    void kustomizeTakesThem() throws Exception {
        Process kustomize = start();
        String output = new String(kustomize.getInputStream().readAllBytes());

        assertThat(kustomize.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("kind: Deployment", "name: orders-cookie-");
        assertThat(kustomize.exitValue()).isZero();
    }

    private static Process start() throws IOException {
        try {
            return new ProcessBuilder("kubectl", "kustomize", MANIFESTS.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            if ("true".equals(System.getenv("CI"))) {
                throw notInstalled;
            }
            Assumptions.abort("kubectl is not installed");
            throw notInstalled;
        }
    }
}
