# An upgrade while somebody's tray runs: it is not ended, finds the new service by itself, and is said to be of the older version
fresh
start_me acm-15
deb "$CLEAN_DEB"
same "installs" "$? $(state)" "0 installed 0.1.0"
# What systemd does for the service: its folders, its user
echo "allowVirtual: true" >"$root/etc/amt-agent/config.yaml"
inside sh -c 'install -d -o amt-agent -g amt-agent /run/amt-agent && install -d -m 700 -o amt-agent -g amt-agent /var/lib/amt-agent && chown amt-agent /me/me.sock'
service=
start_service() {
  chroot --userspec=amt-agent:amt-agent --groups=mei,amt-admin "$root" env -i HOME=/ AMT_AGENT_LMS_LISTEN=off \
    /usr/lib/amt-agent/node /usr/lib/amt-agent/amt-agent.cjs serve --mei socket:/me/me.sock --state-dir /var/lib/amt-agent --socket /run/amt-agent/agent.sock >"$CLEAN_WORK/serve.log" 2>&1 </dev/null &
  service=$!
}
end_service() {
  kill "$service" 2>/dev/null
  wait "$service" 2>/dev/null
}
# What the desktop does for a user: a session bus, and what stands in autostart
inside sh -c 'useradd --create-home me && install -d -m 700 -o me -g me /run/me'
bus=unix:path=/run/me/bus
as_me=(chroot --userspec=me:me "$root" env -i PATH=/usr/bin:/bin HOME=/home/me XDG_RUNTIME_DIR=/run/me DBUS_SESSION_BUS_ADDRESS=$bus)
"${as_me[@]}" dbus-daemon --session --nofork --nopidfile --address=$bus >"$CLEAN_WORK/bus.log" 2>&1 </dev/null &
daemon=$!
until_ 20 test -S "$root/run/me/bus" || result FAIL "no session bus: $(cat "$CLEAN_WORK/bus.log")"
tray=
start_tray() {
  # shellcheck disable=SC2046 # the command as the desktop reads it
  "${as_me[@]}" $(sed -n 's/^Exec=//p' "$root/etc/xdg/autostart/amt-agent-tray.desktop") >"$CLEAN_WORK/tray.log" 2>&1 </dev/null &
  tray=$!
}
# What the icon says when the pointer rests on it
tooltip() { "${as_me[@]}" dbus-send --session --print-reply --dest=org.amtagent.Tray /StatusNotifierItem org.freedesktop.DBus.Properties.Get string:org.kde.StatusNotifierItem string:ToolTip 2>&1; }
shows() { tooltip | grep -q "$1"; }
managed="can be managed remotely"
version() { inside amt-agent verify-install --json; field "d.checks.find((c) => c.code === 'versions').$1" <"$log"; }

start_tray
check "the tray that starts before the service, as at a login, says so" until_ 30 shows "service is not running"
start_service
check "and shows what the service says, once it is there" until_ 40 shows "$managed"
same "service and tray are of the installed version" "$(version result)" ok
deb "$CLEAN_NEWER"
same "the newer version installs over it" "$? $(state)" "0 installed 0.1.1"
check "the tray is not ended" kill -0 "$tray"
check "and shows what the older service says, which runs on while files are unpacked" shows "$managed"
end_service
check "while there is no service, it says so" until_ 20 shows "service is not running"
start_service
check "the new one is there, and the tray finds it by itself" until_ 40 shows "$managed"
check "the same tray" kill -0 "$tray"
same "the service is of the new version, the tray is not, which verify-install holds against it" "$(version result)" failed
says "by its process" "a tray from before the last upgrade still runs \(process $tray\)"
says "with what its user does" "logs out and in again, or ends it and starts amt-agent tray"
kill "$tray"
wait "$tray"
same "at the user's word it ends in good order" $? 0
start_tray
check "and started again it is the new one" until_ 30 shows "$managed"
same "with which all is well" "$(version result)" ok
kill "$tray" 2>/dev/null
end_service
kill "$daemon" 2>/dev/null
wait "$tray" "$daemon" 2>/dev/null
