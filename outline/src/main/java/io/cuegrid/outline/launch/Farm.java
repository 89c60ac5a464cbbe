package io.cuegrid.outline.launch;

import io.cuegrid.outline.launch.ChildSpec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The processes of one farm on this machine: starts them in order, starts again what dies, ends all in the opposite order. What an
 * earlier launcher left alive in the home is taken over, so that running frames go on.
 *
 * <pre>
 *   start: lock ─▶ leftovers (adopt, or end what is not wanted) ─▶ postgres ─▶ node ─▶ hosts
 *   tend:  dead? ─▶ say so ─▶ wait (RestartPolicy) ─▶ start
 *   close: hosts ─▶ node ─▶ postgres, SIGTERM first, SIGKILL after a while
 * </pre>
 *
 * <p>Threading: one thread, the launcher's.
 */
public final class Farm implements AutoCloseable {
    private static final long READY_MILLIS_MAX = 120_000;
    private static final long HOSTS_END_MILLIS_MAX = 30_000;
    private static final long END_MILLIS_MAX = 20_000;
    private static final long LOOK_MILLIS = 50;

    private final FarmHome home;
    private final Ports ports;
    private final Consumer<String> say;
    private final HomeLock lock;
    private final List<Child> children = new ArrayList<>();
    /** When a dead child is started again, by name. */
    private final Map<String, Long> restartAtMillis = new HashMap<>();

    private Farm(FarmHome home, Ports ports, Consumer<String> say, HomeLock lock) {
        this.home = home;
        this.ports = ports;
        this.say = say;
        this.lock = lock;
    }

    /**
     * Brings a home up and returns when all of its processes are ready.
     *
     * @param stop asked while waiting: true ends what was begun
     * @throws LaunchException with a sentence when it cannot; everything that was started has been ended then
     */
    public static Farm start(FarmPlan plan, Consumer<String> say, BooleanSupplier stop) {
        FarmHome home = plan.home();
        HomeLock lock = HomeLock.take(home);
        Farm farm = null;
        try {
            Leftovers leftovers = Leftovers.find(home);
            if (!leftovers.dead().isEmpty()) {
                say.accept("taking up a home that was left without a good-bye: " + String.join(", ", leftovers.dead())
                        + (leftovers.dead().size() == 1 ? " is gone" : " are gone"));
            }
            Ports ports = plan.portsFor(leftovers.ports());
            farm = new Farm(home, ports, say, lock);
            farm.begin(plan, leftovers, stop);
            return farm;
        } catch (RuntimeException failure) {
            if (farm != null) {
                farm.endAll();
            }
            lock.close();
            throw failure;
        }
    }

    public FarmHome home() {
        return home;
    }

    public Ports ports() {
        return ports;
    }

    /** Process ids by name, of those that live. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new HashMap<>();
        children.stream()
                .filter(Child::isAlive)
                .forEach(child -> pids.put(child.spec().name(), child.pid()));
        return pids;
    }

    /** Looks after the processes: to be called a few times a second. */
    public void tend() {
        long now = System.currentTimeMillis();
        for (Child child : children) {
            String name = child.spec().name();
            Long restartAt = restartAtMillis.get(name);
            if (child.isAlive()) {
                continue;
            }
            if (restartAt == null) {
                long pause = child.restarts().pauseAfter(now - child.startedMillis());
                restartAtMillis.put(name, child.spec().restart() ? now + pause : Long.MAX_VALUE);
                say.accept(name + " (process " + child.pid() + ") " + child.howItEnded()
                        + (child.spec().restart()
                                ? "; starting it again" + (pause >= 1000 ? " in " + pause / 1000 + " s" : "")
                                : "; it stays down, as asked"));
            } else if (now >= restartAt) {
                restartAtMillis.remove(name);
                child.start(now);
                say.accept(name + " is started again (process " + child.pid() + ")");
            }
        }
    }

    /** Ends everything that this farm started or took over, and gives the home back. */
    @Override
    public void close() {
        endAll();
        lock.close();
    }

    /** Gives the home back and leaves the processes alone, as a launcher that is killed does. */
    void abandon() {
        children.clear();
        lock.close();
    }

    private void begin(FarmPlan plan, Leftovers leftovers, BooleanSupplier stop) {
        Map<String, ProcessRecord> living = new HashMap<>(leftovers.living());
        List<ChildSpec> specs = plan.specs(ports, living.keySet());
        endUnwanted(specs, living);
        if (living.values().stream().noneMatch(record -> isServer(record.name()))) {
            requireFreePorts();
        }
        Map<String, String> environment = plan.environment();
        for (Role role : Role.values()) {
            List<Child> started = new ArrayList<>();
            for (ChildSpec spec : specs) {
                if (spec.role() != role) {
                    continue;
                }
                Child child = new Child(home, ports, role == Role.NODE ? withHistory(spec) : spec, environment);
                ProcessRecord record = living.get(spec.name());
                children.add(child);
                if (record != null && record.process().isPresent()) {
                    child.adopt(record.process().get(), System.currentTimeMillis());
                    say.accept(spec.name() + " still runs (process " + record.pid() + "); it goes on");
                } else {
                    child.start(System.currentTimeMillis());
                    started.add(child);
                }
            }
            for (Child child : started) {
                awaitReady(child, stop);
            }
        }
    }

    /** The node is told the database's address, which the database says when it is ready. */
    private ChildSpec withHistory(ChildSpec node) {
        return children.stream()
                .filter(child -> child.spec().role() == Role.POSTGRES)
                .findFirst()
                .flatMap(Child::ready)
                .map(ready -> node.with("--history", ready.path("jdbcUrl").asText("none")))
                .orElseGet(() -> node.with("--history", "none"));
    }

    /** Ends processes that a launcher which is gone has left, hosts first. */
    static void endLeftovers(FarmHome home, Leftovers leftovers, Consumer<String> say, HomeLock lock) {
        Farm farm = new Farm(home, leftovers.ports().orElseThrow(), say, lock);
        for (ProcessRecord record : leftovers.living().values()) {
            Role role = record.name().equals(FarmPlan.NODE)
                    ? Role.NODE
                    : record.name().equals(FarmPlan.POSTGRES) ? Role.POSTGRES : Role.HOST;
            say.accept("ending " + record.name() + " (process " + record.pid() + ")");
            farm.children.add(farm.adopted(new ChildSpec(record.name(), role, record.arguments(), false), record));
        }
        farm.endAll();
    }

    private Child adopted(ChildSpec spec, ProcessRecord record) {
        Child child = new Child(home, ports, spec, Map.of());
        record.process().ifPresent(process -> child.adopt(process, System.currentTimeMillis()));
        return child;
    }

    private static boolean isServer(String name) {
        return name.equals(FarmPlan.NODE) || name.equals(FarmPlan.POSTGRES);
    }

    private void endUnwanted(List<ChildSpec> specs, Map<String, ProcessRecord> living) {
        for (ProcessRecord record : List.copyOf(living.values())) {
            if (specs.stream().noneMatch(spec -> spec.name().equals(record.name()))) {
                say.accept(record.name() + " (process " + record.pid() + ") is not asked for any more; ending it");
                ChildSpec spec = new ChildSpec(record.name(), Role.HOST, record.arguments(), false);
                end(List.of(adopted(spec, record)), END_MILLIS_MAX);
                living.remove(record.name());
            }
        }
    }

    /** PostgreSQL looks after its port by itself: a server that an earlier launcher left there is welcome. */
    private void requireFreePorts() {
        List<Integer> taken =
                ports.taken().stream().filter(port -> port != ports.postgres()).toList();
        if (!taken.isEmpty()) {
            throw new LaunchException("port " + taken.get(0) + " is in use by another program: end it, or give "
                    + "another --port-base (ports " + ports.grpc() + ", " + ports.member() + " and " + ports.rest()
                    + " are needed)");
        }
    }

    private void awaitReady(Child child, BooleanSupplier stop) {
        long deadline = System.currentTimeMillis() + READY_MILLIS_MAX;
        while (true) {
            if (stop.getAsBoolean()) {
                throw new LaunchException("stopped before " + child.spec().name() + " was ready");
            }
            if (child.ready().isPresent()) {
                return;
            }
            if (!child.isAlive()) {
                throw new LaunchException(child.spec().name() + " " + child.howItEnded() + ": " + child.lastWords()
                        + " (log: " + child.logFile() + ")");
            }
            if (System.currentTimeMillis() > deadline) {
                throw new LaunchException(child.spec().name() + " was not ready after " + READY_MILLIS_MAX / 1000
                        + " s: " + child.lastWords() + " (log: " + child.logFile() + ")");
            }
            Pause.millis(LOOK_MILLIS);
        }
    }

    private void endAll() {
        for (Role role : List.of(Role.HOST, Role.NODE, Role.POSTGRES)) {
            end(
                    children.stream()
                            .filter(child -> child.spec().role() == role)
                            .sorted(Comparator.comparing(child -> child.spec().name()))
                            .toList(),
                    role == Role.HOST ? HOSTS_END_MILLIS_MAX : END_MILLIS_MAX);
        }
        children.clear();
    }

    private void end(List<Child> ending, long millisMax) {
        long deadline = System.currentTimeMillis() + millisMax;
        ending.forEach(Child::terminate);
        while (ending.stream().anyMatch(Child::isAlive) && System.currentTimeMillis() < deadline) {
            Pause.millis(LOOK_MILLIS);
        }
        for (Child child : ending) {
            if (child.isAlive()) {
                say.accept(child.spec().name() + " does not end; killing it");
                child.kill();
            }
            child.forget();
        }
    }
}
