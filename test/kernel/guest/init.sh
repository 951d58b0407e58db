#!/bin/bash
# The guest's first process. Its root is the host's, read-only. ../lab hands over LAB_* through the kernel's command line.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run NO_COLOR=1
mount -t proc proc /proc
mount -t sysfs sys /sys
ln -s /proc/self/fd /dev/fd
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /mnt
mkdir /run/out /run/program /run/node_modules /run/modules /run/lock
mount -t hostfs none /run/out -o "$LAB_OUT"
ip link set lo up 2>/dev/null
# Other users may not walk to where these are on the host.
mount --bind "$LAB_PROGRAM" /run/program
mount --bind "$LAB_MODULES" /run/modules
mount --bind "$LAB_NODE_MODULES" /run/node_modules
chmod 755 /run

cd "$LAB_HERE" || echo "no folder $LAB_HERE"
# A scenario that stops half-way has not said "end", which ../lab misses.
bash "guest/$LAB_SCENARIO.sh" >/run/out/log 2>&1 </dev/null
dmesg >/run/out/dmesg
sync
echo o >/proc/sysrq-trigger
sleep 30
