# An image is made, and each machine that starts from it sets itself up with a password of its own
# What takes passwords here writes one file a machine, as a safe would
fresh
mkdir -p "$root/srv/safe"
chmod 700 "$root/srv/safe"
cat >"$root/usr/local/bin/to-safe" <<'SAFE'
#!/bin/sh
umask 077
cat >"/srv/safe/$$.json" && sync -f /srv/safe
SAFE
chmod 755 "$root/usr/local/bin/to-safe"
printf 'provisioning:\n  keep: escrow\n  escrow: /usr/local/bin/to-safe\n' >"$CLEAN_WORK/config.yaml"
mkdir -p "$root/etc/amt-agent"
cp "$CLEAN_WORK/config.yaml" "$root/etc/amt-agent/config.yaml"
answers provision=ccm when=first-boot
start_me unprovisioned-11
deb "$CLEAN_DEB"
same "the image is made" "$? $(state)" "0 installed 0.1.0"
says "and says that AMT is set up later" "first boot"
same "the machine that makes it is not set up" "$(mode)" none
check "the unit waits for a device" test -L "$root/etc/systemd/system/dev-mei0.device.wants/amt-agent-first-boot.service"
umount "$root/packages"
stop_me
rm -rf "$CLEAN_WORK/image"
cp -a "$CLEAN_WORK/disk/upper" "$CLEAN_WORK/image"
start=$(sed -n 's/^ExecStart=//p' "$root/usr/lib/systemd/system/amt-agent-first-boot.service")

secrets=
for machine in 1 2; do
  base=$CLEAN_ROOT
  CLEAN_ROOT=$CLEAN_WORK/image:$base
  fresh
  CLEAN_ROOT=$base
  start_me unprovisioned-11
  # shellcheck disable=SC2086 # the unit's command line
  inside $start
  same "machine $machine is set up at its first boot" "$? $(mode)" "0 client"
  same "its password is in the safe, and not on it" "$(ls "$root/srv/safe" | wc -l) $(passwords)" "1 0"
  secret=$(cat "$root"/srv/safe/*.json)
  check "with the machine's name" test "$(echo "$secret" | field 'd.machine.length > 0 && d.user && d.password.length >= 8')" = true
  secrets="$secrets $(echo "$secret" | field d.password)"
  check "the answers are put away" test ! -e "$root/etc/amt-agent/provision.conf" -a -e "$root/etc/amt-agent/provision.done"
  stop_me
done
same "no two have the same password" "$(printf '%s\n' $secrets | sort -u | wc -l)" 2

base=$CLEAN_ROOT
CLEAN_ROOT=$CLEAN_WORK/image:$base
fresh
CLEAN_ROOT=$base
rm "$root/usr/local/bin/to-safe"
start_me unprovisioned-11
# shellcheck disable=SC2086
inside $start
check "where the safe takes nothing, the first boot's unit fails" test $? != 0
same "AMT is not touched" "$(mode)" none
check "and the answers stay for the next start" test -e "$root/etc/amt-agent/provision.conf"
