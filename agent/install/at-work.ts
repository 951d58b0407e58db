import { message } from "../api/texts.ts";
import { failed, note, ok, type Part, unknown } from "../doctor/check.ts";
import {
  adminGroup,
  adminSocket,
  deviceGroup,
  lmsStaysOut,
  serviceUnit,
  startLink,
  unitOverrides,
  userSocket,
} from "./expected.ts";
import { upstream } from "./files.ts";
import { listed, spoken } from "./ownership.ts";
import type { Place, Running } from "./place.ts";

/** What needs a running system is not looked for in a folder. */
export const elsewhere = (): Part => ({ result: "skipped", evidence: message("install.elsewhere", {}), remedy: null });

export const devicesOf = ({ tree }: Pick<Place, "tree">): string[] =>
  tree
    .names("/dev")
    .filter((name) => /^mei\d+$/.test(name))
    .map((name) => `/dev/${name}`);

export function unitCheck(place: Place): Part {
  const { tree, running } = place;
  if (running && !running.unit)
    return note(message("install.unit.no-systemd", {}), message("install.unit.no-systemd.remedy", {}));
  if (tree.linkTarget(`/etc/systemd/system/${serviceUnit}`) === "/dev/null")
    return failed(message("install.unit.masked", {}), message("install.unit.masked.remedy", {}));
  if (!tree.entry(startLink))
    return failed(message("install.unit.disabled", {}), message("install.unit.disabled.remedy", {}));
  const trouble = running?.unit && unitTrouble(running.unit, devicesOf(place));
  if (trouble) return trouble;
  const changed = unitOverrides.filter((path) => tree.entry(path) !== undefined);
  if (changed.length > 0)
    return note(
      message("install.unit.changed", { paths: listed(changed) }),
      message("install.unit.changed.remedy", {}),
    );
  if (!running) return ok(message("install.unit.enabled", {}));
  return ok(message(running.unit?.ActiveState === "active" ? "install.unit.active" : "install.unit.waiting", {}));
}

/** systemd.exec(5), org.freedesktop.systemd1(5): what `systemctl show` says of a service. */
function unitTrouble(unit: Readonly<Record<string, string>>, devices: readonly string[]): Part | undefined {
  if (unit.ActiveState === "failed") {
    const status = unit.ExecMainStatus === undefined ? "" : `, status ${unit.ExecMainStatus}`;
    return failed(
      message("install.unit.failed", { why: `${unit.Result ?? "unknown"}${status}` }),
      message("install.unit.failed.remedy", {}),
    );
  }
  if (unit.ActiveState === "inactive" && devices.length > 0)
    return failed(message("install.unit.stopped", {}), message("install.unit.stopped.remedy", {}));
  if (unit.NeedDaemonReload === "yes")
    return note(message("install.unit.stale", {}), message("install.unit.stale.remedy", {}));
  return undefined;
}

export function deviceCheck(place: Place): Part {
  const devices = devicesOf(place);
  if (devices.length === 0) return note(message("install.device.none", {}), message("install.device.none.remedy", {}));
  const group = place.tree.groups().find(({ name }) => name === deviceGroup);
  for (const device of devices) {
    const entry = place.tree.entry(device);
    if (!entry) continue; // it went while we looked
    const found = spoken(place, entry);
    const remedy = message("install.device.remedy", {});
    if ((entry.mode & 0o007) !== 0 || entry.uid !== 0)
      return failed(message("install.device.open", { device, found }), remedy);
    if (entry.gid !== group?.gid || (entry.mode & 0o060) !== 0o060)
      return failed(message("install.device.foreign", { device, found, group: deviceGroup }), remedy);
  }
  return ok(message("install.device.ok", { devices: devices.join(", "), group: deviceGroup }));
}

/** Without systemd an answer is all that tells. */
const isUp = ({ unit, service }: Running): boolean =>
  unit ? unit.ActiveState === "active" : "version" in service || service.code !== "API_UNREACHABLE";

export function socketsCheck(place: Place): Part {
  const { tree, running } = place;
  const remedy = message("install.sockets.remedy", {});
  if (running && !isUp(running)) return ok(message("install.sockets.idle", {}));
  const admins = tree.groups().find(({ name }) => name === adminGroup);
  const wanted = [
    { path: userSocket, mode: 0o666, group: undefined },
    { path: adminSocket, mode: 0o660, group: admins?.gid },
  ];
  for (const { path, mode, group } of wanted) {
    const entry = tree.entry(path);
    if (!entry && running) return failed(message("install.sockets.missing", { path }), remedy);
    if (!entry) return elsewhere();
    const isRight = entry.kind === "socket" && entry.mode === mode && (group === undefined || entry.gid === group);
    if (!isRight) {
      const should = `${group === undefined ? "" : `:${adminGroup} `}${mode.toString(8)}`;
      return failed(message("install.state.wrong", { path, found: spoken(place, entry), wanted: should }), remedy);
    }
  }
  if (running && "code" in running.service)
    return failed(message("install.sockets.silent", { path: userSocket, code: running.service.code }), remedy);
  return ok(message("install.sockets.ok", {}));
}

/** Where its unit can be, and the link that starts it at boot. */
const lmsUnits = [
  "/lib/systemd/system/lms.service",
  "/usr/lib/systemd/system/lms.service",
  "/etc/systemd/system/lms.service",
];

export function lmsCheck({ tree, running }: Place): Part {
  const remedy = message("install.lms.remedy", {});
  if (running?.lms !== undefined) return failed(message("install.lms.running", { process: running.lms }), remedy);
  if (!lmsUnits.some((path) => tree.entry(path) !== undefined)) return ok(message("install.lms.none", {}));
  if (tree.entry(lmsStaysOut)) return ok(message("install.lms.told", {}));
  return note(message("install.lms.idle", {}), remedy);
}

export function holdersCheck({ holders }: Running): Part {
  if (!holders) return unknown(message("install.holders.not-root", {}).text);
  if (holders.length === 0) return ok(message("install.holders.none", {}));
  return note(message("install.holders.some", { holders: listed(holders) }), message("install.holders.remedy", {}));
}

export function versionsCheck({ version, package: installed }: Place, { service, trays }: Running): Part {
  const wanted = installed ? upstream(installed.version) : version;
  if ("version" in service && wanted !== undefined && service.version !== wanted)
    return failed(
      message("install.versions.service", { service: service.version, installed: wanted }),
      message("install.versions.service.remedy", {}),
    );
  const old = trays.filter(({ replaced }) => replaced);
  if (old.length > 0)
    return failed(
      message("install.versions.tray", { processes: listed(old.map(({ pid }) => `process ${pid}`)) }),
      message("install.versions.tray.remedy", {}),
    );
  if ("code" in service) return ok(message("install.sockets.idle", {}));
  return ok(message("install.versions.ok", { version: service.version, trays: trays.length }));
}
