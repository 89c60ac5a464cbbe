package io.cuegrid.bench.farm;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.hostlink.CellEpoch;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.HostLinkGrpc;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.Welcome;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The grid's side of HostLink with nothing behind it: every host gets a few orders, and for each completion another one.
 * The messages are those of a node; there is no scheduling, no state, no disk.
 *
 * <p>Threading: any thread; a stream's messages come one at a time.
 */
final class EchoService extends HostLinkGrpc.HostLinkImplBase {
    /** Orders that a host has at a time. */
    static final int IN_FLIGHT = 8;

    private static final long HEARTBEAT_MILLIS = 10_000;
    private static final long LEASE_MILLIS = 240_000;
    private static final int INCARNATION = 1;
    private static final int CELL = 1;
    private static final int FRAMES_A_JOB = 100_000;
    private static final int CORE_UNITS = 100;
    private static final long MEMORY_KIB = 512 << 10;

    private final AtomicLong procs = new AtomicLong();
    private final CellEpoch epoch = CellEpoch.newBuilder()
            .setNumber(1)
            .setLeaderId(new UUID(1, 1).toString())
            .build();

    @Override
    public StreamObserver<HostMessage> connect(StreamObserver<GridMessage> answers) {
        return new Stream(answers);
    }

    private final class Stream implements StreamObserver<HostMessage> {
        private final StreamObserver<GridMessage> out;
        private long number;
        private long documentOfJob = -1;

        Stream(StreamObserver<GridMessage> out) {
            this.out = out;
        }

        @Override
        public void onNext(HostMessage message) {
            GridMessage.Builder answer = GridMessage.newBuilder();
            int orders = message.getCompletionsCount();
            if (message.hasHello()) {
                answer.setWelcome(Welcome.newBuilder()
                        .setEpoch(epoch)
                        .setCell(message.getHello().getFacility())
                        .setHeartbeatIntervalMillis(HEARTBEAT_MILLIS)
                        .setLeaseMillis(LEASE_MILLIS)
                        .setGridIncarnation("00000001"));
                orders = IN_FLIGHT;
            } else if (orders == 0 && !message.hasHeartbeat()) {
                return;
            }
            for (int i = 0; i < orders; i++) {
                order(answer);
            }
            out.onNext(answer.setNumber(++number)
                    .setAcknowledged(message.getNumber())
                    .setLeaseRenewed(message.hasHeartbeat())
                    .build());
        }

        private void order(GridMessage.Builder answer) {
            long proc = procs.incrementAndGet();
            long job = 1 + proc / FRAMES_A_JOB;
            int ordinal = (int) (proc % FRAMES_A_JOB);
            String jobId = EntityId.of(EntityKind.JOB, INCARNATION, CELL, job).toString();
            if (documentOfJob != job) {
                documentOfJob = job;
                answer.addDocuments(document(job, jobId));
            }
            answer.addLaunches(LaunchOrder.newBuilder()
                    .setProc(proc)
                    .setEpoch(epoch)
                    .setJobId(jobId)
                    .setFrameOrdinal(ordinal)
                    .setFrameIndex(ordinal)
                    .addFrameNumbers(ordinal + 1)
                    .setAttempt(1)
                    .setCoreUnits(CORE_UNITS)
                    .setMemoryKib(MEMORY_KIB)
                    .setFrameId(new EntityId(EntityKind.FRAME, INCARNATION, CELL, job, ordinal).toString()));
        }

        private JobDocument document(long job, String jobId) {
            return JobDocument.newBuilder()
                    .setName("bench0-sh010-bench_echo_" + job)
                    .setId(jobId)
                    .setMaxRetries(3)
                    .addLayers(LayerDocument.newBuilder()
                            .setName("work")
                            .setCommand("simulated #IFRAME#")
                            .setRange("1-" + FRAMES_A_JOB)
                            .setChunkSize(1)
                            .addTags("general")
                            .addServices("shell"))
                    .build();
        }

        @Override
        public void onError(Throwable gone) {
            // the host has gone, and with it its orders
        }

        @Override
        public void onCompleted() {
            out.onCompleted();
        }
    }
}
