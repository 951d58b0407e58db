# README's commands for the package, as they stand there, run by a new user's shell: installed, looked at, purged
# readme: the commands, without what makes the package; `sudo` is nobody's here, where all is root's, and the package lies in the folder named.
readme() {
  sed -n '/^## As a package/,/^## /p' ../../../README.md | sed -n '/^```sh/,/^```/p' | sed -e '/^```/d' -e '/^npm run package/d' -e 's/ \+#.*//'
}
fresh
mkdir -p "$root/home/me/dist/packages"
cp "$CLEAN_DEB" "$root/home/me/dist/packages/"
printf '#!/bin/sh\nexec "$@"\n' >"$root/usr/local/bin/sudo"
chmod 755 "$root/usr/local/bin/sudo"
# What differs from a PC: where its ME is, and that apt's questions are answered beforehand
answers provision=ccm
echo "mei: socket:/me/me.sock" >"$root/etc/amt-agent/config.yaml"
printf '%s\n' 'APT::Get::Assume-Yes "true";' 'APT::Sandbox::User "root";' 'Dpkg::Options { "--force-confold"; };' >"$root/home/me/apt.conf"
start_me unprovisioned-11
readme >"$CLEAN_WORK/readme"
same "README has the commands that are tried here" "$(grep -cE '^(echo .*debconf-set-selections|sudo apt (install|purge) |amt-agent status|sudo amt-agent verify-install)' "$CLEAN_WORK/readme") $(wc -l <"$CLEAN_WORK/readme")" "5 5"
while read -r command; do
  inside env PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin APT_CONFIG=/home/me/apt.conf sh -c "cd /home/me && $command"
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
