# The service in a guest, for scenarios: `. guest/service.bash` after lab.bash.
socket=/run/agent.sock
service=
control=

# start_service ARGUMENT...: until it said READY and has its first snapshot. Its process is $service; from READY on its event loop is
# measured, and that of a process beside it which does nothing.
start_service() {
  # What is not in memory yet would be read through the host, page by page, when the loop first gets there
  cat "$(readlink -f "$(command -v node)")" /run/program/*.cjs >/dev/null
  rm -f /run/notified /run/notify /run/loop.json /run/control.json
  perl guest/notify-log.pl /run/notify >/run/notified &
  until_ 10 test -S /run/notify || result FAIL "perl hears sd_notify"
  node guest/loop-probe.mjs /run/control.json &
  control=$!
  NOTIFY_SOCKET=/run/notify node --import "./guest/loop-probe.mjs?to=/run/loop.json" /run/program/amt-agent.cjs serve --mei linux --socket $socket \
    --state-dir /run/state --watch-interval 2 "$@" >>/run/out/serve.log 2>&1 &
  service=$!
  check "the service says READY" until_ 30 told READY=1
  until_ 10 listens_for_usr2 "$service" && until_ 10 listens_for_usr2 "$control"
  kill -USR2 "$service" "$control"
  until_ 10 test -s /run/loop.json && until_ 10 test -s /run/control.json
  check "the service shows the ME" probe 30 "$of_amt" >/dev/null
}
told() { grep -qF "$1" /run/notified; }
# SigCgt: one bit a signal, SIGUSR2 is 12
listens_for_usr2() { (($(awk '/^SigCgt/ { print "0x" $2 }' "/proc/$1/status") & 1 << 11)); }

of_amt='s.standing === "managed" && s.amt.version === "15.0.23" && s.machine.virtual'
# AMT as it is, and its local ports reached through the service
true_state="$of_amt && s.lms.state === 'open' && s.lms.ports.some((p) => p.port === 16992 && p.state === 'open')"
# probe SECONDS EXPRESSION: of the service's snapshot `s`.
probe() { node guest/service-probe.mjs $socket "$1" "$2" | tee /run/probe.json; return "${PIPESTATUS[0]}"; }
# back TEXT: the truth, confirmed after now, within 5 s of the device being back
back() {
  check "$1: the device is back" until_ 10 enabled
  check "$1: within 5 s the service shows the truth, newly confirmed" probe 5 "$true_state && s.confirmedAt > '$(stamp)'"
  if [ "$(tail -n 1 /run/out/results | cut -c1-4)" = FAIL ]; then
    note "at $(stamp): $(agent status --socket $socket --json | field 'd.standing + ", confirmed " + d.confirmedAt')"
    # What is wrong shows some seconds later
    probe 15 "s.conditions.some((c) => /^me-/.test(c.code)) || s.standing !== 'unknown'" >/dev/null
    note "at $(stamp): $(agent status --socket $socket --json | field 'd.standing + ": " + d.conditions.map((c) => c.message.text).join(" ")')"
  fi
  note "confirmed $(field d.ms </run/probe.json) ms after the device was back; slowest answer of its socket $(field d.slowest </run/probe.json) ms"
}
# stamp: now, as the service writes times; what it confirmed after this is newer.
stamp() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
# blocked: a thread of the service is in an uninterruptible wait of the kernel.
blocked() { grep -q '^State:.D' /proc/"$service"/task/*/status 2>/dev/null; }

# loop TEXT: the longest time since READY or the last such check that the service held its event loop up: time in which it was ready to
# run and another process of this one-CPU guest did, is not its doing.
loop() {
  local held other
  rm -f /run/loop.json /run/control.json
  kill -USR2 "$service" "$control"
  until_ 10 test -s /run/loop.json && until_ 10 test -s /run/control.json
  held=$(field d.held </run/loop.json) other=$(field d.max </run/control.json)
  note "event loop: held up $held ms at most; ticks $(field d.max </run/loop.json) ms apart at most, $(field d.p99 </run/loop.json) ms in 99 %; of an idle process beside it: $other ms"
  cat /run/loop.json /run/control.json
  check "$1: the event loop was held up 50 ms at most, or three times what an idle process waited" \
    node -e 'process.exit(Number(process.argv[1]) <= Math.max(50, 3 * process.argv[2]) ? 0 : 1)' "$held" "$other"
}
# stop_service: SIGTERM, and what must hold within 2 s of it.
stop_service() {
  local began
  began=$(now)
  kill -TERM "$service"
  check "SIGTERM: STOPPING is said within 2 s" by $((began + 2000)) told STOPPING=1
  check "SIGTERM: the listeners are closed within 2 s" by $((began + 2000)) test ! -e $socket -a ! -e $socket.admin
  check "SIGTERM: the state is on disk" test -s /run/state/last.json
  if [ "${1:-}" = held ]; then
    note "$(blocked && echo "the kernel holds a thread of it" || echo "no thread of it is held by the kernel")"
    check "SIGTERM: gone within 40 s (TimeoutStopSec), the kernel's 25 included" until_ 40 gone "$service"
  else
    check "SIGTERM: gone within 2 s" by $((began + 2000)) gone "$service"
  fi
  note "gone $(($(now) - began)) ms after SIGTERM"
  kill -TERM "$control"
}
