# The virtual ME as a device through CUSE, to a program in C and to our own commands: rows of the errno table, ends, restarts, six machines
# over: cuse
. guest/lab.bash
client=$LAB_WORK/cuse-client
out=/run/out/results
matches() { case $2 in *$3*) result ok "$1" ;; *) result FAIL "$1: no $3 in: $(echo "$2" | head -c 400)" ;; esac; }
# A check of the C program: each line is one of ours.
lines() { timeout 60 "$client" "$@" >/run/lines 2>&1; local code=$?; cat /run/lines >>"$out"; [ $code = 0 ] || grep -q ^FAIL /run/lines || result FAIL "cuse-client $*: exit status $code"; }

server=
# start ARGUMENT...: a virtual ME on /dev/mei0; settles when it is there.
start() {
  rm -f /run/ready && mkfifo /run/ready
  # node itself and no shell around it: it is to be killed
  node /run/program/amt-agent.cjs virtual-me --cuse mei0 --json "$@" >/run/ready 2>>/run/out/me.log &
  server=$!
  exec 9</run/ready
  read -r -t 60 ready <&9 || ready="nothing"
}
# How it ended, and after how many milliseconds.
stop() {
  local began; began=$(now)
  kill -TERM $server
  wait $server; code=$?
  took=$(($(now) - began))
  exec 9<&-
}

agent virtual-me --machine acm-15 --cuse mei0 --json >/run/absent 2>/dev/null; code=$?
same "without CUSE: exit status 3" $code 3
matches "and the error says what to do" "$(cat /run/absent)" "modprobe cuse"

load_driver

mkdir /run/node && cp "$(readlink -f "$(command -v node)")" /run/node/node
setpriv --reuid=65534 --regid=65534 --clear-groups /run/node/node /run/program/amt-agent.cjs virtual-me --machine acm-15 --cuse mei0 --json >/run/denied 2>/dev/null; code=$?
same "as an ordinary user: exit status 4" $code 4
matches "and its code" "$(cat /run/denied)" CUSE_DENIED

began=$(now)
start --machine acm-15
note "the device is there after $(($(now) - began)) ms"
matches "the server says which device it is" "$ready" '"device":"/dev/mei0"'
same "the device is there, for root alone" "$(stat -c '%F %a %U' /dev/mei0)" "character special file 600 root"
agent virtual-me --machine wifi-14 --cuse mei0 --json >/run/taken 2>/dev/null; code=$?
same "a second device of that name: exit status 5" $code 5
matches "and its code" "$(cat /run/taken)" CUSE_IN_USE

versions=$(timeout 20 "$client" versions /dev/mei0); code=$?
same "a C program reads AMT's versions" $code 0
matches "which are the machine's" "$versions" "$(agent info --mei virtual:acm-15 --json | node -p 'JSON.parse(fs.readFileSync(0)).amt.version')"
lines rows /dev/mei0
lines woken /dev/mei0
resident() { awk '/^VmRSS/ {print $2}' /proc/$server/status; }
timeout 60 "$client" churn /dev/mei0 300; before=$(resident)
timeout 120 "$client" churn /dev/mei0 1000; same "1000 times open, connect, exchange, close" $? 0
grown=$(($(resident) - before))
same "the server has not grown by more than 16 MB ($grown kB)" "$([ $grown -lt 16384 ] && echo yes)" yes
timeout 120 "$client" crowd /dev/mei0 25; same "8 programs at once: each gets its turn and its own replies" $? 0
same "no descriptor is left in the server" "$(ls -l /proc/$server/fd | grep -c '/dev/cuse')" 1
note "round trip over /dev/mei0, median of 500: $(timeout 60 "$client" round /dev/mei0 500) us"

# The same answers through the kernel as in one process, but for what names the way.
cat >/run/compare.cjs <<'J'
const { readFileSync } = require("node:fs");
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const [device, process_] = [read(process.argv[2]), read(process.argv[3])];
const differences = [];
// The driver's own name and device, and the registers that come from sysfs, which CUSE has not.
const named = /^(machine\.(driver|device)|firmware\.status\.\d)$/;
const differ = (a, b, path) => {
  if (named.test(path)) return;
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null)
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) differ(a[key], b[key], path ? `${path}.${key}` : key);
  else if (a !== b) differences.push(`${path}: ${JSON.stringify(a)} / ${JSON.stringify(b)}`);
};
differ(device, process_, "");
console.log(differences.join("\n"));
J
machine() {
  agent info --mei linux --json >/run/out/info-device 2>>/run/out/me.log; local code=$?
  agent info --mei "virtual:$1" --json >/run/out/info-process
  same "$1: info through the device: exit status" $code 0
  same "$1: says what the machine in one process says" "$(node /run/compare.cjs /run/out/info-device /run/out/info-process)" ""
}
machine acm-15
matches "every answer says that it is virtual" "$(cat /run/out/info-device)" '"virtual": true'
agent doctor --mei linux --json >/run/doctor 2>>/run/out/me.log; code=$?
note "doctor: exit status $code"
same "doctor finds the ME and asks it" "$(node -p 'const d=JSON.parse(fs.readFileSync("/run/doctor")); Array.isArray(d.checks) && d.checks.length > 3' 2>&1)" true
cp /run/doctor /run/out/doctor

rm -f /run/hold && mkfifo /run/hold
"$client" hold /dev/mei0 </run/hold >/run/held 2>&1 & holder=$!
exec 8>/run/hold
until grep -q held /run/held; do kill -0 $holder || break; sleep 0.05; done
agent mei call getUuid --mei linux --json >/run/busy 2>/dev/null; code=$?
same "AMTHI held by another program: exit status 5" $code 5
matches "which is named" "$(cat /run/busy)" "cuse-client (process $holder)"
exec 8>&-
wait $holder

parked() { "$client" parked /dev/mei0 >/run/parked 2>&1 & waiter=$!; until grep -q held /run/parked; do kill -0 $waiter || break; sleep 0.05; done; sleep 0.2; }
parked
kill -KILL $server; wait $server 2>/dev/null; exec 9<&-
wait $waiter
matches "kill -9 of the server: a read that waits ends" "$(tail -1 /run/parked)" ECONNABORTED
same "and the device is gone" "$(ls /dev/mei0 2>/dev/null)" ""
start --machine acm-15
timeout 20 "$client" versions /dev/mei0 >/dev/null; same "started anew, it works" $? 0
parked
stop
same "SIGTERM: exit status as of Ctrl-C, or 0" "$([ $code = 0 ] || [ $code = 130 ] && echo good || echo $code)" good
same "within 2 s ($took ms), with a request of its own waiting and a read of a program's" "$([ "$took" -le 2000 ] && echo yes)" yes
wait $waiter
matches "that read ends" "$(tail -1 /run/parked)" ECONNABORTED
same "the device is gone" "$(ls /dev/mei0 /sys/class/cuse/mei0 2>/dev/null)" ""

start --machine acm-15
mount -t tmpfs tmpfs /sys/class/cuse
stop
same "SIGTERM where /sys cannot be written: within 2 s too ($took ms)" "$([ "$took" -le 2000 ] && echo yes)" yes
start --machine acm-15
timeout 20 "$client" versions /dev/mei0 >/dev/null; same "started where /sys does not show it, it works" $? 0
stop
same "and ends within 2 s ($took ms)" "$([ "$took" -le 2000 ] && echo yes)" yes
umount /sys/class/cuse
same "the device is gone" "$(ls /dev/mei0 /sys/class/cuse/mei0 2>/dev/null)" ""

start --machine acm-15 --fault amthi:reset
lines reset /dev/mei0
stop
start --machine acm-15
echo 1 >/sys/class/cuse/mei0/abort
wait $server; code=$?; exec 9<&-
same "taken away by somebody else: exit status 6" $code 6
for machine in ccm-12 wifi-14 unprovisioned-11 consumer-11 standard-9; do
  start --machine $machine
  machine $machine
  stop
done
end
