# A release's smallest root with systemd, kept from one run to the next: `. installer/root.bash` makes it where it is missing; $clean_root.
# $SUITE is the Debian release: bookworm when not given.
. test/kernel/debian.bash
want "npm run test:install" debootstrap || { echo "0 passed, 1 failed"; exit 1; }
SUITE=${SUITE:-bookworm}
clean_root=${XDG_CACHE_HOME:-$HOME/.cache}/amt-agent/roots/$SUITE
if [ ! -d "$clean_root" ]; then
  # The mirror from which this machine has its own packages has the other releases too
  archive=$(apt-get indextargets --format '$(REPO_URI) $(SUITE) $(CODENAME)' | awk '$3 == "bookworm" { print $1; exit }')
  mkdir -p "$(dirname "$clean_root")"
  made=$(mktemp -d "$(dirname "$clean_root")/new.XXXXXX")
  step "debootstrap $SUITE" debootstrap --variant=minbase --include=systemd,systemd-sysv,udev,dbus,debconf,init-system-helpers,procps "$SUITE" "$made" "$archive"
  chmod 755 "$made"
  rm -rf "$made"/var/cache/apt/archives/*.deb
  # Another run may have made it meanwhile
  mv -T "$made" "$clean_root" 2>/dev/null || rm -rf "$made"
  [ -d "$clean_root" ]
fi

# newer PACKAGE.deb FOLDER OUT.deb: the same as the next version, which its program says, too: what dpkg does with it is what counts. FOLDER
# holds its files afterwards.
newer() {
  dpkg-deb -R "$1" "$2"
  sed -i 's/^Version: .*/Version: 0.1.1/' "$2/DEBIAN/control"
  sed -i 's/"0\.1\.0"/"0.1.1"/' "$2/usr/lib/amt-agent/amt-agent.cjs"
  (cd "$2" && find usr -type f -print0 | xargs -0 md5sum >DEBIAN/md5sums)
  dpkg-deb --root-owner-group -Znone -b "$2" "$3" >/dev/null
}
