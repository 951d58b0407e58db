# The service through suspend to RAM (ACPI's S3, woken by the machine's clock) and resume, idle and in the middle of requests
# its own root
. guest/lab.bash
load mei vmei
start_me acm-15
socket=/run/agent.sock
node /run/program/amt-agent.cjs serve --mei linux --socket $socket --state-dir /run/state --watch-interval 2 >>/run/out/serve.log 2>&1 &
service=$!
check "the service opens its socket" until_ 60 test -S $socket
node qemu/snapshots.mjs $socket >/run/out/snapshots &
truth='managed 15.0.23 true'
# confirmed_after STAMP: the first line whose truth was confirmed after that time
confirmed_after() {
  local at confirmed rest
  while read -r at confirmed rest; do
    # ISO times are compared as text
    if [[ $confirmed > $1 && "$rest" == "$truth"* ]]; then
      echo "$at $confirmed"
      return
    fi
  done </run/out/snapshots
  return 1
}
stamp() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
check "the service shows the ME" until_ 60 confirmed_after 0

# asleep WHAT
asleep() {
  local before after slept on
  before=$(dmesg | grep -c 'Waking up from system sleep state S3')
  slept=$(date +%s)
  echo +5 >/sys/class/rtc/rtc0/wakealarm
  echo mem >/sys/power/state || result FAIL "$1: the kernel refuses"
  check "$1: the system slept and woke" [ "$(dmesg | grep -c 'Waking up from system sleep state S3')" -gt "$before" ]
  note "$1: $(($(date +%s) - slept)) s, going to sleep and waking included"
  check "$1: the device is back" until_ 20 enabled
  on=$(stamp)
  check "$1: the service shows the truth, newly confirmed" until_ 30 confirmed_after "$on"
  after=$(($(date -d "$(confirmed_after "$on" | cut -d' ' -f1)" +%s%3N) - $(date -d "$on" +%s%3N)))
  check "$1: within 5 s" [ "$after" -le 5000 ]
  note "$1: $after ms after the device was back"
}
check "the kernel would use S3" grep -qF '[deep]' /sys/power/mem_sleep
asleep "idle"
for _ in 1 2 3; do agent info --socket $socket --json >/dev/null 2>&1; done &
asking=$!
sleep 2
asleep "asked"
wait $asking
check "the service is the same process" kill -0 "$service"
check "the kernel complained of nothing" test -z "$(complained)"
kill -TERM "$service"
check "SIGTERM ends it" until_ 10 gone "$service"
end
