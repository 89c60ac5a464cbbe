package io.cuegrid.outline.demo.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Reads and writes pictures. A file appears whole or not at all: a frame that is killed leaves no half picture. */
final class PictureFiles {
    private PictureFiles() {}

    interface Content {
        void writeTo(OutputStream output) throws IOException;
    }

    static Path frameFile(Path folder, int frame) {
        return folder.resolve(String.format("frame.%04d.png", frame));
    }

    /** The pictures of frames 1 to {@code frames}, in order. @throws IOException names the first that is missing */
    static List<BufferedImage> readFrames(Path folder, int frames) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        for (int frame = 1; frame <= frames; frame++) {
            Path file = frameFile(folder, frame);
            if (!Files.exists(file)) {
                throw new IOException("there is no " + file + ": render frame " + frame + " first");
            }
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new IOException(file + " is no picture");
            }
            images.add(image);
        }
        return images;
    }

    static void writePng(BufferedImage image, Path file) throws IOException {
        write(file, output -> {
            if (!ImageIO.write(image, "png", output)) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }

    static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file name");
        }
        Files.createDirectories(folder);
        Path unfinished = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream output = Files.newOutputStream(unfinished)) {
                content.writeTo(output);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
