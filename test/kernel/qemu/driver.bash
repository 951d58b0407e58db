# Between lab.bash and the scenarios: `. qemu/driver.bash`. Everything takes longer here than in user-mode Linux.

# behind_driver MACHINE: like start_me, for a device that is removed. What the kernel could not read within its second (the first answers of
# a Node here take longer) it reads again from the same ME: one that was reset would say so (amt.lastMeReset).
behind_driver() {
  local times
  stop_me
  node /run/program/amt-agent.cjs virtual-me --hbm /dev/vmei --machine "$1" >>/run/out/me.log 2>&1 &
  me=$!
  until_ 60 opened || result FAIL "$1 opens /dev/vmei"
  for times in 1 2 3 4 5; do
    missed=$(dmesg | grep -cF 'Could not read FW version')
    return_device
    until_ 10 versioned && return
    remove_device
  done
  result FAIL "the kernel reads the version of $1"
}
opened() { gone "$me" || [ -n "$(find "/proc/$me/fd" -lname /dev/vmei 2>/dev/null)" ]; }
