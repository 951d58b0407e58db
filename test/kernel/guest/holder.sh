# A second program at the clients that take one connection, AMT's and LME: the service beside it says who has it, and takes it when it can
# over: mei cuse
. guest/lab.bash
. guest/service.bash
load_driver
start_me acm-15
hold() {
  "$LAB_WORK/mei-errno" "$1" "$me" >/run/holder.txt &
  holder=$!
  check "another program holds $2" until_ 10 grep -q held /run/holder.txt
}
release() {
  kill "$holder"
  wait "$holder" 2>/dev/null
}
said() { note "$(agent status --socket $socket --json | field 'd.conditions.map((c) => c.code + ": " + c.message.text).join(" ")')"; }

hold hold-lme "LME, before the service starts"
start_service
check "the service shows the truth all the same" probe 10 "$of_amt"
check "and says who has LME" probe 20 "s.lms.state === 'held' && s.lms.holder.includes('process $holder') && s.conditions.some((c) => c.code === 'lms-held')"
said
release
check "within 30 s after it has gone, LME is the service's" probe 30 "$true_state"
note "after $(field d.ms </run/probe.json) ms"

# The service's own connection to AMT's client ends after two idle seconds; the other program is waiting for that
hold hold "AMT's client"
check "the service says who has it" probe 20 "s.conditions.some((c) => /busy|held/.test(c.code) && JSON.stringify(c).includes('process $holder'))"
said
release
check "within 5 s after it has gone, the service shows the truth" probe 5 "$true_state && s.confirmedAt > '$(stamp)'"
loop "clients that others hold"
stop_service
end
