package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuegrid.outline.launch.Installation;
import io.cuegrid.outline.launch.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * The launcher script of this build, used as a person uses it, on a home of its own with ports of its own. Ends every process that
 * it started, by their ids. Threading: one thread.
 */
final class Cuegrid implements AutoCloseable {
    private static final long COMMAND_SECONDS_MAX = 120;
    /** Who starts the tests in the background of a script has them, and all that they start, ignore Ctrl-C. */
    private static final List<String> INTERRUPTIBLE = interruptible();

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a command ended and what it printed. */
    record Result(int status, String out, String err) {
        Result succeeded() {
            assertThat(status).as("exit status; it said: " + err + out).isZero();
            return this;
        }

        JsonNode json() {
            try {
                return JSON.readTree(succeeded().out);
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }

        /** The last line as JSON. */
        JsonNode lastLine() {
            List<String> lines = out.lines().toList();
            try {
                return JSON.readTree(lines.get(lines.size() - 1));
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }
    }

    private final Path home;
    private final Path scratch;
    private final Ports ports = Ports.free();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<Started> started = new ArrayList<>();
    private int outputs;

    private static List<String> interruptible() {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            boolean known =
                    new ProcessBuilder(trial).redirectErrorStream(true).start().waitFor() == 0;
            return known ? prefix : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** @param folder empty; holds the home and what the commands print */
    Cuegrid(Path folder) {
        this.home = folder.resolve("home");
        this.scratch = folder;
        environment.put("CUEGRID_HOME", home.toString());
        environment.put("CUEGRID_BUILD", "never");
    }

    Path home() {
        return home;
    }

    Ports ports() {
        return ports;
    }

    /** Runs a command to its end. */
    Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    Result run(Map<String, String> moreEnvironment, String... arguments) {
        Started command = start(moreEnvironment, arguments);
        started.remove(command);
        try {
            if (!command.process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
                command.process.destroyForcibly();
                throw new AssertionError("did not end: " + String.join(" ", arguments) + "\n" + command.err());
            }
        } catch (InterruptedException interrupted) {
            command.process.destroyForcibly();
            throw new AssertionError(interrupted);
        }
        return new Result(command.process.exitValue(), command.out(), command.err());
    }

    /** Starts a command that stays. It ends with this object, if not before. */
    Started start(String... arguments) {
        return start(Map.of(), arguments);
    }

    private Started start(Map<String, String> moreEnvironment, String... arguments) {
        List<String> command = new ArrayList<>(INTERRUPTIBLE);
        command.add(Installation.script().toString());
        command.addAll(Arrays.asList(arguments));
        int number = outputs++;
        Path out = scratch.resolve("out." + number);
        Path err = scratch.resolve("err." + number);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CUEGRID_"));
        builder.environment().putAll(environment);
        builder.environment().putAll(moreEnvironment);
        try {
            Started process = new Started(builder.start(), out, err);
            started.add(process);
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts {@code up} and returns when all is ready. */
    Started up(String... arguments) {
        List<String> all = new ArrayList<>(List.of("up", "--json", "--port-base", Integer.toString(ports.base())));
        all.addAll(Arrays.asList(arguments));
        Started up = start(all.toArray(String[]::new));
        up.awaitLine("\"ready\":\"up\"");
        return up;
    }

    /** Submits a job of one layer and returns its name. @param command of each frame */
    String submit(String facility, String jobName, String range, String command) {
        return submit(write(jobName + ".xml", specOf(facility, jobName, range, command)));
    }

    String submit(Path file) {
        return run("submit", "--json", file.toString())
                .json()
                .get(0)
                .get("name")
                .asText();
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(scratch.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String specOf(String facility, String jobName, String range, String command) {
        return """
                <?xml version="1.0"?>
                <!DOCTYPE spec PUBLIC "SPI Cue  Specification Language" "http://localhost:8080/spcue/dtd/cjsl-1.15.dtd">
                <spec>
                  <facility>%s</facility><show>testing</show><shot>e2e</shot><user>tester</user>
                  <job name="%s">
                    <paused>False</paused><maxretries>3</maxretries>
                    <layers>
                      <layer name="work" type="Render">
                        <cmd><![CDATA[%s]]></cmd>
                        <range>%s</range><chunk>1</chunk><cores>0.2</cores><memory>64m</memory>
                      </layer>
                    </layers>
                  </job>
                </spec>
                """.formatted(facility, jobName, command, range);
    }

    /** The job as {@code jobs --json} shows it. */
    JsonNode job(String name) {
        return StreamSupport.stream(run("jobs", "--all", "--json", name).json().spliterator(), false)
                .filter(job -> job.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no job " + name));
    }

    List<JsonNode> list(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--json");
        return StreamSupport.stream(run(all.toArray(String[]::new)).json().spliterator(), false)
                .toList();
    }

    /** Process id of a process of the home, by its name. */
    ProcessHandle process(String name) {
        try {
            JsonNode record = JSON.readTree(home.resolve("run/" + name + ".pid").toFile());
            return ProcessHandle.of(record.get("pid").asLong()).orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        started.forEach(Started::end);
        if (Files.isDirectory(home.resolve("run"))) {
            run("down");
        }
    }
}
