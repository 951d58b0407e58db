# A clean Debian without a running systemd, in namespaces of its own: `. lab.bash`. Each case begins with `fresh` or `fresh installed`.
# From ../clean: CLEAN_ROOT (debootstrap's), CLEAN_DEB, CLEAN_NEWER, CLEAN_RPM, CLEAN_PROGRAM (a folder with the packed program), CLEAN_WORK.
set -u
root=$CLEAN_WORK/root
me=
passed=${CLEAN_PASSED:-0} failed=${CLEAN_FAILED:-0}

result() {
  if [ "$1" = ok ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-4s %s\n' "$1" "$2"
  if [ "$1" != ok ] && [ -s "$log" ]; then sed 's/^/  | /' "$log" | tail -n 20; fi
}
# check TEXT COMMAND...; same TEXT FOUND WANTED; says TEXT PATTERN: of the last thing that was run
check() {
  local text=$1
  shift
  if "$@"; then result ok "$text"; else result FAIL "$text"; fi
}
same() { if [ "$2" = "$3" ]; then result ok "$1"; else result FAIL "$1: found '$2', wanted '$3'"; fi; }
says() { if grep -qE -- "$2" "$log"; then result ok "$1"; else result FAIL "$1: does not say /$2/"; fi; }
log=$CLEAN_WORK/log
until_() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}

# fresh [installed] [SIZE]: the machine as it was, with or without the package, written to in memory; SIZE is all there is to write to.
fresh() {
  local lower=$CLEAN_ROOT
  stop_me
  if [ "${1:-}" = installed ]; then
    lower=$CLEAN_WORK/installed:$CLEAN_ROOT
    shift
  fi
  umount -R "$root" 2>/dev/null || true
  umount "$CLEAN_WORK/disk" 2>/dev/null || true
  mkdir -p "$CLEAN_WORK/disk" "$root"
  mount -t tmpfs -o "size=${1:-3G}" disk "$CLEAN_WORK/disk"
  mkdir "$CLEAN_WORK/disk/upper" "$CLEAN_WORK/disk/work"
  mount -t overlay overlay -o "lowerdir=$lower,upperdir=$CLEAN_WORK/disk/upper,workdir=$CLEAN_WORK/disk/work" "$root"
  mount -t proc proc "$root/proc"
  mount -t tmpfs -o mode=755 dev "$root/dev"
  mount -t tmpfs -o mode=755 run "$root/run"
  local node
  for node in "null 1 3" "zero 1 5" "random 1 8" "urandom 1 9" "tty 5 0"; do
    # shellcheck disable=SC2086 # name, major, minor
    set -- $node
    mknod -m 666 "$root/dev/$1" c "$2" "$3"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s fd/0 "$root/dev/stdin"
  mkdir -p "$root/me"
  : >"$log"
}
# inside COMMAND...: as root of the clean machine; what it says is in $log, and its status is the answer.
inside() { outside chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"; }
outside() { "$@" >"$log" 2>&1 </dev/null; }
# deb FILE: installs it
deb() { put_packages && inside dpkg --force-unsafe-io --force-confold -i "/packages/$(basename "$1")"; }
put_packages() { mkdir -p "$root/packages" && { mountpoint -q "$root/packages" || mount --bind "$CLEAN_PACKAGES" "$root/packages"; }; }
# state: `installed 0.1.0`, or none
state() { chroot "$root" dpkg-query -W -f '${db:Status-Status} ${Version}' amt-agent 2>/dev/null | sed 's/^not-installed .*/none/' | grep . || echo none; }
audit() { chroot "$root" dpkg --audit; }
answers() { mkdir -p "$root/etc/amt-agent" && printf '%s\n' "mei=socket:/me/me.sock" "$@" >"$root/etc/amt-agent/provision.conf" && chmod 600 "$root/etc/amt-agent/provision.conf"; }
agent() { chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root /usr/bin/amt-agent "$@"; }
field() { "$CLEAN_PROGRAM/node" -e 'let d = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(String(eval(process.argv[1])))' "$1"; }
mode() { agent info --mei socket:/me/me.sock --json 2>/dev/null | field d.amt.controlMode; }
passwords() { find "$root/var/lib/amt-agent-admin" -type f -name '*password*' 2>/dev/null | wc -l; }
verified() { outside env AMT_AGENT_SOCKET=/nonexistent "$CLEAN_PROGRAM/node" "$CLEAN_PROGRAM/amt-agent.cjs" verify-install --root "$root"; }

# bare_start: ms that Node takes to do nothing, the figure beside the others
bare_start() { local began; began=$(date +%s%3N); "$CLEAN_PROGRAM/node" -e 0; echo $(($(date +%s%3N) - began)); }

# start_me MACHINE OPTION...: a virtual ME at /me/me.sock of the machine
start_me() {
  stop_me
  "$CLEAN_PROGRAM/node" "$CLEAN_PROGRAM/amt-agent.cjs" virtual-me --machine "$@" --socket "$root/me/me.sock" >"$CLEAN_WORK/me.log" 2>&1 </dev/null &
  me=$!
  until_ 30 test -S "$root/me/me.sock" || result FAIL "the virtual ME did not start: $(tail -n 3 "$CLEAN_WORK/me.log")"
}
stop_me() {
  [ -n "$me" ] || return 0
  kill "$me" 2>/dev/null
  wait "$me" 2>/dev/null
  me=
}
