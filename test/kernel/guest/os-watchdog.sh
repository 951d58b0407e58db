# the service pings the watchdog of mei_wdt (/dev/watchdogN, identity iamt_wdt) and opens no other one
# over: mei (only when named: not seen to pass yet)
. guest/lab.bash
. guest/service.bash
load_driver
softdog=/usr/lib/uml/modules/$(uname -r)/kernel/drivers/watchdog/softdog.ko
check "another watchdog, the kernel's softdog, is there" insmod "$softdog" soft_noboot=1
other() { grep -lx "Software Watchdog" /sys/class/watchdog/watchdog*/identity 2>/dev/null | head -n 1 | xargs -r dirname; }
mine() { grep -lx iamt_wdt /sys/class/watchdog/watchdog*/identity 2>/dev/null | head -n 1 | xargs -r dirname; }
check "it has a name of its own" test -n "$(other)"
start_me acm-15
export AMT_AGENT_WATCHDOG_OS=yes
start_service
watchdog() { agent presence status --socket $socket --json | field "d.osWatchdog.$1"; }
is() { test "$(watchdog "$1")" = "$2"; }
same "without mei_wdt there is none to ping" "$(watchdog state)" absent
same "and softdog was not armed" "$(cat "$(other)/state")" inactive
load mei_wdt
check "mei_wdt's appears" until_ 10 test -n "$(until_ 10 mine && mine)"
check "it is found, opened and pinged" until_ 30 is state pinging
same "by its own device" "$(watchdog device)" "/dev/$(basename "$(mine)")"
check "at no less than the driver's 120 s" test "$(watchdog timeoutSeconds)" -ge 120
same "the kernel says that it runs" "$(cat "$(mine)/state")" active
check "and was pinged" test "$(cat "$(mine)/timeleft" 2>/dev/null || echo 1)" -gt 0
same "softdog still was not armed" "$(cat "$(other)/state")" inactive
# The ME resets: its watchdog goes and comes back
reset_me
check "after a reset of the ME it is pinged again" until_ 60 is state pinging
stop_service
same "a service that ends disarms it" "$(cat "$(mine)/state")" inactive
check "the kernel complained of nothing" test -z "$(complained)"
end
