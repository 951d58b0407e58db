# The other ways to set AMT up while installing, each on a machine of its own; secrets are in files. Read by setup.bash.
node "$root/dist/amt-agent.cjs" virtual-me pki --out "$work/pki" --machine unprovisioned-11 --json >"$work/pki.json" || true
chmod -R a+rX "$work/pki"
machine unprovisioned-11 acm
sets_up /PROVISION=acm '/MEI=socket:\\.\pipe\amt-agent-acm' "/PFX=$(z "$work/pki/provisioning.pfx")" "/PFXPASSWORDFILE=$(z "$work/pki/password")"
same "acm, with a certificate and its password in files" "$status $(mode acm)" "0 admin"
[ $status = 0 ] || cat "$data/log/install.log"
secret=$(tr -d '\r\n' <"$work/pki/password")
same "the certificate's password is in no log and no registry" "$(grep -rlF -- "$secret" "$data/log" "$WINEPREFIX"/*.reg 2>/dev/null || true)" ""

machine unprovisioned-11 profile
printf 'Aa1!profile-of-a-test\n' >"$work/new-password"
chmod 600 "$work/new-password"
printf 'version: 1\nname: test\nactivation: {mode: client}\nadminPassword: {file: "%s"}\n' "$(z "$work/new-password" | sed 's/\\/\\\\/g')" >"$work/profile.yaml"
printf 'provision=profile\r\nprofile=%s\r\n' "$(z "$work/profile.yaml")" >"$work/answers.conf"
sets_up '/MEI=socket:\\.\pipe\amt-agent-profile' "/ANSWERS=$(z "$work/answers.conf")"
same "a profile, named in a file of answers" "$status $(mode profile)" "0 client"
[ $status = 0 ] || cat "$data/log/install.log"

machine unprovisioned-11 rps
sets_up /PROVISION=rps '/MEI=socket:\\.\pipe\amt-agent-rps' /URL=wss://localhost:9/activate /PROFILE=office
same "a server that is not there: said in the log, and AMT as it was" "$status $(says 'not set up' "$data/log/install.log") $(mode rps)" "2 yes none"
