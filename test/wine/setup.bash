# The installer for Windows under Wine: silent, over itself with AMT set up by it, and away again. Read by run.
# Wine 8 does not run Node 24, which is shipped: the installer is made with the node.exe that the other checks run.
windows() { timeout 300 "$wine" "$@" </dev/null >"$work/windows.log" 2>&1; }
same() { if [ "$2" = "$3" ]; then result ok "$1"; else result FAIL "$1: found '$2', wanted '$3'"; fi; }
c=$WINEPREFIX/drive_c
installed="$c/Program Files/amt-agent"
data=$c/ProgramData/amt-agent
pipe_me='socket:\\.\pipe\amt-agent-me'
serves() { grep -q "Ctrl-C ends it" "$work/me.log" 2>/dev/null; }

(cd "$root" && node installer/package.mjs windows --fast --windows-node "$exe" --out "$work/setup" >/dev/null)
setup=$(ls "$work"/setup/*.exe)
status=0
windows "$setup" /S /NOSTART || status=$?
same "the installer installs silently" "$status $(ls "$installed/node.exe" "$installed/uninstall.exe" 2>/dev/null | wc -l)" "0 2"
same "AMT is not asked" "$(find "$data" -type f)" ""
status=0
windows reg query 'HKLM\System\CurrentControlSet\Services\amt-agent' /v ImagePath || status=$?
same "the service is entered" "$status $(grep -c 'amt-agent-service.exe' "$work/windows.log")" "0 1"

# A copy: what runs cannot be replaced
cp -r "$installed" "$work/copy"
{ "$wine" "$exe" "$work/copy/amt-agent.cjs" virtual-me --machine unprovisioned-11 --socket '\\.\pipe\amt-agent-me' </dev/null >"$work/me.log" 2>&1 || true; } &
for _ in $(seq 300); do ! serves || break; sleep 0.1; done
status=0
windows "$setup" /S /NOSTART /PROVISION=ccm "/MEI=$pipe_me" || status=$?
same "installs over itself and sets AMT up" $status 0
[ $status = 0 ] || cat "$data/log/install.log"
windows "$exe" "$work/copy/amt-agent.cjs" info --mei "$pipe_me" --json || true
same "the virtual ME is in client control mode" "$(grep -c '"controlMode": "client"' "$work/windows.log")" 1
password=$(find "$data/admin" -name '*.password')
same "its password is kept" "$(echo "$password" | grep -c .)" 1
others=$(grep -rlF -- "$(tr -d '\r\n' <"$password")" "$c" "$WINEPREFIX"/*.reg "$work"/*.log 2>/dev/null | grep -vF "$password" || true)
same "and is nowhere else" "$others" ""
status=0
windows "$setup" /S /NOSTART /PROVISION=ccm "/MEI=$pipe_me" || status=$?
same "an AMT that is set up already stays so, and the installer says it" "$status $(grep -ci already "$data/log/install.log")" "2 1"
windows "$installed/uninstall.exe" /S || true
# It goes on as a copy of itself
for _ in $(seq 300); do [ -e "$installed" ] || break; sleep 0.1; done
same "the uninstaller takes everything away" "$(find "$installed" 2>/dev/null || true)" ""
same "but the password" "$(find "$data" -type f -name '*.password')" "$password"
status=0
windows reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Run' /v amt-agent || status=$?
same "nothing is started at login any more" $status 1
