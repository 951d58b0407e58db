# What open, connect, read, write, poll and close answer (vm.md A, each row), asked in C
# over: mei
. guest/lab.bash
load_driver
start_me acm-15
for group in calls signals queue reset hung; do
  until_ 20 enabled
  timeout -k 5 120 "$LAB_WORK/mei-errno" $group "$me" >"/run/errno-$group"
  code=$?
  kill -CONT "$me"
  cat "/run/errno-$group"
  cat "/run/errno-$group" >>/run/out/results
  # 1: rows failed, which are counted as such
  [ $code -le 1 ] || result FAIL "mei-errno $group ended with status $code"
done
end
