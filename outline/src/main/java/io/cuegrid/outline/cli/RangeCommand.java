package io.cuegrid.outline.cli;

import io.cuegrid.api.range.FrameRangeException;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "range",
        description = {
            "Prints the frames that a range means, one line a chunk, in the order in which a layer has them.",
            "Duplicates are left out before chunks are cut. Write -- before a range that begins with a minus."
        },
        footer = {
            "",
            "Examples:",
            "  ./cuegrid range 1-10x3                    1 4 7 10",
            "  ./cuegrid range --chunk 4 -- -5-5         -5--2, -1-2, 3-5",
            "  ./cuegrid range -- 1-10:5                 interleaved: 1 6 3 5 7 9 2 4 8 10",
            "",
            "Ranges: 5 | 1-10 | 10-1 | 1-10x3 (every third) | 1-10y3 (all but those) | 1-10:5 (interleaved), with commas."
        })
final class RangeCommand extends CliCommand {
    @Option(names = "--chunk", paramLabel = "N", description = "frames a chunk, 1 or more (default: ${DEFAULT-VALUE})")
    int chunk = 1;

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "SPEC", description = "the range")
    String range;

    @Override
    public Integer call() {
        LayerFrames frames;
        try {
            frames = new LayerFrames(FrameSet.parse(range), chunk);
        } catch (FrameRangeException wrong) {
            throw new CliFailure(ExitStatus.USAGE, String.valueOf(wrong.getMessage()));
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        for (int index = 0; index < frames.count(); index++) {
            FrameSet ofChunk = frames.chunk(index);
            if (json) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("number", frames.number(index));
                object.put("range", ofChunk.toString());
                object.put("frames", ofChunk.toArray());
                objects.add(object);
            } else {
                output().line(ofChunk.toString());
            }
        }
        if (json) {
            output().jsonArray(objects);
        }
        return ExitStatus.SUCCESS.code();
    }
}
