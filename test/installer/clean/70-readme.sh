# README's commands for the package, as they stand there, run by a new user's shell: one PC, and one of a fleet
# readme N: the commands of its Nth block, without what makes the package; `sudo` is nobody's here, where all is root's, and the package lies
# in the folder named.
readme() {
  sed -n '/^## As a package/,/^## /p' ../../../README.md | awk -v wanted="$1" '/^```sh/ { block++; next } /^```/ { block += 0.5; next } block == 1.5 * wanted - 0.5' |
    sed -e '/^npm run package/d' -e 's/ \+#.*//'
}
# new_user: a machine on which he begins. What differs from a PC: where its ME is, and that apt's questions are answered beforehand
new_user() {
  fresh
  mkdir -p "$root/home/me/dist/packages" "$root/etc/amt-agent"
  cp "$CLEAN_DEB" "$root/home/me/dist/packages/"
  printf '#!/bin/sh\nexec "$@"\n' >"$root/usr/local/bin/sudo"
  chmod 755 "$root/usr/local/bin/sudo"
  echo "mei: socket:/me/me.sock" >"$root/etc/amt-agent/config.yaml"
  printf '%s\n' 'APT::Get::Assume-Yes "true";' 'APT::Sandbox::User "root";' 'Dpkg::Options { "--force-confold"; };' >"$root/home/me/apt.conf"
  start_me unprovisioned-11
}
as_user() { inside env PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin APT_CONFIG=/home/me/apt.conf sh -c "cd /home/me && $1"; }
new_user
answers provision=ccm
readme 1 >"$CLEAN_WORK/readme"
same "README has the commands that are tried here" "$(grep -cE '^(echo .*debconf-set-selections|sudo apt (install|purge) |amt-agent status|sudo amt-agent verify-install)' "$CLEAN_WORK/readme") $(wc -l <"$CLEAN_WORK/readme")" "5 5"
while read -r command; do
  as_user "$command"
  same "README: $command" $? 0
  case $command in
    *"apt install"*) same "which sets AMT up" "$(state) $(mode) $(passwords)" "installed 0.1.0 client 1" ;;
    "amt-agent status") says "which is what its user sees" "can be managed|virtual ME" ;;
    *"apt purge"*)
      same "and leaves the password of AMT" "$(state) $(passwords)" "none 1"
      says "and it is said where its password is" "/var/lib/amt-agent-admin"
      ;;
  esac
done <"$CLEAN_WORK/readme"

new_user
readme 2 >"$CLEAN_WORK/readme"
same "README has the commands for a fleet that are tried here" "$(grep -cE '^(printf .*provision.conf|sudo apt-get install -y|sudo amt-agent verify-install --json|amt-agent info --json)' "$CLEAN_WORK/readme") $(wc -l <"$CLEAN_WORK/readme")" "4 4"
while read -r command; do
  as_user "$command"
  same "README, fleet: $command" $? 0
  case $command in
    printf*) same "which only root can read" "$(stat -c '%U %a' "$root/etc/amt-agent/provision.conf")" "root 600" ;;
    *"apt-get install"*) same "which sets AMT up" "$(state) $(mode) $(passwords)" "installed 0.1.0 client 1" ;;
    *verify-install*) same "whose JSON has a code for each check" "$(field 'd.checks.length > 5 && d.checks.every((c) => c.code && c.result)' <"$log")" true ;;
    *info*) same "whose JSON says how it is set up" "$(field d.amt.controlMode <"$log")" client ;;
  esac
done <"$CLEAN_WORK/readme"

# And where AMT cannot be set up, whoever collects the exit status sees it
new_user
stop_me
sed -n '1,2p' "$CLEAN_WORK/readme" >"$CLEAN_WORK/first"
while read -r command; do as_user "$command"; last=$?; done <"$CLEAN_WORK/first"
same "README, fleet: without an ME the package is not counted as installed" "$((last > 0)) $(state)" "1 half-configured 0.1.0"
says "and says what to do" "/usr/lib/amt-agent/provision"
