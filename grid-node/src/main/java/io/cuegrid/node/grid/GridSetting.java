package io.cuegrid.node.grid;

/** Every Hazelcast property that cuegrid sets, with its reason. Values were found by running members into faults. */
enum GridSetting {
    PHONE_HOME("hazelcast.phone.home.enabled", "false", "nothing leaves the farm"),
    NO_LOGGING_HEADER("hazelcast.logging.details.enabled", "false", "the member's name is in the thread's name"),
    LOGGING("hazelcast.logging.type", "slf4j", "one log"),
    INDETERMINATE_FAILS(
            "hazelcast.operation.fail.on.indeterminate.state",
            "true",
            "a batch that a backup did not acknowledge must not look acknowledged"),
    BACKUP_TIMEOUT(
            "hazelcast.operation.backup.timeout.millis", "1000", "a dead backup stalls the cell for 1-2 s, not 6 s"),
    BACKUP_SYNC_INTERVAL(
            "hazelcast.partition.backup.sync.interval",
            "1",
            "seconds; a backup that refused a gap is repaired within a second, not 42 s"),
    HEARTBEAT_INTERVAL("hazelcast.heartbeat.interval.seconds", "1", "ten chances before a member counts as gone"),
    NO_HEARTBEAT("hazelcast.max.no.heartbeat.seconds", "10", "isolation is noticed after 10 s, not 60 s"),
    MERGE_FIRST("hazelcast.merge.first.run.delay.seconds", "15", "a healed cut is merged soon"),
    MERGE_NEXT("hazelcast.merge.next.run.delay.seconds", "10", "as above"),
    BIND_NARROW("hazelcast.socket.bind.any", "false", "members listen where they are told to, nowhere else"),
    NO_WAIT_BEFORE_JOIN("hazelcast.wait.seconds.before.join", "0", "a grid of one starts at once"),
    JOIN_MAX(
            "hazelcast.max.join.seconds",
            "30",
            "an address that answers but lets nobody in ends the start soon, not after 5 minutes"),
    NO_SHUTDOWN_HOOK("hazelcast.shutdownhook.enabled", "false", "the node closes its parts in order itself"),
    SHUTDOWN_MAX(
            "hazelcast.graceful.shutdown.max.wait",
            "60",
            "seconds; a member that has just died must not hold up another one's end for 10 minutes"),
    PARTIAL_DISCONNECTION(
            "hazelcast.partial.member.disconnection.resolution.heartbeat.count",
            "5",
            "a cell must not wait for ever for a backup that only its owner cannot reach"),
    PARTITIONS("hazelcast.partition.count", "271", "fixed: all members must agree");

    final String property;
    final String value;
    final String reason;

    GridSetting(String property, String value, String reason) {
        this.property = property;
        this.value = value;
        this.reason = reason;
    }
}
