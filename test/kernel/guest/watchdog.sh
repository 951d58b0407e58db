# mei_wdt registers a watchdog with our virtual ME; info while it holds the watchdog's client
# over: mei
. guest/lab.bash
load_driver
start_me acm-16-tls
before=$(ls /dev/watchdog* 2>/dev/null)
check "without mei_wdt, info knows whether AMT is operational" test "$(agent info --mei linux --json | field d.amt.operational)" != null
load mei_wdt
appeared() { [ "$(ls /dev/watchdog* 2>/dev/null)" != "$before" ]; }
check "a watchdog appears" until_ 10 appeared
new=$(comm -13 <(sort <<<"$before") <(ls /dev/watchdog* | sort) | tail -n 1)
# Asking starts it, and stops it again: messages of mei_wdt to the ME
identity=$(wdctl -nrO -o IDENT "$new" 2>/dev/null || wdctl "$new")
check "its identity is iamt_wdt" grep -q iamt_wdt <<<"$identity"
echo "$identity"
agent info --mei linux --json >/run/busy.json
same "info answers while mei_wdt holds the client" $? 0
same "operational is unknown then" "$(field d.amt.operational </run/busy.json)" null
check "because mei_wdt holds it" grep -q mei_wdt <(field 'd.unknown.find((u) => u.field === "amt.operational").message.text' </run/busy.json)
field 'd.unknown.find((u) => u.field === "amt.operational")' </run/busy.json
same "the rest is still there" "$(field d.amt.controlMode </run/busy.json)" admin
rmmod mei_wdt
check "after mei_wdt is gone info knows again" test "$(agent info --mei linux --json | field d.amt.operational)" != null
check "the kernel complained of nothing" test -z "$(complained)"
end
