package org.distributedactors;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;

/// The house: which package of the core may know which. The same table, with the purpose of each
/// package, is drawn in `docs/architecture.md`. A package that is not in it fails.
class HouseTest {

    private static final String BASE = "org.distributedactors";
    private static final List<String> EVERYTHING = List.of("everything");

    private static final Map<String, List<String>> MAY_KNOW =
            Map.ofEntries(
                    // values
                    Map.entry("term", List.of()),
                    // the wire tower
                    Map.entry("etf", List.of("term")),
                    Map.entry("mapping", List.of("term", "etf")),
                    Map.entry("epmd", List.of("term")),
                    Map.entry("handshake", List.of("term")),
                    Map.entry("dist", List.of("term", "etf")),
                    Map.entry("transport", List.of("term", "handshake", "dist")),
                    Map.entry(
                            "transport.netty",
                            List.of(
                                    "term",
                                    "etf",
                                    "mapping",
                                    "epmd",
                                    "handshake",
                                    "dist",
                                    "transport")),
                    // the runtime tower
                    Map.entry("process", List.of("term")),
                    Map.entry("behaviour", List.of("term", "process")),
                    // the bridge
                    Map.entry(
                            "node",
                            List.of(
                                    "term",
                                    "etf",
                                    "mapping",
                                    "process",
                                    "behaviour",
                                    "handshake",
                                    "dist",
                                    "transport")),
                    // services
                    Map.entry("rpc", List.of("term", "process", "behaviour", "node")),
                    Map.entry("global", List.of("term", "process", "behaviour", "node", "rpc")),
                    Map.entry("pg", List.of("term", "process", "behaviour", "node")),
                    Map.entry(
                            "spawn", List.of("term", "process", "behaviour", "node", "rpc", "pg")),
                    Map.entry("discovery", List.of("term", "process", "node")),
                    Map.entry("detector", List.of("term", "process", "behaviour", "node")),
                    Map.entry(
                            "migration",
                            List.of(
                                    "term",
                                    "process",
                                    "behaviour",
                                    "node",
                                    "rpc",
                                    "pg",
                                    "global",
                                    "spawn")),
                    Map.entry(
                            "migration.rebalance",
                            List.of("term", "process", "node", "spawn", "migration")),
                    // the roof
                    Map.entry("testing", EVERYTHING),
                    Map.entry("kernel", EVERYTHING));

    private static final Set<String> NETTY_BUFFERS =
            Set.of("etf", "mapping", "epmd", "handshake", "dist", "transport.netty", "testing");
    private static final Set<String> NETTY = Set.of("transport.netty", "testing");

    private static final Set<String> PURE = Set.of("term", "etf", "epmd", "handshake", "dist");
    private static final Set<String> STARTS_THREADS =
            Set.of("process", "kernel", "transport.netty");

    private static final Pattern CLOCK_CHANCE_OR_THREAD =
            Pattern.compile(
                    "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)"
                            + "|java\\.time\\.\\w+\\.now|java\\.time\\.(Clock|InstantSource)\\.(system|tick)\\w*"
                            + "|java\\.lang\\.Math\\.random|java\\.util\\.UUID\\.randomUUID"
                            + "|java\\.util\\.(Random|SplittableRandom)\\..*"
                            + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*"
                            + "|java\\.util\\.random\\.RandomGeneratorFactory\\..*"
                            + "|java\\.util\\.random\\.RandomGenerator\\.(of|getDefault)"
                            + "|java\\.security\\.SecureRandom\\..*"
                            + "|java\\.lang\\.Thread\\b.*|java\\.util\\.concurrent\\.Executors\\..*");

    private static final Pattern STARTS_A_THREAD =
            Pattern.compile(
                    "java\\.lang\\.Thread\\.(<init>|start|startVirtualThread|ofVirtual|ofPlatform)"
                            + "|java\\.util\\.concurrent\\.Executors\\.new\\w+"
                            + "|java\\.util\\.concurrent\\.(ForkJoinPool|(Scheduled)?ThreadPoolExecutor)\\.(<init>|commonPool)"
                            + "|java\\.util\\.Timer\\.<init>");

    /// What stands where the atoms stand: the product, and no test, wherever it was compiled to.
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .importUrl(Atom.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageIsInTheTable() {
        assertThat(CLASSES).isNotEmpty();
        assertThat(CLASSES.stream().map(HouseTest::packageOf).distinct())
                .isSubsetOf(MAY_KNOW.keySet());
    }

    @Test
    void theTableNamesOnlyItsOwnPackages() {
        assertThat(
                        MAY_KNOW.values().stream()
                                .filter(known -> known != EVERYTHING)
                                .flatMap(List::stream))
                .isSubsetOf(MAY_KNOW.keySet());
    }

    @Test
    void packagesKnowOnlyWhatTheTableAllows() {
        assertThat(uses().filter(use -> use.isInside() && !use.isInTable())).isEmpty();
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nettyStaysInItsPlace() {
        assertThat(uses().filter(use -> use.target().startsWith("io.netty.buffer.")))
                .allMatch(use -> NETTY_BUFFERS.contains(use.from()));
        assertThat(
                        uses().filter(use ->
                                use.target().startsWith("io.netty.")
                                        && !use.target().startsWith("io.netty.buffer.")))
                .allMatch(use -> NETTY.contains(use.from()));
    }

    @Test
    void pureCodeHasNoClockNoChanceAndNoThread() {
        assertThat(calls(CLOCK_CHANCE_OR_THREAD).filter(call -> PURE.contains(call.from())))
                .isEmpty();
    }

    @Test
    void threadsStartInFewPlaces() {
        assertThat(calls(STARTS_A_THREAD).filter(call -> !STARTS_THREADS.contains(call.from())))
                .isEmpty();
    }

    @Test
    void nothingIsLoadedByNameOrDeserialized() {
        assertThat(calls(Pattern.compile("java\\.lang\\.Class\\.forName"))).isEmpty();
        assertThat(uses().filter(use -> use.target().equals("java.io.ObjectInputStream")))
                .isEmpty();
    }

    /// A comparison that stops at the first difference tells a stranger how far he was right.
    @Test
    void secretsAreNotComparedByteByByte() {
        assertThat(calls(Pattern.compile("java\\.util\\.Arrays\\.(equals|compare|mismatch)")))
                .noneMatch(call -> call.from().equals("handshake"));
    }

    @Test
    void everyPackageIsNullMarked() {
        Map<Path, List<JavaSource>> packages =
                JavaSource.all().stream()
                        .filter(JavaSource::isMain)
                        .collect(Collectors.groupingBy(source -> source.path().getParent()));

        assertThat(packages).isNotEmpty();
        assertThat(packages)
                .allSatisfy((directory, sources) ->
                        assertThat(sources).anyMatch(HouseTest::isNullMarkedPackage));
    }

    private static boolean isNullMarkedPackage(JavaSource source) {
        return source.path().endsWith("package-info.java")
                && Pattern.compile("@NullMarked\\s+package ").matcher(source.code()).find();
    }

    /// Which class in which of our packages names which type.
    private record Use(String from, String origin, String target) {

        boolean isInside() {
            return target.startsWith(BASE + ".");
        }

        boolean isInTable() {
            List<String> known = MAY_KNOW.getOrDefault(from, List.of());
            String to = shortened(target.substring(0, target.lastIndexOf('.')));
            return known == EVERYTHING || to.equals(from) || known.contains(to);
        }
    }

    private static Stream<Use> uses() {
        return CLASSES.stream()
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .map(use ->
                        new Use(
                                packageOf(use.getOriginClass()),
                                use.getOriginClass().getName(),
                                use.getTargetClass().getBaseComponentType().getName()))
                .distinct();
    }

    private record Call(String from, String description) {}

    private static Stream<Call> calls(Pattern target) {
        return CLASSES.stream()
                .flatMap(origin -> origin.getAccessesFromSelf().stream())
                .filter(access -> target.matcher(fullName(access)).matches())
                .map(access ->
                        new Call(packageOf(access.getOriginOwner()), access.getDescription()));
    }

    private static String fullName(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    private static String packageOf(JavaClass javaClass) {
        return shortened(javaClass.getPackageName());
    }

    /// The name of a package without what all have in common; the common part alone stays as it is,
    /// and so is not in the table.
    private static String shortened(String packageName) {
        return packageName.startsWith(BASE + ".")
                ? packageName.substring(BASE.length() + 1)
                : packageName;
    }
}
