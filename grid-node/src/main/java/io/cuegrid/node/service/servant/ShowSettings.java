package io.cuegrid.node.service.servant;

import static io.cuegrid.node.service.rpc.Problem.invalid;

import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.show.Show;
import io.cuegrid.api.opencue.show.ShowArchiveRequest;
import io.cuegrid.api.opencue.show.ShowArchiveResponse;
import io.cuegrid.api.opencue.show.ShowCreateShowRequest;
import io.cuegrid.api.opencue.show.ShowCreateShowResponse;
import io.cuegrid.api.opencue.show.ShowDeleteResponse;
import io.cuegrid.api.opencue.show.ShowEnableBookingResponse;
import io.cuegrid.api.opencue.show.ShowEnableDispatchingResponse;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowSetActiveResponse;
import io.cuegrid.api.opencue.show.ShowSetCommentEmailResponse;
import io.cuegrid.api.opencue.show.ShowSetDefaultMaxCoresResponse;
import io.cuegrid.api.opencue.show.ShowSetDefaultMaxGpusResponse;
import io.cuegrid.api.opencue.show.ShowSetDefaultMinCoresResponse;
import io.cuegrid.api.opencue.show.ShowSetDefaultMinGpusResponse;
import io.cuegrid.core.sbe.ShowRecordEncoder;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.RecordChange;
import io.cuegrid.node.service.catalog.ShowEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.client.Ids;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.ShowMapper;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.Locale;
import java.util.function.Consumer;

/** ShowInterface: what makes and changes a show. Threading: any thread. */
final class ShowSettings {
    private static final int NAME = 0;
    private static final int ALIASES = 1;
    private static final int COMMENT_EMAIL = 2;
    private static final int NAME_LENGTH_MIN = 3;
    private static final int DEFAULT_MAX_CORE_UNITS = 200_000;
    private static final int DEFAULT_MAX_GPUS = 100_000;
    private static final String ARCHIVED = "_archive";

    private final Farm farm;

    ShowSettings(Farm farm) {
        this.farm = farm;
    }

    void register(MethodTable table) {
        table.on(ShowInterfaceGrpc.getCreateShowMethod(), this::create)
                .doing(
                        ShowInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.SHOW,
                                        farm.directory()
                                                .require(
                                                        EntryKind.SHOW,
                                                        request.getShow().getId())
                                                .number()),
                        ShowDeleteResponse.getDefaultInstance())
                .doing(ShowInterfaceGrpc.getArchiveMethod(), this::archive, ShowArchiveResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getSetActiveMethod(),
                        request -> set(request.getShow(), show -> show.active(Sbe.of(request.getValue()))),
                        ShowSetActiveResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getEnableBookingMethod(),
                        request -> set(request.getShow(), show -> show.bookingEnabled(Sbe.of(request.getEnabled()))),
                        ShowEnableBookingResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getEnableDispatchingMethod(),
                        request -> set(request.getShow(), show -> show.dispatchEnabled(Sbe.of(request.getEnabled()))),
                        ShowEnableDispatchingResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getSetCommentEmailMethod(),
                        request -> farm.directory()
                                .change(
                                        EntryKind.SHOW,
                                        request.getShow().getId(),
                                        RecordChange.text(COMMENT_EMAIL, request.getEmail())),
                        ShowSetCommentEmailResponse.getDefaultInstance());
        defaults(table);
    }

    private void defaults(MethodTable table) {
        table.doing(
                        ShowInterfaceGrpc.getSetDefaultMinCoresMethod(),
                        request -> {
                            int units = Numbers.atLeastZero(
                                    "default of cores", Units.wholeCoreUnits(request.getMinCores()));
                            set(request.getShow(), show -> show.defaultMinCoreUnits(units));
                        },
                        ShowSetDefaultMinCoresResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getSetDefaultMaxCoresMethod(),
                        request -> {
                            int units = Numbers.atLeastZero(
                                    "default of cores", Units.wholeCoreUnits(request.getMaxCores()));
                            set(request.getShow(), show -> show.defaultMaxCoreUnits(units));
                        },
                        ShowSetDefaultMaxCoresResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getSetDefaultMinGpusMethod(),
                        request -> {
                            int gpus = Numbers.atLeastZero("default of gpus", request.getMinGpus());
                            set(request.getShow(), show -> show.defaultMinGpus(gpus));
                        },
                        ShowSetDefaultMinGpusResponse.getDefaultInstance())
                .doing(
                        ShowInterfaceGrpc.getSetDefaultMaxGpusMethod(),
                        request -> {
                            int gpus = Numbers.atLeastZero("default of gpus", request.getMaxGpus());
                            set(request.getShow(), show -> show.defaultMaxGpus(gpus));
                        },
                        ShowSetDefaultMaxGpusResponse.getDefaultInstance());
    }

    private void set(Show stub, Consumer<ShowRecordEncoder> setting) {
        farm.directory().change(EntryKind.SHOW, stub.getId(), RecordChange.fields(ShowRecordEncoder::new, setting));
    }

    /** The directory makes the show's root group with it. */
    private ShowCreateShowResponse create(ShowCreateShowRequest request) {
        String name = request.getName().toLowerCase(Locale.ROOT).replace('-', '_');
        if (name.length() < NAME_LENGTH_MIN) {
            throw invalid("The show name '" + request.getName() + "' is too short: at least " + NAME_LENGTH_MIN
                    + " characters are needed.");
        }
        long number = farm.directory()
                .create(
                        EntryKind.SHOW,
                        ShowEntry.encode(
                                true,
                                true,
                                true,
                                Units.CORE,
                                DEFAULT_MAX_CORE_UNITS,
                                0,
                                DEFAULT_MAX_GPUS,
                                0,
                                name,
                                "",
                                ""));
        ShowEntry created = farm.directory().require(EntryKind.SHOW, farm.ids().record(EntityKind.SHOW, number));
        return ShowCreateShowResponse.newBuilder()
                .setShow(ShowMapper.map(new View(farm), created))
                .build();
    }

    /** The show gets another name, and its old one becomes an alias of the target: new jobs land there. */
    private void archive(ShowArchiveRequest request) {
        ShowEntry show =
                farm.directory().require(EntryKind.SHOW, request.getShow().getId());
        ShowEntry target = null;
        for (ShowEntry named : farm.directory().named(EntryKind.SHOW, request.getTargetShowName())) {
            target = named;
        }
        if (target == null) {
            throw Ids.missing("show", "'" + request.getTargetShowName() + "'");
        }
        if (target.number() == show.number()) {
            throw invalid("The show " + show.name() + " cannot be archived into itself.");
        }
        farm.directory().change(EntryKind.SHOW, show, RecordChange.text(NAME, show.name() + ARCHIVED));
        farm.directory()
                .change(
                        EntryKind.SHOW,
                        target,
                        (now, bytes) -> RecordChange.<ShowEntry>text(
                                        ALIASES,
                                        now.aliases().isEmpty() ? show.name() : now.aliases() + "," + show.name())
                                .change(now, bytes));
    }
}
