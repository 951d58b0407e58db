import { text } from "./phrase.ts";

/** What `amt-agent verify-install` says: one title a check, then what was found and what to do. */
export const installTexts = {
  "install.elsewhere": text(() => "not checked: needs the running system, not a folder of it"),
  "install.not-installed": text(() => "not checked: nothing is installed here"),

  "install.package": text(() => "Package"),
  "install.package.installed": text<{ kind: string; version: string }>(
    ({ kind, version }) => `${kind} package, version ${version}`,
  ),
  "install.package.none": text<{ root: string }>(({ root }) => `no amt-agent is installed in ${root}`),
  "install.package.none.remedy": text(() => "Install the package: sudo apt install ./amt-agent_VERSION_amd64.deb"),
  "install.package.unknown": text(() => "the program is there, but no package manager knows of it"),
  "install.package.unknown.remedy": text(
    () => "Install the package over it, so that upgrades reach it and removing it leaves nothing.",
  ),
  "install.package.unfinished": text<{ state: string }>(({ state }) => `its installation was not finished (${state})`),
  "install.package.unfinished.remedy": text(() => "Finish it: sudo dpkg --configure -a"),
  "install.package.differs": text<{ installed: string; running: string }>(
    ({ installed, running }) => `${installed} is installed, but this program is ${running}`,
  ),
  "install.package.differs.remedy": text(
    () => "Another amt-agent comes first in the PATH, or a folder was copied over the package: which -a amt-agent.",
  ),

  "install.program": text(() => "Program files"),
  "install.program.ok": text<{ count: number }>(({ count }) => `${count} files, only root may change them`),
  "install.program.missing": text<{ paths: string }>(({ paths }) => `missing: ${paths}`),
  "install.program.missing.remedy": text(
    () => "Install the package again: sudo apt install --reinstall ./amt-agent_VERSION_amd64.deb",
  ),
  "install.program.open": text<{ paths: string }>(({ paths }) => `somebody besides root may change: ${paths}`),
  "install.program.open.remedy": text<{ path: string }>(
    ({ path }) =>
      `Who changes these runs as the service, or as root: sudo chown root:root ${path}; sudo chmod go-w ${path}; then install the package again.`,
  ),

  "install.user": text(() => "Service's user"),
  "install.user.ok": text<{ user: string; uid: number }>(({ user, uid }) => `${user} (${uid}), cannot log in`),
  "install.user.missing": text<{ user: string }>(({ user }) => `there is no user ${user}`),
  "install.users.remedy": text(() => "sudo systemd-sysusers amt-agent.conf"),
  "install.user.root": text<{ user: string }>(({ user }) => `${user} is root by another name`),
  "install.user.root.remedy": text<{ user: string }>(
    ({ user }) =>
      `The service needs no rights of root: remove the user ${user}, then sudo systemd-sysusers amt-agent.conf`,
  ),
  "install.user.login": text<{ user: string; shell: string }>(({ user, shell }) => `${user} can log in with ${shell}`),
  "install.user.login.remedy": text<{ user: string }>(({ user }) => `sudo usermod --shell /usr/sbin/nologin ${user}`),

  "install.device-group": text(() => "Device's group"),
  "install.device-group.ok": text<{ group: string; user: string }>(
    ({ group, user }) => `${group} holds ${user} and nobody else`,
  ),
  "install.group.missing": text<{ group: string }>(({ group }) => `there is no group ${group}`),
  "install.device-group.others": text<{ group: string; users: string }>(
    ({ group, users }) => `in the group ${group}: ${users}. Whoever is in it is AMT's administrator`,
  ),
  "install.device-group.others.remedy": text<{ group: string; user: string }>(
    ({ group, user }) => `sudo gpasswd --delete ${user} ${group}; whoever may administer AMT belongs into amt-admin`,
  ),

  "install.admins": text(() => "Administrators"),
  "install.admins.ok": text<{ group: string; users: string }>(({ group, users }) => `root; in ${group}: ${users}`),
  "install.admins.none": text<{ group: string }>(({ group }) => `root; nobody is in ${group}`),

  "install.config": text(() => "Settings"),
  "install.config.ok": text<{ path: string }>(({ path }) => `${path} is valid`),
  "install.config.none": text<{ path: string }>(({ path }) => `no ${path}: everything as it usually is`),
  "install.config.invalid": text<{ detail: string }>(({ detail }) => detail),
  "install.config.invalid.remedy": text(() => "Correct it (man amt-agent.conf); the service does not start with it."),
  "install.config.unreadable": text<{ path: string; user: string }>(({ path, user }) => `${user} may not read ${path}`),
  "install.config.unreadable.remedy": text<{ path: string }>(({ path }) => `sudo chmod 644 ${path}`),
  "install.config.open": text<{ paths: string }>(({ paths }) => `somebody besides root may change ${paths}`),
  "install.config.open.remedy": text<{ path: string }>(
    ({ path }) => `sudo chown root:root ${path}; sudo chmod go-w ${path}`,
  ),

  "install.state": text(() => "State"),
  "install.state.ok": text<{ path: string; user: string }>(({ path, user }) => `${path} is ${user}'s alone`),
  "install.state.none": text<{ path: string }>(({ path }) => `no ${path} yet: the first start makes it`),
  "install.state.wrong": text<{ path: string; found: string; wanted: string }>(
    ({ path, found, wanted }) => `${path} is ${found}, not ${wanted}`,
  ),
  "install.state.remedy": text<{ path: string; owner: string; mode: string }>(
    ({ path, owner, mode }) => `sudo chown ${owner} ${path}; sudo chmod ${mode} ${path}`,
  ),

  "install.secrets": text(() => "Passwords kept"),
  "install.secrets.ok": text<{ path: string; count: number }>(
    ({ path, count }) => `${path}: ${count === 1 ? "1 file" : `${count} files`}, for root alone`,
  ),
  "install.secrets.none": text<{ path: string }>(({ path }) => `no ${path}`),
  "install.secrets.none.remedy": text(() => "sudo systemd-tmpfiles --create amt-agent.conf"),

  "install.sender": text(() => "Sender of reports"),
  "install.sender.ok": text<{ user: string; path: string }>(
    ({ user, path }) => `${user} sends what is in ${path}, and reads nothing else`,
  ),

  "install.unit": text(() => "Unit"),
  "install.unit.active": text(() => "enabled and running"),
  "install.unit.enabled": text(() => "enabled"),
  "install.unit.waiting": text(() => "enabled; starts when an ME is there"),
  "install.unit.no-systemd": text(() => "systemd does not run here"),
  "install.unit.no-systemd.remedy": text(() => "Have your init start: amt-agent serve, as the user amt-agent."),
  "install.unit.masked": text(() => "masked: it may not start"),
  "install.unit.masked.remedy": text(() => "sudo systemctl unmask amt-agent; sudo systemctl enable --now amt-agent"),
  "install.unit.disabled": text(() => "not enabled: it does not start by itself"),
  "install.unit.disabled.remedy": text(() => "sudo systemctl enable --now amt-agent"),
  "install.unit.failed": text<{ why: string }>(({ why }) => `failed (${why})`),
  "install.unit.failed.remedy": text(() => "journalctl -u amt-agent says why; then sudo systemctl restart amt-agent"),
  "install.unit.stopped": text(() => "enabled, but stopped although an ME is there"),
  "install.unit.stopped.remedy": text(() => "sudo systemctl start amt-agent"),
  "install.unit.stale": text(() => "its file has changed since systemd read it"),
  "install.unit.stale.remedy": text(() => "sudo systemctl daemon-reload; sudo systemctl restart amt-agent"),
  "install.unit.changed": text<{ paths: string }>(({ paths }) => `changed on this machine by ${paths}`),
  "install.unit.changed.remedy": text(
    () =>
      "If that was not meant: sudo systemctl revert amt-agent. systemd-analyze security amt-agent says what it opens.",
  ),

  "install.device": text(() => "Device"),
  "install.device.ok": text<{ devices: string; group: string }>(
    ({ devices, group }) => `${devices} of the group ${group}, for nobody else`,
  ),
  "install.device.none": text(() => "no ME device on this machine"),
  "install.device.none.remedy": text(
    () =>
      "On a PC with an Intel chipset: sudo modprobe mei_me; amt-agent doctor says more. Otherwise nothing is to do.",
  ),
  "install.device.open": text<{ device: string; found: string }>(
    ({ device, found }) => `${device} is ${found}: who may open it is AMT's administrator`,
  ),
  "install.device.foreign": text<{ device: string; found: string; group: string }>(
    ({ device, found, group }) => `${device} is ${found}: the group ${group} cannot open it`,
  ),
  "install.device.remedy": text(
    () =>
      "sudo udevadm control --reload; sudo udevadm trigger --subsystem-match=mei. If it stays: another rule in /etc/udev/rules.d comes later.",
  ),

  "install.sockets": text(() => "Sockets"),
  "install.sockets.ok": text(() => "everybody may read, root and amt-admin may change AMT"),
  "install.sockets.idle": text(() => "none: the service does not run"),
  "install.sockets.missing": text<{ path: string }>(({ path }) => `the service runs, but ${path} is not there`),
  "install.sockets.silent": text<{ path: string; code: string }>(
    ({ path, code }) => `${path} is there, but does not answer (${code})`,
  ),
  "install.sockets.remedy": text(() => "sudo systemctl restart amt-agent"),

  "install.lms": text(() => "Intel LMS"),
  "install.lms.none": text(() => "not installed"),
  "install.lms.told": text(() => "installed, and told to stay out while amt-agent is here"),
  "install.lms.idle": text(() => "installed, does not run"),
  "install.lms.remedy": text(
    () =>
      "Both want AMT's local session: sudo /usr/lib/amt-agent/take-over-lms has amt-agent do it (--undo gives it back).",
  ),
  "install.lms.running": text<{ process: string }>(
    ({ process }) => `${process} has AMT's local session: amt-agent hears no alerts`,
  ),

  "install.holders": text(() => "Others at the device"),
  "install.holders.none": text(() => "nobody else has it open"),
  "install.holders.some": text<{ holders: string }>(({ holders }) => `open in ${holders}`),
  "install.holders.remedy": text(
    () =>
      "Nothing to do while they are what they seem: fwupd and Intel's own tools ask the ME too, and amt-agent waits for them.",
  ),
  "install.holders.not-root": text(() => "only root sees other users' files: sudo amt-agent verify-install"),

  "install.versions": text(() => "What runs"),
  "install.versions.ok": text<{ version: string; trays: number }>(
    ({ version, trays }) =>
      `service ${version}${trays === 0 ? "" : `, ${trays === 1 ? "one tray" : `${trays} trays`}`}`,
  ),
  "install.versions.service": text<{ service: string; installed: string }>(
    ({ service, installed }) => `the service is ${service}, installed is ${installed}`,
  ),
  "install.versions.service.remedy": text(() => "sudo systemctl restart amt-agent"),
  "install.versions.tray": text<{ processes: string }>(
    ({ processes }) => `a tray from before the last upgrade still runs (${processes})`,
  ),
  "install.versions.tray.remedy": text(() => "Its user logs out and in again, or ends it and starts amt-agent tray."),
} as const;
