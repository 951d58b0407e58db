# The service while the device vanishes (unbound from its driver; over CUSE its server killed) and comes back, idle and in the middle of requests
# over: mei cuse
. guest/lab.bash
. guest/service.bash
load_driver
start_me acm-15
start_service
for when in idle asked; do
  if [ $when = asked ]; then
    (for _ in 1 2 3 4 5 6; do agent info --socket $socket --json >/dev/null 2>&1; done) &
    asking=$!
  fi
  began=$(now)
  remove_device
  note "removed in $(($(now) - began)) ms"
  check "$when: /dev/mei0 is gone" test ! -e /dev/mei0
  check "$when: the service says that there is no ME" probe 20 "s.conditions.some((c) => /^me-/.test(c.code))"
  note "$(agent status --socket $socket --json | field 'd.conditions.map((c) => c.code + ": " + c.message.text).join(" ")')"
  check "$when: no descriptor of it is kept" test -z "$(find "/proc/$service/fd" -lname '/dev/mei0*')"
  [ $when = idle ] || wait $asking
  return_device acm-15
  back "$when: returned"
done
loop "a device that goes and comes"
check "the kernel complained of nothing" test -z "$(complained)"
stop_service
end
