package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import java.util.ArrayList;
import java.util.List;

/** Paused jobs with more frames than the farm has cores, let go at once: how long until the last core runs. */
final class ColdFillLoad implements FarmLoad {
    private static final long FILL_SECONDS = 180;
    private static final long END_SECONDS = 300;

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) {
        HostFleet fleet = stage.fleet();
        List<String> jobs = new ArrayList<>();
        long launched = 0;
        int index = 0;
        for (List<JobSpec> launch = stage.workload().launches().launch(index);
                !launch.isEmpty();
                launch = stage.workload().launches().launch(index)) {
            jobs.addAll(stage.client().launchPaused(launch));
            launched += launch.stream().mapToInt(JobSpec::frames).sum();
            index++;
        }
        stage.progress().accept("filling the farm from " + jobs.size() + " jobs of " + launched + " frames");
        long cores = HostSpec.coreUnits(stage.workload().hosts());
        Window window = Window.begin(stage);
        long begin = System.nanoTime();
        jobs.forEach(stage.client()::resume);
        stage.await("every core runs", FILL_SECONDS, () -> fleet.busyCoreUnits() >= cores);
        double fillSeconds = (System.nanoTime() - begin) / 1e9;
        stage.progress().accept("filled after " + fillSeconds + " s; letting all frames end");
        fleet.letGo();
        long all = launched;
        stage.await("all frames have ended", END_SECONDS, () -> fleet.completedCount() >= all && fleet.isSettled());
        return new Measured(
                launched,
                window.end(),
                null,
                null,
                null,
                new Figures()
                        .number("coldFillSeconds", fillSeconds, 2)
                        .number("bookingsPerSecond", (double) cores / HostSpec.CORE_UNITS / fillSeconds, 0));
    }
}
