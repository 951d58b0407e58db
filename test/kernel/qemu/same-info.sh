# `info --mei linux --json` equals `info --mei virtual:NAME --json` for two machines; fw_ver, fw_status; mei_wdt's watchdog in sysfs
. guest/lab.bash
. qemu/driver.bash
load mei vmei
same "mei.ko is Debian's own" "$(cat /sys/module/mei/taint)" ""
remove_device
for machine in acm-16-tls ccm-12; do
  agent info --mei "virtual:$machine" --json >/run/virtual.json &
  alone=$!
  behind_driver "$machine"
  wait $alone
  began=$(now)
  agent info --mei linux --json >/run/linux.json || result FAIL "$machine: info ended with status $?"
  note "info --mei linux took $(($(now) - began)) ms, whole process"
  check "$machine: every field is the same" node guest/same-info.mjs /run/linux.json /run/virtual.json
  field '[d.machine.driver + d.machine.device, d.firmware.version, d.firmware.status.join(" ")].join("\n")' </run/linux.json >/run/fields
  same "$machine: asked through the kernel's driver" "$(sed -n 1p /run/fields)" linux/dev/mei0
  same "$machine: fw_ver has its version" "$(sed -n '1s/^[0-9]*://p' $sys/fw_ver)" "$(sed -n 2p /run/fields)"
  same "$machine: fw_status has its registers" "$(xargs <$sys/fw_status)" "$(sed -n 3p /run/fields)"
  [ $machine = ccm-12 ] || remove_device
done

load watchdog mei_wdt
ours() { grep -lx iamt_wdt /sys/class/watchdog/*/identity 2>/dev/null; }
check "a watchdog called iamt_wdt appears" until_ 10 ours
watchdog=$(dirname "$(ours)")
same "its timeout" "$(cat "$watchdog/timeout")" 120
same "nobody has started it" "$(cat "$watchdog/state")" inactive
same "it hangs below the ME's watchdog client" "$(basename "$(readlink -f "$watchdog/device")")" "$(basename /sys/bus/mei/devices/*05b79a6f-4628-4d7f-899d-a91514cb32ab*)"
check "the kernel complained of nothing" test -z "$(complained)"
remove_device
end
