# the service pings the watchdog of mei_wdt (/dev/watchdogN, identity iamt_wdt) and opens no other one
# over: mei (only when named)
. guest/lab.bash
. guest/service.bash
load_driver
softdog=/usr/lib/uml/modules/$(uname -r)/kernel/drivers/watchdog/softdog.ko
check "another watchdog, the kernel's softdog, is there" insmod "$softdog" soft_noboot=1
# This kernel has no attributes of watchdogs: the device's driver says whose it is, the module's count of users whether it is open or armed
mine() {
  for one in /sys/class/watchdog/watchdog*; do
    case $(readlink "$one/device/driver") in */mei_wdt) echo "$one"; return ;; esac
  done
  return 1
}
users() { cat "/sys/module/$1/refcnt"; }
check "it is a watchdog of the kernel" compgen -G '/sys/class/watchdog/watchdog*'
start_me acm-15
export AMT_AGENT_WATCHDOG_OS=yes
start_service
watchdog() { agent presence status --socket $socket --json | field "d.osWatchdog.$1"; }
is() { test "$(watchdog "$1")" = "$2"; }
same "without mei_wdt there is none to ping" "$(watchdog state)" absent
same "and softdog was not armed" "$(users softdog)" 0
load mei_wdt
check "mei_wdt's appears" until_ 10 mine
check "it is found, opened and pinged" until_ 30 is state pinging
same "by its own device" "$(watchdog device)" "/dev/$(basename "$(mine)")"
check "at no less than the driver's 120 s" test "$(watchdog timeoutSeconds)" -ge 120
check "the kernel says that it is open" test "$(users mei_wdt)" -gt 0
same "softdog still was not armed" "$(users softdog)" 0
# The ME resets: its watchdog goes and comes back
reset_me
check "after a reset of the ME it is pinged again" until_ 60 is state pinging
stop_service
same "a service that ends lets go of it" "$(users mei_wdt)" 0
check "the kernel complained of nothing" test -z "$(complained)"
end
