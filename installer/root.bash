# Debian's smallest root with systemd, kept from one run to the next: `. installer/root.bash` makes it where it is missing; $clean_root.
. test/kernel/debian.bash
want "npm run test:install" debootstrap || { echo "0 passed, 1 failed"; exit 1; }
clean_root=${XDG_CACHE_HOME:-$HOME/.cache}/amt-agent/roots/bookworm
if [ ! -d "$clean_root" ]; then
  archive=$(apt-get indextargets --format '$(REPO_URI) $(SUITE) $(CODENAME)' | awk '$3 == "bookworm" { print $1; exit }')
  mkdir -p "$(dirname "$clean_root")"
  made=$(mktemp -d "$(dirname "$clean_root")/new.XXXXXX")
  step "debootstrap" debootstrap --variant=minbase --include=systemd,systemd-sysv,udev,dbus,debconf,init-system-helpers,procps bookworm "$made" "$archive"
  chmod 755 "$made"
  rm -rf "$made"/var/cache/apt/archives/*.deb
  mv "$made" "$clean_root"
fi
