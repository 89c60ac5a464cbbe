import io.cuegrid.outline.Layer;
import io.cuegrid.outline.LayerPreProcess;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.OutlinePostCommand;
import io.cuegrid.outline.Shell;
import io.cuegrid.outline.ShellCommand;
import io.cuegrid.outline.backend.LocalBackend;
import io.cuegrid.outline.backend.LocalListener;
import io.cuegrid.outline.backend.LocalOptions;
import io.cuegrid.outline.xml.SpecXmlWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * A job in Java, run on this machine. Give it a folder for logs; with a second word {@code --xml} it prints the job as
 * OpenCue's XML instead.
 */
public final class Turntable {

    public static void main(String[] arguments) throws Exception {
        Outline outline = new Outline("turntable").show("testing").shot("sh010").user("artist").range("1-6");
        Layer render = outline.add(
                new Shell("render", List.of("echo", "rendering frame #IFRAME#")).cores(1).memory("256m"));
        outline.add(new LayerPreProcess(render, "echo making folders"));
        outline.add(new ShellCommand("sheet", "echo contact sheet").dependAll(render));
        outline.add(new OutlinePostCommand("mail", "echo done"));
        if (List.of(arguments).contains("--xml")) {
            System.out.print(SpecXmlWriter.write(outline.toSpec()));
            return;
        }
        new LocalBackend(LocalOptions.of(Path.of(arguments[0])), new LocalListener() {
                    @Override
                    public void ended(String job, String frame, int attempt, int exitStatus, FrameEnd end) {
                        System.out.println(frame + " " + end);
                    }
                })
                .launch(outline);
    }
}
