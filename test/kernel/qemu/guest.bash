# The guest under its root: what ../guest/init.sh is to user-mode Linux. LAB_* come from the kernel's command line.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run NO_COLOR=1
# ../guest/lab.bash asks: the kernel's own driver
export LAB_OVER=mei
ln -sfn /proc/self/fd /dev/fd
mkdir /run/out /run/program /run/node_modules /run/lock
mount --bind "$LAB_PROGRAM" /run/program
mount --bind "$LAB_NODE_MODULES" /run/node_modules
ip link set lo up 2>/dev/null
chmod 755 /run
cd "$LAB_HERE" || echo "no folder $LAB_HERE"
# A scenario that stops half-way has not said "end", which ../qemu-lab misses. Also on the console, for one that hangs.
bash "qemu/$LAB_SCENARIO.sh" </dev/null > >(tee /run/out/log) 2>&1
dmesg >/run/out/dmesg
