package io.cuegrid.node.service.servant;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.comment.Comment;
import io.cuegrid.api.opencue.comment.CommentDeleteResponse;
import io.cuegrid.api.opencue.comment.CommentInterfaceGrpc;
import io.cuegrid.api.opencue.comment.CommentSaveResponse;
import io.cuegrid.api.opencue.comment.CommentSeq;
import io.cuegrid.api.opencue.host.HostAddCommentResponse;
import io.cuegrid.api.opencue.host.HostGetCommentsResponse;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobAddCommentResponse;
import io.cuegrid.api.opencue.job.JobGetCommentsResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.node.service.auth.Caller;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.GenericEntry;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.mapping.Units;
import io.cuegrid.node.service.mapping.View;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.rpc.Problem;
import java.util.Comparator;
import org.agrona.DirectBuffer;

/**
 * Comments on jobs and hosts. The directory keeps each as a record named after the id that it belongs to; its content
 * is the Comment message.
 *
 * <p>Threading: any thread.
 */
final class CommentServant {
    private static final int USER_MAX = 36;
    private static final int SUBJECT_MAX = 128;
    private static final int MESSAGE_MAX = 4_000;

    private final Farm farm;
    private final Jobs jobs;
    private final Hosts hosts;

    CommentServant(Farm farm) {
        this.farm = farm;
        this.jobs = new Jobs(farm);
        this.hosts = new Hosts(farm);
    }

    void register(MethodTable job, MethodTable host, MethodTable comment) {
        job.doing(
                        JobInterfaceGrpc.getAddCommentMethod(),
                        request -> add(
                                jobs.get(new View(farm), jobs.require(request.getJob()))
                                        .getId(),
                                request.getNewComment()),
                        JobAddCommentResponse.getDefaultInstance())
                .on(
                        JobInterfaceGrpc.getGetCommentsMethod(),
                        request -> JobGetCommentsResponse.newBuilder()
                                .setComments(of(jobs.require(request.getJob()).toString()))
                                .build());
        host.doing(
                        HostInterfaceGrpc.getAddCommentMethod(),
                        request -> add(
                                hosts.get(new View(farm), hosts.require(request.getHost()))
                                        .getId(),
                                request.getNewComment()),
                        HostAddCommentResponse.getDefaultInstance())
                .on(
                        HostInterfaceGrpc.getGetCommentsMethod(),
                        request -> HostGetCommentsResponse.newBuilder()
                                .setComments(of(hosts.require(request.getHost()).toString()))
                                .build());
        comment.doing(
                        CommentInterfaceGrpc.getSaveMethod(),
                        request -> save(request.getComment()),
                        CommentSaveResponse.getDefaultInstance())
                .doing(
                        CommentInterfaceGrpc.getDeleteMethod(),
                        request -> farm.directory()
                                .remove(
                                        EntryKind.COMMENT,
                                        farm.directory()
                                                .require(
                                                        EntryKind.COMMENT,
                                                        request.getComment().getId())
                                                .number()),
                        CommentDeleteResponse.getDefaultInstance());
    }

    private void add(String parentId, Comment given) {
        Comment comment = checked(Comment.newBuilder()
                .setTimestamp(Units.seconds(farm.nowMillis()))
                .setUser(Caller.user(given.getUser()))
                .setSubject(given.getSubject())
                .setMessage(given.getMessage())
                .build());
        farm.directory().create(EntryKind.COMMENT, GenericEntry.encode(0, parentId, comment.toByteArray()));
    }

    /** Oldest first. */
    private CommentSeq of(String parentId) {
        CommentSeq.Builder found = CommentSeq.newBuilder();
        farm.directory().named(EntryKind.COMMENT, parentId).stream()
                .sorted(Comparator.comparingLong(GenericEntry::number))
                .forEach(entry -> found.addComments(
                        read(entry).toBuilder().setId(farm.ids().record(EntityKind.COMMENT, entry.number()))));
        return found.build();
    }

    /** Only subject and message change. */
    private void save(Comment given) {
        farm.directory().change(EntryKind.COMMENT, given.getId(), (entry, bytes) -> {
            Comment changed = checked(read(entry).toBuilder()
                    .setSubject(given.getSubject())
                    .setMessage(given.getMessage())
                    .build());
            return GenericEntry.encode(entry.parentNumber(), entry.name(), changed.toByteArray());
        });
    }

    private static Comment read(GenericEntry entry) {
        DirectBuffer content = entry.content();
        byte[] bytes = new byte[content.capacity()];
        content.getBytes(0, bytes);
        try {
            return Comment.parseFrom(bytes);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException("comment " + entry.number() + " cannot be read", damaged);
        }
    }

    private static Comment checked(Comment comment) {
        atMost("user", comment.getUser(), USER_MAX);
        atMost("subject", comment.getSubject(), SUBJECT_MAX);
        atMost("message", comment.getMessage(), MESSAGE_MAX);
        return comment;
    }

    private static void atMost(String what, String text, int characters) {
        if (text.length() > characters) {
            throw Problem.invalid("The comment's " + what + " has " + text.length() + " characters, at most "
                    + characters + " are allowed.");
        }
    }
}
