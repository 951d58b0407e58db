# What every scenario begins with: `. guest/lab.bash`.
set -u
sys=/sys/class/mei/mei0
me=

# result ok|FAIL TEXT: one line for ../lab.
result() {
  printf '%-4s %s\n' "$1" "$2" >>/run/out/results
  printf '%s %-4s %s\n' "$(cut -d' ' -f1 /proc/uptime)" "$1" "$2"
}
# check TEXT COMMAND...: the command's success is the result.
check() {
  local text=$1
  shift
  if "$@"; then result ok "$text"; else result FAIL "$text"; fi
}
# same TEXT FOUND WANTED
same() {
  if [ "$2" = "$3" ]; then result ok "$1"; else result FAIL "$1: found '$2', wanted '$3'"; fi
}
# note TEXT: a measured figure, shown and not counted.
note() { echo "     $1" >>/run/out/results; }
complained() { dmesg | grep -E 'BUG:|WARNING: CPU|Oops|while it is open'; }
now() { date +%s%3N; }

# until_ SECONDS COMMAND...: polls; 1 when the time is over. by MS COMMAND...: the same until that time of `now`.
until_() {
  local seconds=$1
  shift
  by $(($(now) + seconds * 1000)) "$@"
}
by() {
  local end=$1
  shift
  until "$@"; do
    [ "$(now)" -lt "$end" ] || return 1
    sleep 0.05
  done
}
# enabled: the device can be opened.
enabled() { if over mei; then [ "$(cat $sys/dev_state 2>/dev/null)" = ENABLED ]; else [ -c /dev/mei0 ]; fi; }
not_enabled() { ! enabled; }
# over mei|cuse: is this what makes /dev/mei0 here?
over() { [ "$LAB_OVER" = "$1" ]; }
gone() { ! kill -0 "$1" 2>/dev/null; }
agent() { node /run/program/amt-agent.cjs "$@"; }
# field EXPRESSION < JSON: `field d.amt.version`
field() { node -e 'let d = JSON.parse(require("fs").readFileSync(0, "utf8")); d = eval(process.argv[1]); console.log(typeof d === "string" ? d : JSON.stringify(d))' "$1"; }

load() {
  local module
  for module in "$@"; do insmod "/run/modules/$module.ko" || result FAIL "insmod $module.ko"; done
}
# load_driver: what /dev/mei0 comes from.
load_driver() { if over mei; then load mei vmei; else load fuse cuse; fi; }

# start_me MACHINE OPTION...: the virtual ME behind the driver, ready to be opened. Its process is $me.
start_me() {
  stop_me
  if over cuse; then
    node /run/program/amt-agent.cjs virtual-me --cuse mei0 --machine "$@" >>/run/out/me.log 2>&1 &
    me=$!
    until_ 20 enabled && return
    result FAIL "CUSE makes /dev/mei0 of the virtual ME $1"
    end
  fi
  missed=$(dmesg | grep -cF 'Could not read FW version')
  node /run/program/amt-agent.cjs virtual-me --hbm /dev/vmei --machine "$@" >>/run/out/me.log 2>&1 &
  me=$!
  # the file is the old one's until the driver has begun anew
  if until_ 60 has_opened && ! gone "$me" && until_ 30 enabled; then
    # The kernel asks for the version once per start and waits a second; the first answers of a Node here may take longer
    local times
    for times in 1 2 3 4 5; do
      until_ 2 versioned && return
      missed=$(dmesg | grep -cF 'Could not read FW version')
      # not by a reset of the ME, which would be seen in what it says of itself
      remove_device
      return_device
    done
  fi
  result FAIL "the kernel enables the virtual ME $1: dev_state $(cat $sys/dev_state 2>&1)"
  end
}
# This ME's version, not that of the one before: the kernel keeps what it could not ask for anew.
versioned() { [ "$(dmesg | grep -cF 'Could not read FW version')" = "$missed" ] && ! grep -q '^0:0.0.0.0' $sys/fw_ver; }
has_opened() { gone "$me" || { [ -n "$(find "/proc/$me/fd" -lname /dev/vmei 2>/dev/null)" ] && [ -e $sys ]; }; }
stop_me() {
  [ -n "$me" ] || return 0
  kill -CONT "$me" 2>/dev/null
  kill -TERM "$me" 2>/dev/null
  until_ 5 gone "$me" || kill -KILL "$me"
  wait "$me" 2>/dev/null
  me=
  # mei.ko sees an ME that went away and tries three times to reset it; a new one is taken at any time.
  until_ 20 not_enabled
}
# reset_me: the ME resets itself; settles when it has.
reset_me() {
  local before
  before=$(resets)
  kill -USR1 "$me"
  until_ 5 has_reset "$before"
}
resets() { grep -c 'The ME was reset' /run/out/me.log; }
has_reset() { [ "$(resets)" -gt "$1" ]; }
# remove_device, return_device: it vanishes and comes back, as hardware does that is unbound from its driver.
remove_device() {
  if over mei; then
    echo vmei >/sys/bus/platform/drivers/vmei/unbind
  else
    kill -KILL "$me"
    until_ 5 not_enabled
  fi
}
return_device() {
  if over mei; then
    echo vmei >/sys/bus/platform/drivers/vmei/bind
    until_ 20 enabled
  else
    start_me "$@"
  fi
}
end() {
  stop_me
  echo end >>/run/out/results
  exit 0
}
