#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Bring up Slurm on loopback: a controller and two node daemons, for the processes of one command.
#
#   slurm-on-loopback.sh FOLDER COMMAND...
#
# FOLDER is an empty one. All daemons end with the command. As root, on Debian: slurm-wlm and munge.
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"/{state,one,two,munge}
chmod 700 "$folder/munge"
host=$(hostname -s)
port=$((20000 + RANDOM % 20000))

dd if=/dev/urandom of="$folder/munge/key" bs=1024 count=1 status=none
chmod 400 "$folder/munge/key"
pids=()

# Step daemons are nobody's children; each holds a file of ours open.
stepdaemons() {
    local process
    for process in /proc/[0-9]*; do
        grep -qs ^slurmstepd "$process/comm" && ls -l "$process/fd" 2>/dev/null | grep -qF "$folder/" && basename "$process"
    done
    true
}

end() {
    mapfile -t -O "${#pids[@]}" pids < <(stepdaemons)
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait 2>/dev/null || true
}
trap end EXIT

munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" \
    --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" &
pids+=($!)

cat > "$folder/slurm.conf" <<EOF
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 RealMemory=3072 State=UNKNOWN
NodeName=two NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 RealMemory=3072 State=UNKNOWN
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF=$folder/slurm.conf
slurmctld -D -f "$SLURM_CONF" 2> "$folder/slurmctld.err" &
pids+=($!)
for node in one two; do
    slurmd -D -N "$node" -f "$SLURM_CONF" 2> "$folder/$node.err" &
    pids+=($!)
done
for ((second = 0; second < 60; second++)); do
    test "$(sinfo -h -o %T -n one,two 2>/dev/null | sort -u)" = idle && break
    sleep 1
done
"$@"
