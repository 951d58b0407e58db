# A second program at AMT's client; an ordinary user; a user of the device's group
# over: mei
. guest/lab.bash
load_driver
start_me acm-15
nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
member() { setpriv --reuid=65534 --regid=65534 --groups=4711 "$@"; }

chmod 600 /dev/mei0
nobody node /run/program/amt-agent.cjs info --mei linux --json >/run/denied.json 2>/run/denied.txt
same "an ordinary user: exit status 4" $? 4
same "an ordinary user: ME_DENIED" "$(field d.error.code </run/denied.json)" ME_DENIED
check "and what to do about it" grep -q "group" <(field d.error.message </run/denied.json)
chgrp 4711 /dev/mei0
chmod 660 /dev/mei0
member node /run/program/amt-agent.cjs info --mei linux --json >/run/granted.json
same "a member of the device's group: exit status 0" $? 0
same "a member of the device's group: reads the version" "$(field d.amt.version </run/granted.json)" 15.0.23

# Another program takes the client and keeps it
"$LAB_WORK/mei-errno" hold "$me" >/run/holder.txt &
holder=$!
check "another program holds AMT's client" until_ 5 grep -q held /run/holder.txt
agent info --mei linux --json >/run/busy.json
same "info while it is held: exit status 5" $? 5
check "info names the holder's process" grep -q "process $holder" /run/busy.json
agent mei call getProvisioningState --mei linux --json >/run/busy-call.json
same "a single command while it is held: exit status 5" $? 5
same "a single command while it is held: ME_BUSY" "$(field d.error.code </run/busy-call.json)" ME_BUSY
check "which names the holder" grep -q "mei-errno (process $holder)" <(field d.error.message </run/busy-call.json)
kill "$holder"
wait "$holder" 2>/dev/null
agent mei call getProvisioningState --mei linux --json >/run/free.json
same "after it has gone the command works" $? 0
end
