package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.Limits;
import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.ChangeJobDecoder;
import io.cuegrid.core.sbe.ChangeLayerDecoder;
import io.cuegrid.core.sbe.DelayRuleChangedEncoder;
import io.cuegrid.core.sbe.FrameOrder;
import io.cuegrid.core.sbe.FrameOrderChangedEncoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LayerChangedEncoder;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.LayerShareChangedEncoder;
import io.cuegrid.core.sbe.LayerTagsChangedEncoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReorderFramesDecoder;
import io.cuegrid.core.sbe.SetDelayRuleDecoder;
import io.cuegrid.core.sbe.SetLayerShareDecoder;
import io.cuegrid.core.sbe.SetLayerTagsDecoder;
import io.cuegrid.core.sbe.SetWorkModeDecoder;
import io.cuegrid.core.sbe.WorkMode;
import io.cuegrid.core.sbe.WorkModeChangedEncoder;

/**
 * Settings of jobs and layers, and the order of frames.
 *
 * <p>Threading: that of the cell.
 */
final class SettingDecisions {
    /** A day. */
    private static final int DELAY_MINUTES_MAX = 1_440;

    private static final int PERCENT_MAX = 100;
    private static final int SHARE_PROCS_MAX = 100;
    private static final int NO_CAP = -1;
    private static final int CORE = 100;

    private final CellState state;
    private final Emitter out;
    private final JobEmitter jobEvents;
    private final LayerChangedEncoder layerChanged = new LayerChangedEncoder();
    private final DelayRuleChangedEncoder delayRuleChanged = new DelayRuleChangedEncoder();
    private final LayerShareChangedEncoder shareChanged = new LayerShareChangedEncoder();
    private final WorkModeChangedEncoder modeChanged = new WorkModeChangedEncoder();
    private final LayerTagsChangedEncoder tagsChanged = new LayerTagsChangedEncoder();
    private final FrameOrderChangedEncoder orderChanged = new FrameOrderChangedEncoder();

    SettingDecisions(CellState state, Emitter out, JobEmitter jobEvents) {
        this.state = state;
        this.out = out;
        this.jobEvents = jobEvents;
    }

    private int job(long number) {
        int job = state.jobs.row(number);
        if (job < 0 || state.jobs.state(job) == JobStates.STARTUP) {
            throw Refused.notFound("there is no job " + number);
        }
        return job;
    }

    private int layer(int job, int index) {
        if (index < 0 || index >= state.jobs.layerCount(job)) {
            throw Refused.notFound("job " + state.jobName(job) + " has no layer " + index);
        }
        return state.jobs.layerBase(job) + index;
    }

    void decide(ChangeJobDecoder command) {
        int job = job(command.jobNumber());
        long value = command.value();
        JobSetting setting = command.setting();
        switch (setting) {
            case PAUSED, AUTO_EAT, AUTO_BOOK, AUTO_UNBOOK -> requireBetween(setting.name(), value, 0, 1);
            case PRIORITY -> requireBetween(setting.name(), value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case MIN_CORE_UNITS -> requireBetween(setting.name(), value, 0, Integer.MAX_VALUE);
            case MIN_GPUS -> requireBetween(setting.name(), value, 0, FrameTable.GPUS_MAX);
            case MAX_CORE_UNITS, MAX_GPUS -> requireBetween(setting.name(), value, NO_CAP, Integer.MAX_VALUE);
            case MAX_RETRIES -> requireBetween(setting.name(), value, 0, LaunchRules.MAX_RETRIES);
            case FOLDER -> requireFolder(job, value);
            case NULL_VAL -> throw Refused.invalid("the setting is missing");
        }
        jobEvents.changed(job, setting, value);
        if (setting == JobSetting.AUTO_EAT) {
            jobEvents.changed(job, JobSetting.MAX_RETRIES, value != 0 ? 0 : 1);
        }
        out.ok(command.correlationId(), command.jobNumber());
    }

    private void requireFolder(int job, long number) {
        int folder = state.catalogIndex.present(RecordKind.FOLDER, number);
        if (folder < 0) {
            throw Refused.notFound("there is no folder " + number);
        }
        if (state.catalog.showRow(folder) != state.jobs.showRow(job)) {
            throw Refused.invalid("folder " + number + " is of another show than job " + state.jobName(job));
        }
    }

    private static void requireBetween(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw Refused.invalid(what + " " + value + " is not between " + least + " and " + most);
        }
    }

    void decide(SetDelayRuleDecoder command) {
        requireBetween("exit status", command.exitStatus(), 1, Integer.MAX_VALUE);
        requireBetween("minutes", command.minutes(), 0, DELAY_MINUTES_MAX);
        delayRuleChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .exitStatus(command.exitStatus())
                .minutes(command.minutes());
        out.emit(DelayRuleChangedEncoder.BLOCK_LENGTH);
        out.ok(command.correlationId(), 0);
    }

    void decide(SetLayerShareDecoder command) {
        requireBetween("percent", command.percent(), 0, PERCENT_MAX);
        requireBetween("least procs", command.leastProcs(), 1, SHARE_PROCS_MAX);
        shareChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .percent(command.percent())
                .leastProcs(command.leastProcs());
        out.emit(LayerShareChangedEncoder.BLOCK_LENGTH);
        out.ok(command.correlationId(), 0);
    }

    void decide(SetWorkModeDecoder command) {
        WorkMode mode = command.workMode();
        boolean asCell = command.asCell() == BooleanType.T;
        if (mode == WorkMode.NULL_VAL || (asCell && command.showNumber() == 0)) {
            throw Refused.invalid("say which mode");
        }
        if (command.showNumber() != 0 && state.catalogIndex.present(RecordKind.SHOW, command.showNumber()) < 0) {
            throw Refused.notFound("there is no show " + command.showNumber());
        }
        modeChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .showNumber(command.showNumber())
                .workMode(mode)
                .asCell(command.asCell());
        out.emit(WorkModeChangedEncoder.BLOCK_LENGTH);
        out.ok(command.correlationId(), command.showNumber());
    }

    void decide(ChangeLayerDecoder command) {
        int job = job(command.jobNumber());
        int layer = layer(job, command.layerIndex());
        long value = command.value();
        LayerSetting setting = command.setting();
        switch (setting) {
            case THREADABLE, MEMORY_OPTIMIZER -> requireBetween(setting.name(), value, 0, 1);
            case MIN_CORE_UNITS, DISPATCH_ORDER ->
                requireBetween(setting.name(), value, -Integer.MAX_VALUE, Integer.MAX_VALUE);
            case MAX_CORE_UNITS, MIN_GPUS, MAX_GPUS, TIMEOUT_MINUTES, TIMEOUT_LLU_MINUTES ->
                requireBetween(setting.name(), value, 0, Integer.MAX_VALUE);
            case MEMORY_KIB, GPU_MEMORY_KIB, START_AFTER_MILLIS ->
                requireBetween(setting.name(), value, 0, Long.MAX_VALUE);
            case ADD_LIMIT -> requireLimit(value);
            case DROP_LIMIT -> requireLimitOfLayer(layer, value);
            case NULL_VAL -> throw Refused.invalid("the setting is missing");
        }
        byte[] reason = new byte[command.reasonLength()];
        command.getReason(reason, 0, reason.length);
        emit(job, layer, setting, value, reason);
        boolean fraction = setting == LayerSetting.MIN_CORE_UNITS && value > 0 && value < CORE;
        if (fraction && state.layers.threadable(layer)) {
            emit(job, layer, LayerSetting.THREADABLE, 0, new byte[0]);
        }
        out.ok(command.correlationId(), command.jobNumber());
    }

    private void emit(int job, int layer, LayerSetting setting, long value, byte[] reason) {
        layerChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .layerIndex(state.layers.layerIndex(layer))
                .setting(setting)
                .value(value)
                .putReason(reason, 0, reason.length);
        out.emit(layerChanged.encodedLength());
    }

    private void requireLimit(long number) {
        if (state.catalogIndex.present(RecordKind.LIMIT, number) < 0) {
            throw Refused.notFound("there is no limit " + number);
        }
    }

    private void requireLimitOfLayer(int layer, long number) {
        for (int i = 0; i < Limits.count(state, layer); i++) {
            if (Limits.number(state, layer, i) == number) {
                return;
            }
        }
        throw Refused.notFound("layer " + state.layerName(layer) + " does not have limit " + number);
    }

    void decide(SetLayerTagsDecoder command) {
        int job = job(command.jobNumber());
        layer(job, command.layerIndex());
        tagsChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(command.jobNumber())
                .layerIndex(command.layerIndex())
                .tags(String.join(" ", HostDecisions.words(command.tags())));
        out.emit(tagsChanged.encodedLength());
        out.ok(command.correlationId(), command.jobNumber());
    }

    /** Layer index -1: all layers of the job, one event each. */
    void decide(ReorderFramesDecoder command) {
        int job = job(command.jobNumber());
        FrameOrder order = command.frameOrder();
        if (order == FrameOrder.NULL_VAL) {
            throw Refused.invalid("the order is missing");
        }
        if (order == FrameOrder.STAGGER && command.stagger() < 1) {
            throw Refused.invalid("a stagger of " + command.stagger() + " means nothing");
        }
        int stagger = command.stagger();
        int index = command.layerIndex();
        int from = index < 0 ? state.jobs.layerBase(job) : layer(job, index);
        int to = index < 0 ? from + state.jobs.layerCount(job) - 1 : from;
        ReorderFramesDecoder.RangesDecoder ranges = command.ranges();
        int count = ranges.count();
        int[] runs = new int[count * 3];
        for (int i = 0; ranges.hasNext(); i += 3) {
            ranges.next();
            runs[i] = ranges.firstFrame();
            runs[i + 1] = ranges.step();
            runs[i + 2] = ranges.frameCount();
        }
        for (int layer = from; layer <= to; layer++) {
            reorder(job, layer, order, stagger, runs);
            out.step(1 + state.layers.frameCount(layer) / 16);
        }
        out.ok(command.correlationId(), command.jobNumber());
    }

    private void reorder(int job, int layer, FrameOrder order, int stagger, int[] runs) {
        orderChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .layerIndex(state.layers.layerIndex(layer))
                .frameOrder(order)
                .stagger(stagger);
        byte[] own = state.layerRuns.get(layer);
        boolean all = runs.length == 0;
        int count = all ? FrameRuns.runs(own) : runs.length / 3;
        FrameOrderChangedEncoder.RangesEncoder ranges = orderChanged.rangesCount(count);
        for (int i = 0; i < count; i++) {
            ranges.next()
                    .firstFrame(all ? FrameRuns.first(own, i) : runs[i * 3])
                    .step(all ? FrameRuns.step(own, i) : runs[i * 3 + 1])
                    .frameCount(all ? FrameRuns.count(own, i) : runs[i * 3 + 2]);
        }
        out.emit(orderChanged.encodedLength());
    }
}
