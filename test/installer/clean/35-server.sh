# A provisioning server that answers sets AMT up while the package installs, over wss and an authority of its own
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=rps -addext subjectAltName=IP:127.0.0.1 -keyout "$CLEAN_WORK/rps.key" -out "$CLEAN_WORK/rps.pem" 2>/dev/null
server=
# serve SCRIPT (of test/rps/scripts): $port; served: ends it, and $seen is what it says
serve() {
  rm -f "$CLEAN_WORK/port"
  node --import tsx provisioning-server.ts "../../rps/scripts/$1.json" "$CLEAN_WORK/rps.pem" "$CLEAN_WORK/rps.key" "$CLEAN_WORK/port" >"$CLEAN_WORK/rps.log" 2>&1 </dev/null &
  server=$!
  until_ 60 test -s "$CLEAN_WORK/port" || result FAIL "the provisioning server did not start: $(tail -n 3 "$CLEAN_WORK/rps.log")"
  port=$(cat "$CLEAN_WORK/port")
}
served() {
  kill "$server"
  wait "$server"
  seen=$(xargs <"$CLEAN_WORK/rps.log")
}
# asks SCRIPT ANSWER...: installs on a machine that this server shall set up
asks() {
  fresh
  serve "$1"
  shift
  mkdir -p "$root/etc/amt-agent"
  cp "$CLEAN_WORK/rps.pem" "$root/etc/amt-agent/rps.pem"
  start_me unprovisioned-11
  answers provision=rps "url=wss://127.0.0.1:$port/activate" profile=ccm "$@"
  deb "$CLEAN_DEB"
}

asks ccm server_ca=/etc/amt-agent/rps.pem require=yes
same "the package installs, and the server sets AMT up" "$? $(state) $(audit) $(mode)" "0 installed 0.1.0  client"
served
same "as the server sees it, too" "$seen" "1 finished"
same "the password is the server's: none is kept here" "$(passwords)" 0
secret=$(field d.password <../../rps/scripts/ccm.json)
same "nor stands anywhere" "$(grep -rlF -- "$secret" "$root/var" "$root/etc" "$root/run" "$log" "$CLEAN_WORK/me.log" 2>/dev/null)" ""
deb "$CLEAN_NEWER"
same "an upgrade asks no server again" "$? $(state) $(mode)" "0 installed 0.1.1 client"

asks refused server_ca=/etc/amt-agent/rps.pem
same "a server that refuses: the package is installed" "$? $(state)" "0 installed 0.1.0"
says "the server's words are passed on" "does not match list of available AMT profiles"
says "and how to try again" "To try again: /usr/lib/amt-agent/provision"
same "AMT is not touched" "$(mode)" none
served
same "which the server calls a script at its end" "$seen" "1 finished"

asks ccm
same "a server whose authority is not named: the package is installed" "$? $(state)" "0 installed 0.1.0"
says "which is why" "certificate"
served
same "the server was told nothing" "$seen" "0 finished"
same "and AMT is not touched" "$(mode)" none
