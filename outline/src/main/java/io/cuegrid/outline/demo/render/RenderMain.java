package io.cuegrid.outline.demo.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a frame of the demo's job runs ({@code ./cuegrid render …}). Reads its options by hand: this program starts once a frame,
 * and an option parser would cost more time than its start.
 */
public final class RenderMain {
    private static final String USAGE = """
            usage: cuegrid render frame     --frame N [--frames 48] --output FOLDER [--width 320] [--height 180] [--samples 25]
                   cuegrid render sheet     [--frames 48] --input FOLDER --output FILE.png
                   cuegrid render animation [--frames 48] --input FOLDER --output FILE.gif""";

    private static final int STATUS_FAILED = 1;
    private static final int STATUS_USAGE = 2;
    private static final int FRAMES = 48;
    private static final Set<String> OPTIONS =
            Set.of("frame", "frames", "input", "output", "width", "height", "samples");

    private RenderMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String[] arguments) {
        try {
            if (arguments.length == 0) {
                throw new IllegalArgumentException("say what to render");
            }
            Options options = Options.parse(arguments);
            int frames = options.number("frames", FRAMES);
            if (frames < 1) {
                throw new IllegalArgumentException("frames must be 1 or more, not " + frames);
            }
            Path written = switch (arguments[0]) {
                case "frame" -> renderFrame(options, frames);
                case "sheet" -> renderSheet(options, frames);
                case "animation" -> renderAnimation(options, frames);
                default -> throw new IllegalArgumentException("render knows no '" + arguments[0] + "'");
            };
            System.out.println("wrote " + written);
            return 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println("cuegrid render: " + wrong.getMessage() + "\n" + USAGE);
            return STATUS_USAGE;
        } catch (IOException failure) {
            System.err.println("cuegrid render: " + failure.getMessage());
            return STATUS_FAILED;
        }
    }

    private static Path renderFrame(Options options, int frames) throws IOException {
        int frame = options.number("frame", -1);
        if (frame < 1 || frame > frames) {
            throw new IllegalArgumentException("--frame must be 1 to " + frames);
        }
        Picture picture = new Picture(
                options.number("width", Picture.WIDTH),
                options.number("height", Picture.HEIGHT),
                options.number("samples", Picture.SAMPLES));
        Path file = PictureFiles.frameFile(options.path("output"), frame);
        PictureFiles.writePng(picture.render((frame - 1) / (double) frames), file);
        return file;
    }

    private static Path renderSheet(Options options, int frames) throws IOException {
        Path file = options.path("output");
        PictureFiles.writePng(ContactSheet.of(PictureFiles.readFrames(options.path("input"), frames)), file);
        return file;
    }

    private static Path renderAnimation(Options options, int frames) throws IOException {
        Path file = options.path("output");
        List<BufferedImage> images = PictureFiles.readFrames(options.path("input"), frames);
        PictureFiles.write(file, output -> Animation.write(images, output));
        return file;
    }

    private record Options(Map<String, String> values) {
        static Options parse(String[] arguments) {
            Map<String, String> values = new TreeMap<>();
            for (int index = 1; index < arguments.length; index += 2) {
                String name = arguments[index].startsWith("--") ? arguments[index].substring(2) : "";
                if (!OPTIONS.contains(name)) {
                    throw new IllegalArgumentException("render knows no option '" + arguments[index] + "'");
                }
                if (index + 1 == arguments.length) {
                    throw new IllegalArgumentException("--" + name + " needs a value");
                }
                values.put(name, arguments[index + 1]);
            }
            return new Options(values);
        }

        Path path(String name) {
            String value = values.get(name);
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException("--" + name + " is missing");
            }
            return Path.of(value);
        }

        int number(String name, int otherwise) {
            String value = values.get(name);
            if (value == null) {
                return otherwise;
            }
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException("--" + name + " must be a whole number, not '" + value + "'");
            }
        }
    }
}
