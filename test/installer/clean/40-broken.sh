# The installer is killed, the service cannot start, there is no systemd
# background COMMAND...: as `deb`, in a session of its own: $installer
begin() {
  put_packages
  setsid chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive \
    dpkg --force-unsafe-io --force-confold -i "/packages/$(basename "$1")" >"$log" 2>&1 </dev/null &
  installer=$!
}
end_at_once() {
  kill -KILL -- "-$installer" 2>/dev/null
  wait "$installer" 2>/dev/null
}

fresh
begin "$CLEAN_DEB"
until_ 60 test -e "$root/usr/lib/amt-agent/node.dpkg-new" || result FAIL "nothing was unpacked"
end_at_once
deb "$CLEAN_DEB"
same "killed while unpacking, and installed again" "$? $(state) $(audit)" "0 installed 0.1.0 "
verified
same "whole" $? 0

fresh installed
begin "$CLEAN_NEWER"
until_ 60 test -e "$root/usr/lib/amt-agent/node.dpkg-new" || result FAIL "nothing was unpacked"
end_at_once
deb "$CLEAN_NEWER"
same "killed while an upgrade is unpacked, and installed again" "$? $(state) $(audit)" "0 installed 0.1.1 "
verified
same "whole" $? 0

fresh
answers provision=ccm timeout=60
start_me unprovisioned-11 --fault amthi:late:1@getLocalSystemAccount
begin "$CLEAN_DEB"
at_work() { grep -q "Setting up" "$log" && pgrep -f "amt-agent.cjs activate" >/dev/null; }
until_ 60 at_work || result FAIL "AMT was never begun to be set up: $(cat "$log")"
end_at_once
pkill -KILL -f "amt-agent.cjs activate"
stop_me
start_me unprovisioned-11
same "killed while AMT is set up: dpkg knows that it is not done" "$(state)" "half-configured 0.1.0"
inside dpkg --configure -a
same "and finishes it" "$? $(state) $(audit)" "0 installed 0.1.0 "
same "with AMT set up, and its password kept" "$(mode) $(passwords)" "client 1"

# The service cannot start: to systemctl this machine is booted, and no systemd answers
fresh
mkdir -p "$root/run/systemd/system"
mknod -m 660 "$root/dev/mei0" c 10 60
put_packages
inside env SYSTEMD_IGNORE_CHROOT=1 dpkg --force-unsafe-io -i "/packages/$(basename "$CLEAN_DEB")"
same "the service cannot start: the package is installed" "$? $(state)" "0 installed 0.1.0"
says "and says what to do" "journalctl -u amt-agent"
inside env SYSTEMD_IGNORE_CHROOT=1 dpkg --purge amt-agent
same "and is purged all the same" "$? $(state)" "0 none"

fresh
rm -f "$root"/usr/bin/systemd-sysusers "$root"/bin/systemd-sysusers "$root"/usr/bin/systemd-tmpfiles "$root"/bin/systemd-tmpfiles "$root"/usr/bin/systemctl "$root"/bin/systemctl
answers provision=ccm
start_me unprovisioned-11
deb "$CLEAN_DEB"
same "no systemd: the package is installed" "$? $(state)" "0 installed 0.1.0"
says "and says what is left to do" "no systemd"
same "AMT is set up all the same" "$(mode) $(passwords)" "client 1"
same "with the password for root alone" "$(stat -c '%U %a' "$root/var/lib/amt-agent-admin")" "root 700"
inside dpkg --purge amt-agent
same "and purges" "$? $(state)" "0 none"

# Intel's LMS beside it
fresh
mkdir -p "$root/etc/systemd/system"
printf '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n' >"$root/lib/systemd/system/lms.service"
deb "$CLEAN_DEB"
verified
says "Intel's LMS is seen" "Intel LMS +installed, does not run"
check "and let be" test ! -e "$root/etc/systemd/system/lms.service.d"
inside /usr/lib/amt-agent/take-over-lms
same "it is taken over on request" $? 0
verified
says "which is seen" "told to stay out"
inside systemd-analyze verify --man=no lms.service
same "systemd takes what was written" "$? $(grep -c amt-agent "$log")" "0 0"
inside /usr/lib/amt-agent/take-over-lms --undo
check "and given back" test ! -e "$root/etc/systemd/system/lms.service.d"
inside /usr/lib/amt-agent/take-over-lms
inside dpkg --remove amt-agent
check "removing gives it back" test ! -e "$root/etc/systemd/system/lms.service.d"
answers take_over_lms=yes provision=none
deb "$CLEAN_DEB"
check "an answer takes it over" grep -q ConditionPathExists "$root/etc/systemd/system/lms.service.d/50-amt-agent.conf"
