package io.cuegrid.node.grid;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This process as a member of the grid: an embedded Hazelcast, configured here and nowhere else, and its maps.
 *
 * <ul>
 *   <li>"cells": the replicas, OBJECT format; touched by the dispatch loops' processors and by nothing else
 *   <li>"vitals": heartbeats as they came, BINARY, no backup: losing one costs one heartbeat interval
 *   <li>"grid": the few values that belong to the grid as a whole (its incarnation)
 * </ul>
 *
 * <p>Threading: any thread, after construction.
 */
public final class GridMember implements AutoCloseable {
    private static final String CELLS = "cells";
    private static final String VITALS = "vitals";
    private static final String GRID = "grid";
    private static final String MAJORITY = "majority";
    private static final String GRPC_ATTRIBUTE = "grpc";
    private static final String NAME_ATTRIBUTE = "name";

    private final HazelcastInstance hazelcast;
    private final MemberConfig memberConfig;
    private final ReplicaPresence presence;
    private volatile boolean unsettled;

    /**
     * Starts the member and joins.
     *
     * @param processors makes the processors that arrive from other members
     * @param aloneRule whether this member may decide while there is no other
     */
    public GridMember(
            MemberConfig memberConfig,
            MachineFactory machines,
            DataSerializableFactory processors,
            AloneRule aloneRule) {
        this.memberConfig = memberConfig;
        this.hazelcast = Hazelcast.newHazelcastInstance(config(memberConfig, machines, processors));
        this.presence =
                new ReplicaPresence(hazelcast, memberConfig.configuredMembers(), memberConfig.backups(), aloneRule);
    }

    /** Calls back on a thread of Hazelcast's when this member was cut off and joins the others again: its copies went. */
    public void onMerge(Runnable action) {
        var unused = hazelcast.getLifecycleService().addLifecycleListener(event -> {
            switch (event.getState()) {
                case MERGING -> {
                    unsettled = true;
                    action.run();
                }
                case MERGED, MERGE_FAILED -> {
                    action.run();
                    unsettled = false;
                }
                case SHUTTING_DOWN -> unsettled = true;
                default -> {}
            }
        });
    }

    /** Calls back on a thread of Hazelcast's after another member left or died. */
    public void onMemberLeft(Runnable action) {
        var unused = hazelcast.getCluster().addMembershipListener(new MembershipAdapter() {
            @Override
            public void memberRemoved(MembershipEvent event) {
                action.run();
            }
        });
    }

    /** Whether the list of members means anything now. */
    public boolean isSettled() {
        return isRunning() && !unsettled;
    }

    static Config config(MemberConfig member, MachineFactory machines, DataSerializableFactory processors) {
        Config config = new Config();
        config.setClusterName(member.gridName());
        config.setInstanceName(member.memberName() + "-" + UUID.randomUUID());
        for (GridSetting setting : GridSetting.values()) {
            config.setProperty(setting.property, setting.value);
        }
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getMemberAttributeConfig()
                .setAttribute(GRPC_ATTRIBUTE, member.grpcAddress())
                .setAttribute(NAME_ATTRIBUTE, member.memberName());
        network(config, member);
        maps(config, member);
        config.getSerializationConfig()
                .addDataSerializableFactory(SerialIds.FACTORY, processors)
                .addSerializerConfig(
                        new SerializerConfig().setTypeClass(CellKey.class).setImplementation(new CellKeySerializer()))
                .addSerializerConfig(new SerializerConfig()
                        .setTypeClass(HostedReplica.class)
                        .setImplementation(new ReplicaSerializer(machines)));
        return config;
    }

    /** One endpoint, for members only: community Hazelcast cannot authenticate a client. */
    private static void network(Config config, MemberConfig member) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig()
                .setPort(member.memberPort())
                .setPortAutoIncrement(false)
                .setReuseAddress(true);
        endpoint.getInterfaces().setEnabled(true).addInterface(member.bindAddress());
        config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(endpoint);
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        if (member.joinAddresses().isEmpty()) {
            join.getTcpIpConfig().addMember(member.bindAddress() + ":" + member.memberPort());
        }
        member.joinAddresses().forEach(join.getTcpIpConfig()::addMember);
    }

    private static void maps(Config config, MemberConfig member) {
        MapConfig cells = new MapConfig(CELLS)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(member.backups())
                .setStatisticsEnabled(false)
                .setMergePolicyConfig(new MergePolicyConfig(DiscardMergePolicy.class.getName(), 1));
        if (member.configuredMembers() >= MemberConfig.MEMBERS_FOR_MAJORITY) {
            config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(MAJORITY, true)
                    .setMinimumClusterSize(MemberConfig.majority(member.configuredMembers()))
                    .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
            cells.setSplitBrainProtectionName(MAJORITY);
        }
        config.addMapConfig(cells);
        config.addMapConfig(new MapConfig(VITALS)
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setBackupCount(0)
                .setStatisticsEnabled(false));
        config.addMapConfig(new MapConfig(GRID).setBackupCount(member.backups()).setStatisticsEnabled(false));
    }

    public IMap<CellKey, HostedReplica> cells() {
        return hazelcast.getMap(CELLS);
    }

    /** Key: {@link Vitals#key}. */
    public IMap<Long, byte[]> vitals() {
        return hazelcast.getMap(VITALS);
    }

    public IMap<String, Integer> gridValues() {
        return hazelcast.getMap(GRID);
    }

    public ReplicaPresence presence() {
        return presence;
    }

    public MemberConfig memberConfig() {
        return memberConfig;
    }

    /** Drawn by Hazelcast at each start of a member. */
    public UUID memberId() {
        return hazelcast.getCluster().getLocalMember().getUuid();
    }

    /** The port that the member listens on. */
    public int memberPort() {
        return hazelcast.getCluster().getLocalMember().getAddress().getPort();
    }

    public int partitionOf(int cellNumber) {
        return hazelcast
                .getPartitionService()
                .getPartition(new CellKey(cellNumber))
                .getPartitionId();
    }

    /** The member that owns a cell's partition and so leads it or is about to; null: nobody just now. */
    public @Nullable Peer leaderOf(int cellNumber) {
        @Nullable
        Member owner = hazelcast
                .getPartitionService()
                .getPartition(new CellKey(cellNumber))
                .getOwner();
        return owner == null ? null : peer(owner);
    }

    /** All members, this one included. */
    public List<Peer> peers() {
        return hazelcast.getCluster().getMembers().stream()
                .map(GridMember::peer)
                .toList();
    }

    private static Peer peer(Member member) {
        @Nullable String grpc = member.getAttribute(GRPC_ATTRIBUTE);
        @Nullable String name = member.getAttribute(NAME_ATTRIBUTE);
        return new Peer(
                member.getUuid(),
                name == null ? "" : name,
                member.getAddress().getHost() + ":" + member.getAddress().getPort(),
                grpc == null ? "" : grpc,
                member.localMember());
    }

    public boolean isRunning() {
        return hazelcast.getLifecycleService().isRunning();
    }

    /** Leaves the grid after its partitions were handed over. */
    @Override
    public void close() {
        hazelcast.shutdown();
    }

    /** Ends without telling anybody, as a crash does. For tests of failover. */
    public void terminate() {
        hazelcast.getLifecycleService().terminate();
    }

    /**
     * A member as the others see it.
     *
     * @param memberAddress host:port where members reach it
     * @param grpcAddress host:port
     */
    public record Peer(UUID id, String name, String memberAddress, String grpcAddress, boolean local) {}
}
