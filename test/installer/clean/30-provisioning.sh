# AMT cannot be set up: installed all the same, and nothing half done
# tried ANSWER...: installs with these answers; the machine's ME is running
tried() {
  answers "$@"
  deb "$CLEAN_DEB"
  same "the package is installed" "$? $(state) $(audit)" "0 installed 0.1.0 "
  says "and says how to try again" "To try again|then run: /usr/lib/amt-agent/provision"
}
untouched() { same "AMT is not touched" "$(mode)" none; same "no password is left over" "$(passwords)" 0; }

fresh
echo "no ME:"
tried provision=ccm
says "which is why" "no ME|not there|ENOENT|is not running|not found|virtual ME"
same "no password is left over" "$(passwords)" 0

fresh
echo "no ME, and required:"
answers provision=ccm require=yes
deb "$CLEAN_DEB"
same "the installation fails" "$? $(state)" "1 half-configured 0.1.0"
check "dpkg names it" test -n "$(audit)"
start_me unprovisioned-11
inside dpkg --configure -a
same "and finishes when there is one" "$? $(state) $(mode)" "0 installed 0.1.0 client"
stop_me

fresh
echo "no ME, and required by debconf:"
inside sh -c 'printf "%s\n" "amt-agent amt-agent/provision select ccm" "amt-agent amt-agent/require-provisioning boolean true" | debconf-set-selections'
deb "$CLEAN_DEB"
same "the installation fails" "$? $(state)" "1 half-configured 0.1.0"
inside dpkg --purge amt-agent
same "and can be taken back" "$? $(state)" "0 none"

fresh
echo "another program has the ME:"
start_me unprovisioned-11 --fault amthi:busy:1000
tried provision=ccm
says "which is named" "in use|held|busy|holds"
stop_me
start_me unprovisioned-11
untouched

fresh
echo "the ME is silent:"
start_me unprovisioned-11 --fault amthi:hang:1000
tried provision=ccm timeout=5
stop_me
start_me unprovisioned-11
untouched

openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=pc.example.com -keyout "$CLEAN_WORK/key.pem" -out "$CLEAN_WORK/cert.pem" 2>/dev/null
openssl pkcs12 -export -in "$CLEAN_WORK/cert.pem" -inkey "$CLEAN_WORK/key.pem" -passout pass:Right-1-word -out "$CLEAN_WORK/good.pfx" 2>/dev/null
# pfx PASSWORD: files for provision=acm below /etc/amt-agent
pfx() {
  mkdir -p "$root/etc/amt-agent"
  cp "$CLEAN_WORK/good.pfx" "$root/etc/amt-agent/pc.pfx"
  (umask 077 && echo "$1" >"$root/etc/amt-agent/pfx.password")
  chmod 600 "$root/etc/amt-agent/pc.pfx"
}
acm="provision=acm pfx=/etc/amt-agent/pc.pfx pfx_password_file=/etc/amt-agent/pfx.password"

fresh
echo "a file that is no certificate:"
pfx Right-1-word
echo nonsense >"$root/etc/amt-agent/pc.pfx"
start_me unprovisioned-11
# shellcheck disable=SC2086 # several answers
tried $acm
says "which is why" "PFX file cannot be read"
untouched

fresh
echo "the wrong password of the certificate:"
pfx Wrong-1-word
start_me unprovisioned-11
# shellcheck disable=SC2086
tried $acm
says "which is why" "password"
check "without telling it" test -z "$(grep -F Wrong-1-word "$log")"
untouched

fresh
echo "a certificate that AMT does not trust:"
pfx Right-1-word
start_me unprovisioned-11
# shellcheck disable=SC2086
tried $acm
untouched

fresh
echo "a certificate's password that others may read:"
pfx Right-1-word
chmod 644 "$root/etc/amt-agent/pfx.password"
start_me unprovisioned-11
# shellcheck disable=SC2086
tried $acm
says "which is why" "pfx\.password.*read by others"
untouched

fresh
echo "no network to the provisioning server:"
start_me unprovisioned-11
tried provision=rps url=wss://127.0.0.1:9/activate profile=office
says "which is why" "127\.0\.0\.1:9"
untouched

fresh
echo "answers that others may write:"
start_me unprovisioned-11
answers provision=ccm
chmod 666 "$root/etc/amt-agent/provision.conf"
deb "$CLEAN_DEB"
same "the package is installed" "$? $(state)" "0 installed 0.1.0"
says "and says why AMT is not" "may be written by others"
untouched

fresh
echo "a profile that is not there:"
start_me unprovisioned-11
tried provision=profile profile=/etc/amt-agent/none.yaml
says "which is why" "none\.yaml"
untouched
