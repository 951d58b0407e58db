# A hung ME: connecting blocks in the kernel, the service stays responsive; SIGTERM then
. guest/lab.bash
. guest/service.bash
load mei vmei
start_me acm-15
start_service
kill -STOP "$me"
check "the service notices that the ME does not answer" probe 60 "s.conditions.some((c) => /^me-/.test(c.code))"
note "after $(field d.ms </run/probe.json) ms: $(agent status --socket $socket --json | field 'd.conditions.map((c) => c.code).join(" ")')"
responsive "and answers its socket all the while"
kill -CONT "$me"
# The kernel gave up with its disconnect still queued, so this ME believes itself connected until it is reset (guest/errno.sh)
note "the ME goes on: $(probe 3 "$true_state && s.confirmedAt > '$(stamp)'" >/dev/null && echo the truth is back || echo still not to be had)"
kill -USR1 "$me"
until_ 10 enabled
check "when the ME was reset, the service shows the truth again" probe 40 "$true_state && s.confirmedAt > '$(stamp)'"
note "$(field d.ms </run/probe.json) ms after the reset"

kill -STOP "$me"
blocked() { grep -qE 'mei_cl_connect|mei_ioctl|mei_cl_disconnect|mei_release' /proc/"$service"/task/*/stack /proc/"$service"/task/*/wchan 2>/dev/null; }
sleep 4
began=$(now)
kill -TERM "$service"
check "SIGTERM: the socket is gone within 2 s" until_ 2 test ! -S $socket
note "the socket was gone after $(($(now) - began)) ms"
check "and the process within 40 s, which is TimeoutStopSec" until_ 40 gone "$service"
note "the process ended after $(($(now) - began)) ms"
check "the state is on disk" test -s /run/state/last.json
kill -CONT "$me"
end
