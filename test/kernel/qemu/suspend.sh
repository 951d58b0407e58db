# The service through suspend to RAM (ACPI's S3, woken by the machine's clock) and resume, idle and in the middle of reading the ME
# its own root
. guest/lab.bash
. qemu/driver.bash
load mei vmei
remove_device
behind_driver acm-15
socket=/run/agent.sock
node /run/program/amt-agent.cjs serve --mei linux --socket $socket --state-dir /run/state --watch-interval 2 >>/run/out/serve.log 2>&1 &
service=$!
check "the service opens its socket" until_ 60 test -S $socket
node qemu/snapshots.mjs $socket >/run/out/snapshots &
watching=$!
stamp() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
# confirmed_after STAMP: when it first showed a truth that was confirmed after that time
confirmed_after() {
  local what at confirmed rest
  while read -r what at confirmed rest; do
    # ISO times are compared as text
    if [[ $what = snapshot && $confirmed > $1 && $rest = 'managed 15.0.23 true'* ]]; then
      echo "$at"
      return
    fi
  done </run/out/snapshots
  return 1
}
check "the service shows the ME" until_ 60 confirmed_after 0
check "the kernel would use S3" grep -qF '[deep]' /sys/power/mem_sleep
times() { dmesg | grep -c 'Waking up from system sleep state S3'; }

# asleep WHAT
asleep() {
  local before first on
  before=$(times)
  on=$(stamp)
  echo +5 >/sys/class/rtc/rtc0/wakealarm
  echo mem >/sys/power/state || result FAIL "$1: the kernel refuses"
  check "$1: the system slept and woke" [ "$(times)" -gt "$before" ]
  note "$1: the way there and back took $(($(now) - $(date -d "$on" +%s%3N))) ms"
  check "$1: the device is back" until_ 20 enabled
  on=$(stamp)
  check "$1: the service shows the truth, newly confirmed" until_ 30 confirmed_after "$on"
  first=$(($(date -d "$(confirmed_after "$on")" +%s%3N) - $(date -d "$on" +%s%3N)))
  check "$1: within 5 s of the device being back" [ $first -le 5000 ]
  note "$1: $first ms after the device was back"
}
asleep idle
kill -USR2 "$watching"
check "the service is asked for everything" until_ 10 grep -q '^asked' /run/out/snapshots
check "which it has not answered when the system goes to sleep" [ "$(grep -c '^answered' /run/out/snapshots)" = 0 ]
asleep asked
check "asked: the answer comes" until_ 60 grep -q '^answered' /run/out/snapshots
note "$(grep -E '^(asked|answered)' /run/out/snapshots | sed 'N;s/\n/, /')"
check "the service is the same process" kill -0 "$service"
check "the kernel complained of nothing" test -z "$(complained)"
kill -TERM "$service" "$watching"
check "SIGTERM ends it" until_ 10 gone "$service"
end
