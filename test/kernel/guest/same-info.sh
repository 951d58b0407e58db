# `info --mei linux --json` equals `info --mei virtual:NAME --json`, but for machine.driver and machine.device
# over: mei
. guest/lab.bash
load_driver
for machine in consumer-11 unprovisioned-11 ccm-12 acm-15 acm-16-tls; do
  start_me "$machine"
  agent info --mei "virtual:$machine" --json >/run/virtual.json
  began=$(now)
  agent info --mei linux --json >/run/linux.json || result FAIL "$machine: info ended with status $?"
  note "info --mei linux took $(($(now) - began)) ms, whole process"
  check "$machine: every field is the same" node guest/same-info.mjs /run/linux.json /run/virtual.json
  same "$machine: asked through the kernel's driver" "$(field d.machine.driver+d.machine.device </run/linux.json)" linux/dev/mei0
  same "$machine: fw_ver has its version" "$(sed -n '1s/^[0-9]*://p' $sys/fw_ver)" "$(field d.firmware.version </run/virtual.json)"
  same "$machine: fw_status has its registers" "$(xargs <$sys/fw_status)" "$(field 'd.firmware.status.join(" ")' </run/virtual.json)"
done
end
