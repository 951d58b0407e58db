# A second program at the clients that take one connection: AMT's and that of port forwarding. Commands, doctor and the service beside it
# over: mei cuse
. guest/lab.bash
. guest/service.bash
load_driver
start_me acm-15
start_service
hold() {
  "$LAB_WORK/mei-errno" "$1" "$me" >/run/holder.txt &
  holder=$!
  check "another program holds $2" until_ 10 grep -q held /run/holder.txt
}
release() {
  kill "$holder"
  wait "$holder" 2>/dev/null
}
# A connection of the service to AMT's client is closed after two idle seconds; its next reading takes it back, unless another was faster
hold hold "AMT's client"
check "the service says who has it" probe 20 "s.conditions.some((c) => /busy|held/.test(c.code) && JSON.stringify(c).includes('process $holder'))"
note "$(agent status --socket $socket --json | field 'd.conditions.map((c) => c.code + ": " + c.message.text).join(" ")')"
release
check "within 5 s after it has gone, the service shows the truth" probe 5 "$true_state && s.confirmedAt > '$(stamp)'"

hold hold-lme "the port forwarding client"
check "the service still shows the truth" probe 5 "$true_state && s.confirmedAt > '$(stamp)'"
release
loop "clients that others hold"
stop_service
end
