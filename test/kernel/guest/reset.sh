# The service through resets of the ME: idle, a read pending, within a message, many in a row, and an ME that goes away and comes back
# over: mei cuse
. guest/lab.bash
. guest/service.bash
load_driver
start_me acm-15
start_service
descriptors() { find "/proc/$service/fd" -mindepth 1 | wc -l; }
before=$(descriptors)
happened() { [ "$(grep -c "Fault $1 happens" /run/out/me.log)" -ge "$2" ]; }

reset_me
back "reset while idle"

(for _ in 1 2 3 4; do agent info --socket $socket --json >/dev/null 2>&1; done) &
asking=$!
for _ in 1 2 3; do
  sleep 0.5
  reset_me
done
wait $asking
back "three resets while it is asked for everything"
loop "resets"

for _ in 1 2 3 4 5 6 7 8 9 10; do
  reset_me
  until_ 5 enabled
done
back "ten resets in a row"
loop "ten resets"

stop_me
check "the ME's program ended: the service says that the ME is not there" probe 20 "s.conditions.some((c) => /^me-/.test(c.code))"
start_me acm-15 --fault amthi:hang
check "the service waits for a reply that does not come" until_ 20 happened amthi:hang 1
reset_me
back "reset while its read is pending"

stop_me
start_me acm-15 --fault amthi:reset:3
# Of a reply that takes more than one packet of the bus the first has come
check "three resets within a message" until_ 40 happened amthi:reset:3 3
back "resets within a message"
loop "resets, an ME that went away and came back"
# What it has open to the ME at this moment is closed after two idle seconds
no_more() { [ "$(descriptors)" -le "$before" ]; }
check "no descriptor leaked" until_ 15 no_more
note "descriptors: $before before, $(descriptors) after"
check "the kernel complained of nothing" test -z "$(complained)"
stop_service
end
