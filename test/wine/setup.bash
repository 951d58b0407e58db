# The installer for Windows under Wine: silent, over itself, AMT set up by it in each way; the service; and away again. Read by run.
# Wine 8 does not run Node 24, which is shipped: the installer is made with the node.exe that the other checks run.
windows() { timeout 300 "$wine" "$@" </dev/null >"$work/windows.log" 2>&1; }
c=$WINEPREFIX/drive_c
installed="$c/Program Files/amt-agent"
data=$c/ProgramData/amt-agent
pipe_me='socket:\\.\pipe\amt-agent-me'
# A virtual ME on a pipe; a copy of the program, as what runs cannot be replaced
machine() {
  { "$wine" "$exe" "$work/copy/amt-agent.cjs" virtual-me --machine "$1" --socket "\\\\.\\pipe\\amt-agent-$2" </dev/null >"$work/$2.log" 2>&1 || true; } &
  for _ in $(seq 300); do ! grep -q "Ctrl-C ends it" "$work/$2.log" 2>/dev/null || break; sleep 0.1; done
}
# Exit status of the installer that sets a machine up with these properties, and does not start the service
sets_up() { status=0; windows "$setup" /S /NOSTART "$@" || status=$?; }
mode() { windows "$exe" "$work/copy/amt-agent.cjs" info --mei "socket:\\\\.\\pipe\\amt-agent-$1" --json || true; grep -o '"controlMode": "[a-z]*"' "$work/windows.log" | cut -d'"' -f4; }
state() { windows sc query amt-agent || true; grep -a STATE "$work/windows.log" | tr -d '\r' | awk '{ print $NF }'; }
becomes() { for _ in $(seq 300); do [ "$(state)" != "$1" ] || break; sleep 0.1; done; state; }
# A file as Windows' programs name it
z() { echo "Z:${1//\//\\}"; }

(cd "$root" && node installer/package.mjs windows --fast --windows-node "$exe" --out "$work/setup" >/dev/null)
setup=$(ls "$work"/setup/*.exe)
sets_up "/MEI=$pipe_me"
same "the installer installs silently" "$status $(ls "$installed/node.exe" "$installed/uninstall.exe" 2>/dev/null | wc -l)" "0 2"
same "AMT is not asked" "$(find "$data" -type f ! -name setup.log)" ""
status=0
windows reg query 'HKLM\System\CurrentControlSet\Services\amt-agent' /v ImagePath || status=$?
same "the service is entered, as our own program" "$status $(grep -c 'amt-agent.cjs. serve --windows-service' "$work/windows.log")" "0 1"
same "it is restarted when it fails" "$(grep -ac 'sc failure: 0' "$data/log/setup.log")" 1

cp -r "$installed" "$work/copy"
machine unprovisioned-11 me
sets_up /PROVISION=ccm "/MEI=$pipe_me"
same "installs over itself and sets AMT up" $status 0
[ $status = 0 ] || cat "$data/log/install.log"
same "the virtual ME is in client control mode" "$(mode me)" client
password=$(find "$data/admin" -name '*.password')
same "its password is kept" "$(echo "$password" | grep -c .)" 1
sets_up /PROVISION=ccm "/MEI=$pipe_me"
same "an AMT that is set up already stays so, and the installer says it" "$status $(grep -ci already "$data/log/install.log")" "2 1"
sets_up /PROVISION=ccm "/MEI=$pipe_me" /REQUIREPROVISIONING
same "the same where it is required has an exit code of its own" $status 3
sets_up /PROVISION=acm "/MEI=$pipe_me"
same "a certificate that is not named is asked for, and AMT not touched" "$status $(says 'needs pfx=FILE.*AMT was not touched' "$data/log/install.log")" "2 yes"


. "$root/test/wine/provisioning.bash"

# The service: Windows' own manager starts and stops it
status=0
windows net start amt-agent || status=$?
same "net start" "$status $(becomes RUNNING)" "0 RUNNING"
windows "$installed/node.exe" "$installed/amt-agent.cjs" status || true
same "amt-agent status is answered through the service's pipe" "$(says 'virtual' "$work/windows.log")" yes
windows "$installed/node.exe" "$installed/amt-agent.cjs" posture --json || true
kept_report=$(find "$c" -path '*/amt-agent/state/posture/newest.json')
digest=$(grep -aoE 'sha256:[0-9a-f]{64}' "$kept_report" 2>/dev/null | head -1)
same "amt-agent posture shows the report that the service made and keeps" "$(says "${digest:-none}" "$work/windows.log")" yes
same "with what Windows says of the PC" "$(says 'Tbsi_GetDeviceInfo' "$work/windows.log")" yes
windows reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Run' /v amt-agent || true
same "at login the tray is started, by a program without a console" "$(says 'amt-agent-tray\.exe' "$work/windows.log")" yes
windows "$installed/amt-agent-tray.exe" || true
same "that program shows the icon" "$(within shows "$blue")" yes
# Wine 8 tells its services that ProgramData is another folder than it tells everybody else
service_log=$(find "$c" -path '*/amt-agent/log/service.log')
same "the service logs" "$(says 'listening endpoint=user' "$service_log")" yes
windows sc stop amt-agent || true
same "sc stop" "$(becomes STOPPED)" STOPPED
same "it stopped in good order" "$(says ' stopped$' <(tail -1 "$service_log" | tr -d '\r'))" yes
windows sc start amt-agent || true
same "sc start, once more" "$(becomes RUNNING)" RUNNING
status=0
windows "$setup" /S "/MEI=$pipe_me" || status=$?
same "an upgrade while it runs stops it, and starts it again" "$status $(becomes RUNNING) $(grep -ac ' stopped$' <(tr -d '\r' <"$service_log"))" "0 RUNNING 2"
same "and closes the tray, whose program it replaces" "$(within shows_not "$blue")" yes
windows net stop amt-agent || true
same "net stop" "$(becomes STOPPED)" STOPPED
windows sc delete amt-agent
windows sc create amt-agent binPath= '"C:\Program Files\amt-agent\node.exe" "C:\Program Files\amt-agent\amt-agent.cjs" serve --windows-service --log-level nonsense'
windows net start amt-agent || true
same "a service that cannot start ends" "$(becomes STOPPED) $(grep -a SERVICE_EXIT "$work/windows.log" | grep -o '(0x.*)')" "STOPPED (0x2)"
same "and says why in its log" "$(says 'error log.level .*nonsense' "$service_log")" yes

others=$(grep -rlF -- "$(tr -d '\r\n' <"$password")" "$c" "$WINEPREFIX"/*.reg "$work"/*.log 2>/dev/null | grep -vF "$password" || true)
same "the password that was made is in its file and nowhere else" "$others" ""
kept=$(find "$data/admin" -type f -name '*.password' | sort)
windows "$installed/uninstall.exe" /S || true
# It goes on as a copy of itself
for _ in $(seq 300); do [ -e "$installed" ] || break; sleep 0.1; done
same "the uninstaller takes everything away" "$(find "$installed" 2>/dev/null || true)" ""
same "but the passwords" "$(find "$data" -type f -name '*.password' | sort)" "$kept"
status=0
windows reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Run' /v amt-agent || status=$?
same "nothing is started at login any more" $status 1
status=0
windows reg query 'HKLM\System\CurrentControlSet\Services\amt-agent' || status=$?
same "nor as a service" $status 1
