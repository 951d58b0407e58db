# A thousand times open, connect, exchange, close; eight connections and eight programs at once: no leak on either side
# over: mei
. guest/lab.bash
load_driver
start_me acm-15
descriptors() { find "/proc/$1/fd" -mindepth 1 | wc -l; }
resident() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
cp "$LAB_WORK/cycles.mjs" /run/cycles.mjs
node --expose-gc /run/cycles.mjs 20 1 >/dev/null
before=$(descriptors "$me") memory=$(resident "$me")

for run in "1000 1" "400 8"; do
  read -r times parallel <<<"$run"
  # shellcheck disable=SC2086
  timeout -k 5 120 node --expose-gc /run/cycles.mjs $run >/run/cycles.json
  what="$times cycles, $parallel at once"
  same "$what: all done" "$(field d.done </run/cycles.json)" "$times"
  same "$what: descriptors left over" "$(field d.fds </run/cycles.json)" 0
  # The resident set follows the heap's room, which grows to some 10 MiB within 2,000 cycles and no further (8,000 measured)
  check "$what: the heap grew less than 1 MiB" [ "$(field d.heap </run/cycles.json)" -lt $((1 << 20)) ]
  check "$what: memory grew less than 24 MiB" [ "$(field d.bytes </run/cycles.json)" -lt $((24 << 20)) ]
  note "$what: $(cat /run/cycles.json)"
done
for n in 1 2 3 4 5 6 7 8; do timeout -k 5 120 node --expose-gc /run/cycles.mjs 50 1 >"/run/cycles-$n.json" & done
wait $(jobs -p | grep -vx "$me")
same "eight programs at once, 50 cycles each: all done" "$(cat /run/cycles-?.json | grep -c '"done":50,"fds":0')" 8
same "the virtual ME's descriptors afterwards" "$(descriptors "$me")" "$before"
note "the virtual ME's memory: $memory KiB before, $(resident "$me") KiB after"
check "the virtual ME's memory grew less than 32 MiB" [ $(($(resident "$me") - memory)) -lt 32768 ]
check "the device still answers" agent mei call getProvisioningState --mei linux
check "the kernel complained of nothing" test -z "$(complained)"
end
