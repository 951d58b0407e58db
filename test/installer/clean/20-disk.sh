# The disk is full, or may not be written, in each phase
# 135 MB are unpacked
fresh 60M
deb "$CLEAN_DEB"
check "full while unpacking: the installation fails" test $? != 0
says "and says why" "No space left on device"
same "nothing is half there" "$(state) $(audit)$(ls "$root/usr/lib/amt-agent" "$root/etc/amt-agent" 2>/dev/null)" "none "

fresh 200M
put_packages
inside dpkg --force-unsafe-io --unpack "/packages/$(basename "$CLEAN_DEB")"
same "unpacked" "$(state)" "unpacked 0.1.0"
cat /dev/zero >"$CLEAN_WORK/disk/fill" 2>/dev/null
inside dpkg --configure amt-agent
check "full while configuring: that fails" test $? != 0
says "and says why" "No space left on device"
same "no users are half made" "$(grep -c amt-agent "$root/etc/passwd")" 0
rm "$CLEAN_WORK/disk/fill"
inside dpkg --configure -a
same "and finishes when there is room" "$? $(state) $(audit)" "0 installed 0.1.0 "
verified
same "whole" $? 0

fresh
mkdir -p "$root/var/lib/amt-agent-admin"
mount -t tmpfs -o size=64k,mode=700 full "$root/var/lib/amt-agent-admin"
cat /dev/zero >"$root/var/lib/amt-agent-admin/fill" 2>/dev/null
answers provision=ccm
start_me unprovisioned-11
deb "$CLEAN_DEB"
same "full where passwords are kept: the package is installed" "$? $(state)" "0 installed 0.1.0"
same "AMT is not touched" "$(mode)" none
says "and says why" "no space left|ENOSPC|room|full"
says "and how to try again" "/usr/lib/amt-agent/provision"
rm "$root/var/lib/amt-agent-admin/fill"
inside /usr/lib/amt-agent/provision
same "which works when there is room" "$? $(mode) $(passwords)" "0 client 1"

# dpkg takes files back by links, which an overlay makes of its own files only: installed here, and then the disk filled
fresh 400M
deb "$CLEAN_DEB"
head -c $(($(df -B1 --output=avail "$CLEAN_WORK/disk" | tail -n 1) - 60000000)) /dev/zero >"$CLEAN_WORK/disk/fill"
deb "$CLEAN_NEWER"
check "full while an upgrade is unpacked: it fails" test $? != 0
same "the older version stays" "$(state) $(audit)" "installed 0.1.0 "
verified
same "whole" $? 0
inside amt-agent --version
same "and works" $? 0

fresh
mount --bind "$root/etc" "$root/etc"
mount -o remount,bind,ro "$root/etc"
deb "$CLEAN_DEB"
check "a read-only /etc: the installation fails" test $? != 0
says "and says why" "Read-only file system"
same "nothing is half there" "$(state) $(audit)$(ls "$root/usr/lib/amt-agent" 2>/dev/null)" "none "

fresh
put_packages
inside dpkg --force-unsafe-io --unpack "/packages/$(basename "$CLEAN_DEB")"
mount --bind "$root/etc" "$root/etc"
mount -o remount,bind,ro "$root/etc"
inside dpkg --configure amt-agent
check "a read-only /etc while configuring: that fails" test $? != 0
says "and says why" "Read-only file system"
umount "$root/etc"
inside dpkg --configure -a
same "and finishes when it can be written" "$? $(state)" "0 installed 0.1.0"
