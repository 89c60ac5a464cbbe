# Runs one frame and outlives the daemon. Started by the daemon as "setsid sh runner.sh", in the folder runs/<proc>/run.
#
#   daemon ── runner (this script, a session of its own)
#                ├── waiter: sleeps and never waits for its child, so that the ended command stays visible in /proc
#                │      └── the command's shell: leader of the frame's session and process group
#                └── sleep, between two looks
#
# A shell's wait gives 128+n for signal n and for "exit 128+n" alike. The kernel shows the true wait status of an ended
# process in /proc/<pid>/stat (field 52) until its parent has waited for it; hence the waiter. It also keeps the number of the
# process and of its group from being used again until this script has written the exit file.
#
# Reads, from the daemon's folder:  ../command ../header ../usage ../why ../resume and the lease file.
# Writes, into its own folder:      claimed/ runner child frozen exit
# Signals: USR1 means "look now". It may be killed and started again with CUEGRID_ATTACH=1: all it knows is in files and in /proc.
trap : USR1 HUP INT QUIT TERM
set -u
IFS=' 	
'
umask "$CUEGRID_UMASK"
folder=$(pwd -P)
failure=
child=0
child_start=0
waiter=0

# state_of PID: state, parent, group, session, start, ticks (processor time with that of ended children), code
state_of() {
    line=
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || [ -n "$line" ] || return 1
    set -- ${line##*) }
    [ $# -ge 50 ] || return 1
    state=$1 parent=$2 session=$4 start=${20} code=${50}
    ticks=$((${12} + ${13} + ${14} + ${15}))
}

# first_line FILE: into the variable content, empty if there is none
first_line() {
    content=
    { read -r content <"$1"; } 2>/dev/null || :
}

write_file() {
    printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"
}

# rights_of PID: accounts and capabilities, which decide whether its wait status can be read
rights_of() {
    rights=
    while read -r key values; do
        case $key in Uid: | Gid: | CapPrm:) rights="$rights$key $values;" ;; esac
    done <"/proc/$1/status"
} 2>/dev/null

uptime_centis() {
    read -r uptime rest </proc/uptime
    fraction=${uptime#*.}
    uptime=${uptime%.*}
    now_centis=$((uptime * 100 + 1$fraction - 100))
}

# signal_session SIGNAL: to every living process of the frame's session; members counts those not in state T
signal_session() {
    members=0
    moving=0
    for entry in /proc/[0-9]*; do
        pid=${entry#/proc/}
        state_of "$pid" || continue
        [ "$session" = "$child" ] || continue
        case $state in Z | X) continue ;; esac
        members=$((members + 1))
        case $state in T | t) ;; *) moving=$((moving + 1)) ;; esac
        kill -s "$1" "$pid" 2>/dev/null || :
    done
}

# repeat_signal SIGNAL: until all stand still (STOP) or all are gone (KILL); bounded
repeat_signal() {
    round=0
    while [ $round -lt 20 ]; do
        signal_session "$1"
        if [ "$1" = STOP ]; then [ $moving -eq 0 ] && return 0; else [ $members -eq 0 ] && return 0; fi
        round=$((round + 1))
        [ $round -lt 4 ] || sleep 1
    done
    return 1
}

# The log: under one of the daemon's log roots, folder by folder, following no link, older attempts moved to .1, .2, …
open_log() {
    cd -P "$CUEGRID_LOG_ROOT" 2>/dev/null || { failure="the log root $CUEGRID_LOG_ROOT cannot be entered"; return 1; }
    walked=$(pwd -P)
    [ "$walked" = "$CUEGRID_LOG_ROOT" ] || { failure="the log root $CUEGRID_LOG_ROOT is a link to $walked"; return 1; }
    remaining=$CUEGRID_LOG_FOLDER
    while [ -n "$remaining" ]; do
        part=${remaining%%/*}
        case $remaining in */*) remaining=${remaining#*/} ;; *) remaining= ;; esac
        [ -n "$part" ] || continue
        walked=${walked%/}/$part
        if [ -L "./$part" ]; then failure="the log folder $walked is a symbolic link"; return 1; fi
        [ -d "./$part" ] || mkdir "./$part" 2>/dev/null || [ -d "./$part" ] \
            || { failure="the log folder $walked cannot be made (missing right or full disk?)"; return 1; }
        cd -P "./$part" 2>/dev/null || { failure="the log folder $walked cannot be entered"; return 1; }
        [ "$(pwd -P)" = "$walked" ] || { failure="the log folder $walked is reached through a symbolic link"; return 1; }
    done
    log=./$CUEGRID_LOG_NAME
    if [ -L "$log" ]; then failure="the log $walked/$CUEGRID_LOG_NAME is a symbolic link"; return 1; fi
    if [ -e "$log" ]; then
        [ -f "$log" ] || { failure="the log $walked/$CUEGRID_LOG_NAME is not a plain file"; return 1; }
        older=1
        while [ $older -lt "$CUEGRID_LOGS_KEPT" ] && { [ -e "$log.$older" ] || [ -L "$log.$older" ]; }; do older=$((older + 1)); done
        mv -f "$log" "$log.$older" || { failure="the older log $walked/$CUEGRID_LOG_NAME cannot be renamed"; return 1; }
    fi
    # noclobber: O_EXCL, which follows no link; a failing exec ends the script, hence the sentence beforehand
    failure="the log $walked/$CUEGRID_LOG_NAME cannot be written (missing right or full disk?)"
    set -C
    exec 3>"$log"
    set +C
    exec 4>>/proc/self/fd/3 3>&-
    failure=
    cd "$folder"
}

on_end() {
    [ -n "$failure" ] || return 0
    cd "$folder" || return 0
    write_file exit "failed $failure"
}

fail() {
    exit 1
}

# One fork starts the command's shell behind a gate: it waits until its parent has become the waiter, because a shell may
# collect its ended children at any time and the status would be lost.
start() {
    mkdir claimed 2>/dev/null || exit 3
    open_log || fail
    failure="the command could not be started"
    cat ../header >&4
    count=$CUEGRID_VARIABLES
    set --
    index=1
    while [ $index -le "$count" ]; do
        eval "set -- \"\$@\" \"\$CUEGRID_VARIABLE_$index\""
        index=$((index + 1))
    done
    mkfifo gate || fail
    exec 5<>gate
    rm -f gate
    (
        (
            read -r word <&5
            cd "$CUEGRID_WORK_FOLDER" || exit 126
            exec "$CUEGRID_SETSID" "$CUEGRID_ENV" $CUEGRID_ENV_OPTIONS -i "$@" "$CUEGRID_SH" "$folder/../command" \
                </dev/null >&4 2>&4 4>&- 5>&-
        ) &
        printf '%s\n' "$!" >spawned
        exec sleep 2147483647 </dev/null >/dev/null 2>&1 4>&- 5>&-
    ) &
    waiter=$!
    own=
    read -r own </proc/$$/comm
    tries=0
    while :; do
        first_line spawned
        name=
        { read -r name </proc/$waiter/comm; } 2>/dev/null || :
        [ -n "$content" ] && [ -n "$name" ] && [ "$name" != "$own" ] && break
        tries=$((tries + 1))
        [ $tries -le 400 ] || fail
        sleep 0.02 2>/dev/null || sleep 1
    done
    child=$content
    state_of "$child" || fail
    child_start=$start
    write_file child "$child $child_start $waiter" || fail
    failure=
    printf 'go\n' >&5
    exec 5>&-
}

attach() {
    { read -r child child_start waiter <child; } 2>/dev/null || exit 4
    [ -e exit ] && exit 0
    log=$CUEGRID_LOG_ROOT/$CUEGRID_LOG_FOLDER/$CUEGRID_LOG_NAME
    if [ -f "$log" ] && [ ! -L "$log" ] && (: >>"$log") 2>/dev/null; then
        exec 4>>"$log"
    else
        exec 4>/dev/null
    fi
}

freeze() {
    first_line ../resume
    resumes=${content:-0}
    case $CUEGRID_ON_LEASE_EXPIRY in
        freeze)
            write_file frozen "$resumes"
            repeat_signal STOP || :
            ;;
        kill)
            write_file ended_by "the grid was not heard for longer than the lease; --on-lease-expiry kill"
            repeat_signal KILL || :
            ;;
    esac
}

look_at_lease() {
    if [ -e frozen ]; then
        first_line frozen
        held=${content:-0}
        first_line ../resume
        if [ "${content:-0}" -gt "$held" ]; then
            rm -f frozen
            signal_session CONT
        else
            signal_session STOP
        fi
        return
    fi
    [ "$CUEGRID_ON_LEASE_EXPIRY" = continue ] && return
    [ -e ended_by ] && return
    first_line "$CUEGRID_LEASE"
    [ -n "$content" ] || return
    uptime_centis
    if [ "$now_centis" -ge "$content" ]; then
        freeze
    elif [ $(((content - now_centis) / 100)) -lt "$pause" ]; then
        pause=$(((content - now_centis) / 100 + 1))
    fi
}

# What the kernel says about the ended command: "exited N", "signalled N", "unreadable 0" or "unknown 0"
finish() {
    outcome="unknown 0"
    ticks_used=0
    if state_of "$child" && [ "$start" = "$child_start" ]; then
        ticks_used=$ticks
        wait_status=$code
        rights_of "$child"
        of_child=$rights
        rights_of $$
        if [ "$wait_status" -ne 0 ] || [ "$of_child" = "$rights" ]; then
            if [ $((wait_status & 127)) -ne 0 ]; then
                outcome="signalled $((wait_status & 127))"
            else
                outcome="exited $((wait_status >> 8 & 255))"
            fi
        else
            # the kernel shows 0 to those who may not know
            outcome="unreadable 0"
        fi
    fi
    uptime_centis
    ended_centis=$now_centis
    repeat_signal KILL || :
    run_centis=$((ended_centis - child_start * 100 / CUEGRID_TICKS))
    ended=$(date '+%Y-%m-%d %H:%M:%S %z')
    footer >&4 2>/dev/null || :
    failure=
    write_file exit "$outcome $((run_centis * 10)) $((ticks_used * 1000 / CUEGRID_TICKS))"
    kill -s KILL "$waiter" 2>/dev/null || :
    exit 0
}

footer() {
    status=0 signal=0 note=
    case $outcome in
        exited*)
            status=${outcome#* }
            [ "$status" -le 128 ] || [ "$status" -gt 192 ] \
                || note="a program of the command ended by signal $((status - 128)), or it exited with $status"
            ;;
        signalled*) status=1 signal=${outcome#* } ;;
        *) status=unknown note="the command's wait status could not be read" ;;
    esac
    first_line ended_by
    [ -n "$content" ] || first_line ../why
    echo
    echo "==========================================================="
    echo "RenderQ Job Complete"
    echo
    printf '%-20s%s\n' exitStatus "$status" exitSignal "$signal"
    [ -z "$note" ] || printf '%-20s%s\n' note "$note"
    [ -z "$content" ] || printf '%-20s%s\n' killMessage "$content"
    printf '%-20s%s\n' startTime "$CUEGRID_STARTED" endTime "$ended" \
        runSeconds "$((run_centis / 100)).$((run_centis / 10 % 10))" \
        cpuSeconds "$((ticks_used / CUEGRID_TICKS)).$((ticks_used * 10 / CUEGRID_TICKS % 10))" \
        renderhost "$CUEGRID_HOST"
    cat ../usage 2>/dev/null
    echo "==========================================================="
}

# The folder was taken away: how the run ends could be told to nobody, and nothing could ever resume it.
abandon() {
    repeat_signal KILL || :
    kill -s KILL "$waiter" 2>/dev/null || :
    trap - EXIT
    exit 5
}

trap on_end EXIT
state_of $$ || { failure="/proc is not mounted"; exit 1; }
write_file runner "$$ $start"
if [ "${CUEGRID_ATTACH:-0}" = 1 ]; then attach; else start; fi
while :; do
    [ -e "$folder/runner" ] || abandon
    state_of "$child" && [ "$start" = "$child_start" ] || finish
    case $state in Z | X) finish ;; esac
    pause=$CUEGRID_LOOK_SECONDS
    look_at_lease
    sleep "$pause" 4>&- &
    sleeper=$!
    wait "$sleeper" || { kill "$sleeper" 2>/dev/null; wait "$sleeper" 2>/dev/null; } || :
done
