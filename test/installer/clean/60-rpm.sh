# The RPM package: installed, verified, upgraded over itself, erased
rpm_of() { outside rpm --root "$root" --dbpath /var/lib/rpm --nosignature "$@"; }
fresh
rpm --root "$root" --dbpath /var/lib/rpm --initdb >/dev/null 2>&1
find "$root" -xdev -print | sort >"$CLEAN_WORK/before-rpm"
start_me unprovisioned-11
answers provision=ccm
# Debian's own packages are not in rpm's list: what it requires is looked at by name instead
rpm_of -i --nodeps "$CLEAN_RPM"
same "installs, with provision=ccm in its answers" $? 0
same "AMT is set up, and its password kept" "$(mode) $(passwords)" "client 1"
rpm_of -V --nodeps amt-agent
same "rpm finds it as it was packed" "$? $(cat "$log")" "0 "
rm -f "$root/var/lib/dpkg/status.saved"
verified
same "and so does verify-install" $? 0
says "which knows the package" "RPM package, version 0.1.0-1"
check "the unit is enabled" test -L "$root/etc/systemd/system/dev-mei0.device.wants/amt-agent.service"
same "it requires what is there" "$(rpm -qp --nosignature --requires "$CLEAN_RPM" | grep -vE '^(rpmlib|/bin/sh|coreutils|findutils|config\()|^lib(c|stdc\+\+)\.so\.6\(\)\(64bit\)' | xargs)" ""
same "and what it is better with" "$(rpm -qp --nosignature --suggests "$CLEAN_RPM")" "libappindicator3.so.1()(64bit)"
rpm_of -U --nodeps --force "$CLEAN_RPM"
same "installs over itself" $? 0
same "without setting AMT up again" "$(mode) $(passwords)" "client 1"
rpm_of -e --nodeps amt-agent
same "is erased" $? 0
says "and says what stays" "/var/lib/amt-agent-admin"
same "the password stays" "$(passwords)" 1
find "$root" -xdev -print | sort | comm -13 "$CLEAN_WORK/before-rpm" - | sed "s|$root||" |
  grep -vE '^(/etc/(passwd|group|g?shadow)-?|/etc/\.pwd\.lock|/var/lib/rpm/.*|/var/(log|lib/systemd)/.*|/etc/amt-agent(/provision\.conf)?|/var/lib/amt-agent-admin(/.*)?|/me/.*)$' >"$CLEAN_WORK/left"
same "nothing else is left" "$(xargs <"$CLEAN_WORK/left")" ""

fresh
rpm --root "$root" --dbpath /var/lib/rpm --initdb >/dev/null 2>&1
answers provision=ccm require=yes
rpm_of -i --nodeps "$CLEAN_RPM"
says "no ME, and required: rpm says that it failed" "scriptlet failed"
says "and how to try again" "/usr/lib/amt-agent/provision"
