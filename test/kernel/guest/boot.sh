# The virtual ME never passes for real: info, status, doctor, the service; clients on the mei bus
# over: mei cuse
. guest/lab.bash
load_driver
start_me acm-15
if over mei; then
  same "kind is mei" "$(cat $sys/kind)" mei
  for client in 12f80028-b4b7-4b2d-aca8-46e0ff65814c 6733a4db-0476-4e7b-b3af-bcfc29bee7a7; do
    same "the kernel enumerated $client, with one connection" "$(cat /sys/bus/mei/devices/*$client*/max_conn)" 1
  done
fi
for what in info status doctor; do
  check "$what says virtual" grep -qi virtual <(agent $what --mei linux 2>&1)
  check "$what --json says virtual" grep -qi virtual <(agent $what --mei linux --json 2>&1)
done
AMT_AGENT_MEI=auto timeout -k 5 30 node /run/program/amt-agent.cjs serve --socket /run/agent.sock --state-dir /run/state >/run/out/serve.log 2>&1
same "a service that was not told to refuses it" $? 2
check "and says why" grep -q "would run on a virtual ME" /run/out/serve.log
end
