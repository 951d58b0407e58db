# Installed, upgraded, downgraded, removed, purged
fresh
start_me unprovisioned-11
find "$root" -xdev -path "$root/packages" -prune -o -print | sort >"$CLEAN_WORK/before"
deb "$CLEAN_DEB"
same "the package installs" $? 0
same "dpkg has nothing to complain of" "$(audit)" ""
verified
same "and verify-install has not" $? 0
inside amt-agent verify-install
same "nor on the machine itself, where systemd does not run" $? 0
says "which it says" "systemd does not run here"
same "AMT is as it was" "$(mode)" none
check "the window's pages are there" test -s "$root/usr/lib/amt-agent/window/index.html"
helper=usr/lib/amt-agent/node_modules/systray2/traybin/tray_linux_release
same "so is the helper for trays of the older kind, the one that the tray would run" "$(sha256sum <"$root/$helper")" "$(sed -n 's/^export const helperDigest = "\(.*\)";$/\1/p' ../../../tray/systray2/helper-file.ts)  -"
same "which nobody but root could change, and nobody can run as it lies there" "$(stat -c '%U %G %a' "$root/$helper")" "root root 644"
check "and which the bill of materials names" grep -q 'pkg:npm/systray2@' "$root/usr/share/doc/amt-agent/sbom.cdx.json"
inside amt-agent --version
same "the program runs" $? 0
says "and says of which commit it is, and with which Node" "^0\.1\.0 \(commit ($(git rev-parse --short=12 HEAD)(-dirty)?|unknown), Node 24\.[0-9.]+\)$"
# For the cases that begin with an installed package
umount "$root/packages"
stop_me
rm -rf "$CLEAN_WORK/installed"
cp -a "$CLEAN_WORK/disk/upper" "$CLEAN_WORK/installed"

fresh
answers provision=ccm
start_me unprovisioned-11
put_packages
asked=$(date +%s%3N)
inside dpkg --force-unsafe-io --force-confold --unpack "/packages/$(basename "$CLEAN_DEB")"
unpacked=$(date +%s%3N)
inside dpkg --force-confold --configure amt-agent
same "installs with provision=ccm" $? 0
ended=$(date +%s%3N)
info=$(date +%s%3N)
agent info --mei socket:/me/me.sock --json >/dev/null
echo "     unpacked in $((unpacked - asked)) ms, configured and set up in $((ended - unpacked)); amt-agent info takes $(($(date +%s%3N) - info)), node -e 0 $(bare_start)"
check "installed and set up in $((ended - asked)) ms, at most 10000" test "$((ended - asked))" -le 10000
same "AMT is in client control mode" "$(mode)" client
same "its password is kept" "$(passwords)" 1
password=$(find "$root/var/lib/amt-agent-admin" -type f -name '*password*')
secret=$(tr -d '\n' <"$password")
same "and stands nowhere else" "$(grep -rlF -- "$secret" "$root/var" "$root/etc" "$root/run" "$log" "$CLEAN_WORK/me.log" 2>/dev/null | grep -vF "$password")" ""
echo mine >"$root/var/lib/amt-agent-admin/note"
chmod 600 "$root/var/lib/amt-agent-admin/note"
echo "log:" >"$root/etc/amt-agent/config.yaml"
echo "  level: debug" >>"$root/etc/amt-agent/config.yaml"
deb "$CLEAN_NEWER"
same "the newer version installs over it" "$? $(state)" "0 installed 0.1.1"
same "settings stay as they were changed" "$(tail -n 1 "$root/etc/amt-agent/config.yaml")" "  level: debug"
same "AMT is not set up again" "$(mode) $(passwords)" "client 1"
check "what is kept stays" test -s "$password" -a -s "$root/var/lib/amt-agent-admin/note"
deb "$CLEAN_DEB"
same "the older version installs over that" "$? $(state)" "0 installed 0.1.0"
verified
same "and is whole" $? 0
same "with the password still there" "$(tr -d '\n' <"$password")" "$secret"
inside dpkg --remove amt-agent
same "is removed" "$? $(state)" "0 config-files 0.1.0"
check "settings stay" test -s "$root/etc/amt-agent/config.yaml"
deb "$CLEAN_DEB"
same "and comes back" "$? $(state)" "0 installed 0.1.0"
same "without setting AMT up again" "$(passwords)" 1
inside dpkg --purge amt-agent
same "is purged" "$? $(state)" "0 none"
says "says where the password is" "/var/lib/amt-agent-admin"
same "which stays" "$(tr -d '\n' <"$password")" "$secret"
kill -0 $me 2>/dev/null
same "the virtual ME still runs" $? 0

# A package without answers leaves nothing
fresh installed
inside dpkg --purge amt-agent
same "purges where nothing was set up" $? 0
same "and leaves nothing but users" "$(find "$root" -xdev -path "$root/packages" -prune -o -print | sort | comm -13 "$CLEAN_WORK/before" - | grep -vE '/(etc/(passwd|group|g?shadow)-?|etc/\.pwd\.lock|var/(cache/(debconf|man)|lib/dpkg|lib/systemd|log)/.*|packages)$' | sed "s|$root||" | xargs)" ""

# The service, on a machine that has its ME already
fresh
start_me acm-15
starts=$("$CLEAN_PROGRAM/node" starts.mjs "$CLEAN_PROGRAM" "$root/me/me.sock" "$CLEAN_WORK")
bare=$(echo "$starts" | field d.bare) ms=$(echo "$starts" | field d.ms) away=$(echo "$starts" | field d.away)
# Where node -e 0 takes longer than 40 ms, as much more
most() { echo $((bare > 40 ? $1 * bare / 40 : $1)); }
echo "     node -e 0 takes $bare ms"
check "from the service's start to the first true status $ms ms, at most $(most 1500)" test "$ms" -le "$(most 1500)"
check "AMT's port away for $away ms when the service is restarted, at most $(most 2000)" test "$away" -le "$(most 2000)"
