# A hung ME: connecting blocks in the kernel while the service goes on; SIGTERM then; an ME that came back
# over: mei cuse
. guest/lab.bash
. guest/service.bash
load_driver
start_me acm-15
start_service
kill -STOP "$me"
# Twice the 25 s that connecting may take, and what was open is closed first
check "the service notices that the ME does not answer" probe 90 "s.conditions.some((c) => /^me-/.test(c.code))"
note "after $(field d.ms </run/probe.json) ms: $(agent status --socket $socket --json | field 'd.conditions.map((c) => c.code).join(" ")')"
loop "a hung ME"
kill -CONT "$me"
# A connect that the driver gave up with its disconnect unsent is kept by the ME until it is reset (mei-errno, hung): nobody can take AMT's
# client before. Firmware that was stuck comes back by its own reset, too.
if over mei; then reset_me; fi
# mei_timer() of 6.1 resets the link once and does not try again: a driver that gave up needs its device anew, here as on hardware
if ! until_ 5 enabled; then
  note "the ME goes on: the driver stays $(cat $sys/dev_state)"
  check "doctor says which state the driver is in, and how to bring it back" grep -zq "$(cat $sys/dev_state) of /dev/mei0.*modprobe mei_me" <(agent doctor --mei linux)
  remove_device
  return_device acm-15
fi
back "after the hung ME"

# A request that CUSE has handed to its server is waited for without end: what a driver of the kernel gives up, it does not
if over cuse; then stop_service; end; fi
kill -STOP "$me"
check "the kernel holds a thread of the service" until_ 30 blocked
stop_service held
kill -CONT "$me"
end
