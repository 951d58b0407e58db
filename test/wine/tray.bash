# The tray under Wine, by real clicks. Read by run. TRAY_PICTURE=FILE keeps pictures as FILE-tip.png and FILE-menu.png.
(cd "$root" && npx --no-install esbuild test/wine/icon-probe.ts --bundle --platform=node --target=node20 --format=cjs --external:koffi --log-level=warning --outfile="$work/icon-probe.cjs")
(cd "$root" && node build/bundle.mjs >/dev/null)
cp -r "$root/dist" "$work/dist"

agent() { timeout 120 "$wine" "$exe" "$work/dist/amt-agent.cjs" "$@" </dev/null >"$work/agent.log" 2>&1; }
icon_probe() { timeout 300 "$wine" "$exe" "$work/icon-probe.cjs" "$@" </dev/null >"$work/icon-probe.log" 2>&1; }
# 30 s until a command succeeds
within() { for _ in $(seq 150); do if "$@"; then echo yes; return; fi; sleep 0.2; done; echo no; }

# Where the icon is: Wine's own tray window, which its icons follow each other in
tray_window() { xdotool search --onlyvisible --name '^Wine System Tray$' 2>/dev/null | head -1; }
# How many of the icon's pixels have about that colour, by ImageMagick's name of it
pixels() {
  local at
  at=$(tray_window)
  [ -n "$at" ] || { echo 0; return; }
  eval "$(xdotool getwindowgeometry --shell "$at")"
  import -window root png:- | convert png:- -crop "20x20+$X+$Y" +repage -fuzz 18% -fill black +opaque "$1" -fill white +opaque black -format '%[fx:round(mean*w*h)]' info:
}
shows() { [ "$(pixels "$1")" -ge 25 ]; }
shows_not() { [ "$(pixels "$1")" -lt 5 ]; }
orange='#ff8000' blue='#2273d8'
point() { eval "$(xdotool getwindowgeometry --shell "$(tray_window)")"; xdotool mousemove $((X + 10)) $((Y + 10)); }
menu() { xdotool search --onlyvisible --class node.exe 2>/dev/null | tail -1; }
has_menu() { [ -n "$(menu)" ]; }
has_no_menu() { [ -z "$(menu)" ]; }
# Clicks the entry that is that many pixels above the lower edge of the menu (rows of 16, separators of 9)
choose() {
  point
  xdotool click 3
  within has_menu >/dev/null
  eval "$(xdotool getwindowgeometry --shell "$(menu)")"
  xdotool mousemove $((X + 90)) $((Y + HEIGHT - $1)) click 1
}
kvm() { agent status --json || true; grep -o '"kvm": *\(true\|false\|null\)' "$work/agent.log" | head -1 | grep -o '[a-z]*$'; }
copied() { timeout 5 xclip -out -selection clipboard 2>/dev/null | grep -q "^amt-agent .*win32"; }
kvm_is() { [ "$(kvm)" = "$1" ]; }
start_tray() {
  { status=0; timeout 600 "$wine" "$exe" "$work/dist/amt-agent.cjs" tray "$@" </dev/null >"$work/tray.log" 2>&1 || status=$?; echo $status >"$work/tray.status"; } &
}
tray_ended() { [ -s "$work/tray.status" ]; }

icon_probe icons icons.log || true
same "10000 changes of the icon leave no handle behind" "$(cut -d' ' -f1-3 <icons.log)" "icons 10000 true"
status=0
icon_probe exit parked-icon || status=$?
# Wine's Explorer takes two seconds for an icon that goes
same "exit with an icon shown: the process ends" "$status $(($(since parked-icon "$(now)") < 5000))" "0 1"

{ timeout 900 "$wine" "$exe" "$work/dist/amt-agent.cjs" serve --mei virtual:acm-15 --lms-listen off </dev/null >"$work/serve.log" 2>&1 || true; } &
for _ in $(seq 300); do ! grep -q 'endpoint=admin' "$work/serve.log" 2>/dev/null || break; sleep 0.1; done
start_tray
same "the icon is shown: nobody is connected" "$(within shows "$blue") $(pixels "$orange")" "yes 0"
same "a second tray in this session is refused" "$(agent tray || echo $?) $(says 'one is enough' "$work/agent.log")" "5 yes"
agent virtual-me operate kvm open
same "the icon follows: somebody sees this screen" "$(within shows "$orange")" yes
point
sleep 1
[ -z "${TRAY_PICTURE:-}" ] || import -window root "$TRAY_PICTURE-tip.png"
xdotool click 3
same "a right click opens the menu" "$(within has_menu)" yes
[ -z "${TRAY_PICTURE:-}" ] || { sleep 1; import -window root "$TRAY_PICTURE-menu.png"; }
xdotool mousemove 880 620 click 1
same "a click elsewhere closes it" "$(within has_no_menu)" yes
choose 124
same "its entry ends the session in the virtual ME" "$(within kvm_is false)" yes
same "and the icon follows" "$(within shows_not "$orange")" yes
icon_probe shell-forgets forgets.log
same "an Explorer that ends takes the icon along" "$(within shows_not "$blue")" yes
icon_probe taskbar-created created.log
same "one that starts gets it back" "$(within shows "$blue")" yes
choose 26
same "information for support goes into the clipboard" "$(within copied)" yes
choose 10
same "Quit ends the tray, and takes the icon away" "$(within tray_ended) $(cat "$work/tray.status") $(within shows_not "$blue")" "yes 0 yes"

rm "$work/tray.status"
start_tray
within shows "$blue" >/dev/null
icon_probe session-ends session.log
same "the session's end ends it, and takes the icon away" "$(within tray_ended) $(cat "$work/tray.status") $(within shows_not "$blue")" "yes 0 yes"
rm "$work/tray.status"
start_tray
within shows "$blue" >/dev/null
icon_probe close closed.log
same "so does an installer that asks it to" "$(within tray_ended) $(cat "$work/tray.status")" "yes 0"
