# Debian packages for the labs: `. debian.bash`. What it has to say goes to standard error.
say() { echo "$@" >&2; }
seconds() { awk -v from="$1" -v to="$(date +%s%N)" 'BEGIN { printf "%.1f s", (to - from) / 1e9 }'; }
# step NAME COMMAND...: with the time it took; its output only if it fails.
step() {
  local name=$1 from log
  from=$(date +%s%N)
  log=$(mktemp)
  shift
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    say "failed: $name"
    return 1
  fi
  rm -f "$log"
  say "$name: $(seconds "$from")"
}

# installed PACKAGE[=VERSION]
installed() {
  local version
  version=$(dpkg-query -W -f '${Status} ${Version}' "${1%%=*}" 2>/dev/null | sed -n 's/^install ok installed //p')
  case $1 in *=*) [ "$version" = "${1#*=}" ] ;; *) [ -n "$version" ] ;; esac
}
may_install() { [ "$(id -u)" = 0 ] && { [ "${CI:-}" = true ] || [ "${AMT_AGENT_TEST_INSTALL:-}" = 1 ]; }; }
apt() { DEBIAN_FRONTEND=noninteractive flock /tmp/amt-agent-test-apt.lock apt-get -y -q -o DPkg::Lock::Timeout=300 "$@"; }
refreshed=
refresh() {
  [ -n "$refreshed" ] || step "apt-get update" apt update || true # old lists may do; the install says if not
  refreshed=1
}
# want SCRIPT PACKAGE[=VERSION]...: installs those that are missing where that is allowed, otherwise says how.
want() {
  local script=$1 package missing=()
  shift
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} != 0 ] || return 0
  if ! may_install; then
    say "It needs: sudo apt-get install --no-install-recommends --allow-downgrades ${missing[*]}"
    say "(as root, AMT_AGENT_TEST_INSTALL=1 $script does that)"
    return 1
  fi
  refresh
  step "apt-get install ${missing[*]}" apt install --no-install-recommends --allow-downgrades "${missing[@]}"
}
# fetch FOLDER PACKAGE=VERSION...: the packages' files, not installed.
fetch() {
  local folder=$1
  shift
  download() { cd "$folder" && apt-get -q -o APT::Sandbox::User="$(id -un)" download "$@"; }
  if (step "download ${*%%=*}" download "$@"); then return; fi
  # Lists grow old: the archive may have dropped what they name
  may_install || { say "If the archive's lists are old: sudo apt-get update"; return 1; }
  refresh
  (step "download ${*%%=*}" download "$@")
}
