# The service in a guest, for scenarios: `. guest/service.bash` after lab.bash.
socket=/run/agent.sock
service=

# start_service ARGUMENT...: until it has its first snapshot. Its process is $service.
start_service() {
  node /run/program/amt-agent.cjs serve --mei linux --socket $socket --state-dir /run/state --watch-interval 2 "$@" >>/run/out/serve.log 2>&1 &
  service=$!
  until_ 30 test -S $socket || result FAIL "the service opens its socket"
  check "the service shows the ME" probe 30 "$true_state" >/dev/null
}
true_state='s.standing === "managed" && s.amt.version === "15.0.23" && s.machine.virtual'
# probe SECONDS EXPRESSION: of the service's snapshot `s`.
probe() { node guest/service-probe.mjs $socket "$1" "$2" | tee /run/probe.json; return "${PIPESTATUS[0]}"; }
# responsive TEXT: the last probe's slowest answer against 50 ms or three times a process that does nothing.
responsive() {
  local slowest control
  slowest=$(field d.slowest </run/probe.json) control=$(field d.control </run/probe.json)
  note "slowest answer $slowest ms, of an idle process beside it $control ms"
  check "$1" [ "$slowest" -le $((control * 3 > 50 ? control * 3 : 50)) ]
}
# stamp: now, as the service writes times; what it confirmed after this is newer.
stamp() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
