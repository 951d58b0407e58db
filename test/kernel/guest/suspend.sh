# The service through suspend (to idle) and resume of the whole system, idle and in the middle of requests
# over: mei
. guest/lab.bash
. guest/service.bash
load_driver
start_me acm-15
start_service
for when in idle asked; do
  if [ $when = asked ]; then
    (for _ in 1 2 3; do agent info --socket $socket --json >/dev/null 2>&1; done) &
    asking=$!
  fi
  before=$(dmesg | grep -c 'PM: suspend exit')
  # ../lab wakes this machine as long as it sees that file
  echo "$when" >/run/out/asleep
  echo freeze >/sys/power/state
  rm /run/out/asleep
  check "$when: the system slept and woke" test "$(dmesg | grep -c 'PM: suspend exit')" -gt "$before"
  [ $when = idle ] || wait $asking
  back "$when: after resume"
done
loop "suspend and resume"
check "the kernel complained of nothing" test -z "$(complained)"
stop_service
end
