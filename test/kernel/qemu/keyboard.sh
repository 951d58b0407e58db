# A keyboard such as AMT's KVM plugs in (made by uhid): sysfs, our program and node-hid see it come and go, and its keys arrive
. guest/lab.bash
load hid hid-generic uhid evdev
cp "$LAB_WORK/hid.cjs" /run/hid.cjs
# see: what our program says, in $sysfs and $node_hid
see() {
  local said
  said=$(node /run/hid.cjs)
  sysfs=$(sed -n 's/^sysfs //p' <<<"$said") node_hid=$(sed -n 's/^node-hid //p' <<<"$said")
}
kvm='[{"vendor":32903,"product":44,"name":"Intel-AMT-KVM"}]' # 8087:002c (presence-posture.md 7)
here() { ls -d /sys/bus/hid/devices/0003:8087:002C.* 2>/dev/null; }

see
same "before: our program sees none in sysfs" "$sysfs" "[]"
same "before: node-hid sees none" "$node_hid" "[]"

mkfifo /run/keys
"$LAB_WORK/usb-keyboard" Intel-AMT-KVM 8087 002c </run/keys &
keyboard=$!
exec 7>/run/keys
check "it appears on the HID bus" until_ 10 here
device=$(here)
driver() { [ "$(basename "$(readlink -f "$device/driver")")" = hid-generic ]; }
check "its driver is the one of any keyboard" until_ 5 driver
check "/sys/class/hidraw has it" until_ 5 ls "$device"/hidraw/hidraw*
input() { grep -lx Intel-AMT-KVM /sys/class/input/input*/name 2>/dev/null; }
check "/sys/class/input has it" until_ 5 input
event=/dev/input/$(basename "$(ls -d "$(dirname "$(input)")"/event*)")
check "it is an input device to read keys from" until_ 5 test -c "$event"

see
same "our program finds it in sysfs" "$sysfs" "$kvm"
same "node-hid lists the same" "$node_hid" "$kvm"

# struct input_event: 16 bytes of time, type, code, value; EV_KEY is 1, KEY_A is 30
timeout 20 cat "$event" >/run/events 7>&- &
opened() { [ -n "$(find /proc/[0-9]*/fd -lname "$event" 2>/dev/null)" ]; }
check "a program reads its keys" until_ 10 opened
echo >&7
typed() { od -An -v -w24 -tu2 /run/events | grep -qE '^( +[0-9]+){8} +1 +30 +1 +0$'; }
check "a key pressed on it arrives" until_ 10 typed

exec 7>&-
check "unplugged, it ends" until_ 5 gone "$keyboard"
absent() { [ -z "$(here)" ]; }
check "and is no longer on the bus" until_ 5 absent
see
same "afterwards our program sees none in sysfs" "$sysfs" "[]"
same "and node-hid sees none" "$node_hid" "[]"
check "the kernel complained of nothing" test -z "$(complained)"
end
