package io.cuegrid.api.spec;

import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.OutputDocument;
import io.cuegrid.api.range.FrameRangeException;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A layer while it is read. Simple values are set on {@link #document()} by the reader of the format; what has rules of
 * its own goes through the methods. Threading: one thread.
 */
public final class LayerDraft {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][\\w.:-]*");

    private final LayerDocument.Builder document = LayerDocument.newBuilder().setChunkSize(1);

    private final SpecProblems problems;
    private final SpecPosition at;
    private @Nullable Given range;
    private boolean commandGiven;
    private @Nullable LayerFrames frames;

    LayerDraft(SpecProblems problems, Given name) {
        this.problems = problems;
        this.at = name.at();
        String conformed = conformed(name, JobNames::layer);
        document.setName(conformed == null ? "" : conformed);
    }

    /** The values so far. */
    public LayerDocument.Builder document() {
        return document;
    }

    SpecPosition at() {
        return at;
    }

    /** Conformed; empty when the name given was wrong. */
    public String name() {
        return document.getName();
    }

    public void range(Given text) {
        range = text;
        document.setRange(text.text().strip());
    }

    public void command(Given text) {
        commandGiven = true;
        String command = text.text().strip();
        if (command.isEmpty()) {
            problems.add(text.at(), "the command of " + title() + " is empty");
        } else if (command.length() > SpecLimits.MAX_COMMAND || command.indexOf('\0') >= 0) {
            problems.add(
                    text.at(),
                    "the command of " + title() + " has more than " + SpecLimits.MAX_COMMAND
                            + " characters or one of number 0");
        } else {
            document.setCommand(command);
        }
    }

    /** Host tags: {@code a | b}. */
    public void tags(Given text) {
        for (String tag : text.text().split("\\|", -1)) {
            tag(new Given(tag, text.at()));
        }
    }

    public void tag(Given text) {
        String tag = conformed(text, JobNames::tag);
        if (tag != null && !document.getTagsList().contains(tag)) {
            document.addTags(tag);
        }
    }

    public void limit(Given text) {
        String limit = conformed(text, name -> JobNames.plain("limit", name));
        if (limit != null && !document.getLimitsList().contains(limit)) {
            document.addLimits(limit);
        }
    }

    /** One service, or several with commas between; the first that the farm knows gives the defaults. */
    public void services(Given text) {
        for (String part : text.text().split(",", -1)) {
            String service = conformed(new Given(part, text.at()), name -> JobNames.plain("service", name));
            if (service != null && !document.getServicesList().contains(service)) {
                document.addServices(service);
            }
        }
    }

    public void environment(Given name, Given value) {
        if (isVariable(problems, name, value)) {
            document.putEnvironment(name.text(), value.text());
        }
    }

    public void output(@Nullable Given name, Given path) {
        String text = path.text().strip();
        if (text.isEmpty()) {
            problems.add(path.at(), "an output of " + title() + " has no path");
        }
        document.addOutputs(OutputDocument.newBuilder()
                .setName(name == null ? "" : name.text().strip())
                .setPath(text));
    }

    /** The frames, once {@link #check} found the range right; else null. */
    @Nullable
    LayerFrames frames() {
        return frames;
    }

    /** Checks what only a whole layer can show. */
    void check() {
        if (!commandGiven) {
            problems.add(at, title() + " has no command");
        }
        if (range == null) {
            problems.add(at, title() + " has no frame range");
            return;
        }
        try {
            frames = new LayerFrames(FrameSet.parse(document.getRange()), document.getChunkSize());
        } catch (FrameRangeException problem) {
            problems.add(range.at(), title() + ": " + problem.getMessage());
            return;
        }
        if (frames.count() > SpecLimits.MAX_LAYER_FRAMES) {
            problems.add(
                    range.at(),
                    title() + " has " + frames.count() + " frames, the maximum is " + SpecLimits.MAX_LAYER_FRAMES);
        }
        checkCores();
    }

    private void checkCores() {
        int least = document.getMinCoreUnits();
        int most = document.getMaxCoreUnits();
        if (document.hasMaxCoreUnits() && most != 0 && most < least) {
            problems.add(at, title() + " has a maximum of cores below its minimum");
        }
    }

    /** {@code layer "render"}. */
    String title() {
        return "layer \"" + name() + "\"";
    }

    static boolean isVariable(SpecProblems problems, Given name, Given value) {
        if (!VARIABLE.matcher(name.text()).matches() || name.text().length() > SpecLimits.MAX_NAME) {
            problems.add(
                    name.at(),
                    "\"" + name.text()
                            + "\" is not the name of a variable: letters, digits and underscores, no digit first");
            return false;
        }
        if (value.text().length() > SpecLimits.MAX_VALUE || value.text().indexOf('\0') >= 0) {
            problems.add(
                    value.at(),
                    "the variable " + name.text() + " has more than " + SpecLimits.MAX_VALUE
                            + " characters or one of number 0");
            return false;
        }
        return true;
    }

    private @Nullable String conformed(Given given, Function<String, String> rule) {
        try {
            return rule.apply(given.text());
        } catch (IllegalArgumentException problem) {
            problems.add(given.at(), problem);
            return null;
        }
    }
}
