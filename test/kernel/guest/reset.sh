# The service through a reset of the ME: while idle, while it asks, ten in a row, and an ME that goes away and comes back
. guest/lab.bash
. guest/service.bash
load mei vmei
start_me acm-15
start_service
descriptors() { find "/proc/$service/fd" -mindepth 1 | wc -l; }
before=$(descriptors)

# back TEXT: the truth, confirmed after now, within 5 s of the device being back
back() {
  check "$1: the device is back" until_ 10 enabled
  check "$1: within 5 s the service shows the truth, newly confirmed" probe 5 "$true_state && s.confirmedAt > '$(stamp)'"
  note "confirmed $(field d.ms </run/probe.json) ms after the device was back"
}
kill -USR1 "$me"
back "reset while idle"

(for _ in 1 2 3 4; do agent info --socket $socket --json >/dev/null 2>&1; done) &
asking=$!
for _ in 1 2 3; do
  sleep 0.7
  kill -USR1 "$me"
done
wait $asking
back "three resets while it is asked for everything"

for _ in 1 2 3 4 5 6 7 8 9 10; do
  kill -USR1 "$me"
  until_ 5 not_enabled
  until_ 5 enabled
done
back "ten resets in a row"
responsive "it kept answering its socket"
note "descriptors: $before before, $(descriptors) after"
check "no descriptor leaked" [ "$(descriptors)" -le "$before" ]

stop_me
check "the ME's program ended: the service says that the ME is not there" probe 20 "s.conditions.some((c) => /^me-/.test(c.code))"
start_me acm-15
back "the ME's program started anew"
check "the kernel complained of nothing" test -z "$(dmesg | grep -E 'BUG:|WARNING: CPU|Oops')"
kill -TERM "$service"
check "SIGTERM ends it within 2 s" until_ 2 gone "$service"
end
