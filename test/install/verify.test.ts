import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import type { Check } from "../../agent/doctor/check.ts";
import { verify } from "../../agent/install/checks.ts";
import type { Place, Running } from "../../agent/install/place.ts";
import { machineTree } from "../../agent/install/tree.ts";
import { gids, type InstalledTree, installedTree, uid } from "../support/installed-tree.ts";
import { amtAgent, amtAgentJson } from "../support/program.ts";

const isRoot = process.getuid?.() === 0;
let tree: InstalledTree;
beforeEach(() => {
  if (isRoot) tree = installedTree();
});
afterEach(() => {
  if (isRoot) tree.remove();
});
const verified = async (): Promise<{ code: number | null; by: Record<string, Check> }> => {
  const { code, json } = await amtAgentJson(["verify-install", "--root", tree.root]);
  return { code, by: Object.fromEntries((json.checks as Check[]).map((check) => [check.code, check])) };
};

describe.runIf(isRoot)("verify-install of a folder", () => {
  test("finds nothing wrong with what the package leaves", async () => {
    const { code, by } = await verified();
    const wrong = Object.values(by).filter(({ result }) => result !== "ok" && result !== "skipped");
    expect(wrong).toEqual([]);
    expect(code).toBe(exits.ok[0]);
    expect(by.package?.evidence.text).toBe("Debian package, version 0.1.0");
    expect(Object.keys(by)).toHaveLength(15);
  });
  test("says so where nothing is installed, once", async () => {
    for (const path of ["usr", "var", "etc"]) rmSync(join(tree.root, path), { recursive: true });
    const { code, by } = await verified();
    expect(code).toBe(exits.problem[0]);
    expect(Object.values(by).filter(({ result }) => result === "failed")).toHaveLength(1);
    expect(by.package?.remedy?.text).toMatch(/apt install/);
  });

  const bad: Readonly<Record<string, [(at: InstalledTree) => void, string, RegExp, RegExp]>> = {
    "a half-configured package": [
      (at) => at.dpkg("0.1.0", "half-configured"),
      "package",
      /half-configured/,
      /dpkg --configure -a/,
    ],
    "a file that is gone": [
      (at) => rmSync(join(at.root, "/usr/lib/amt-agent/node")),
      "program",
      /missing: .*\/node/,
      /reinstall/,
    ],
    "a bundle that somebody else may write": [
      (at) => at.mode("/usr/lib/amt-agent/amt-agent.cjs", 0o664),
      "program",
      /amt-agent\.cjs/,
      /chmod go-w/,
    ],
    "a bundle that belongs to somebody": [
      (at) => at.owner("/usr/lib/amt-agent/amt-agent.cjs", 1000, 0),
      "program",
      /amt-agent\.cjs/,
      /chown root/,
    ],
    "a folder above that everybody may write": [
      (at) => at.mode("/usr/lib", 0o777),
      "program",
      /\/usr\/lib/,
      /chmod go-w \/usr\/lib/,
    ],
    "a user that can log in": [(at) => at.passwd("/bin/bash"), "user", /log in with \/bin\/bash/, /nologin/],
    "no user": [
      (at) => at.put("/etc/passwd", "root:x:0:0::/root:/bin/sh\n"),
      "user",
      /no user amt-agent/,
      /systemd-sysusers/,
    ],
    "a service user that is root": [
      (at) => at.put("/etc/passwd", "amt-agent:x:0:0::/:/usr/sbin/nologin\n"),
      "user",
      /root by another name/,
      /sysusers/,
    ],
    "a person in the device's group": [
      (at) => at.group({ mei: "amt-agent,anna" }),
      "device-group",
      /anna/,
      /gpasswd --delete anna mei/,
    ],
    "no group for the device": [
      (at) => at.put("/etc/group", "root:x:0:\n"),
      "device-group",
      /no group mei/,
      /sysusers/,
    ],
    "settings that everybody may change": [
      (at) => at.mode("/etc/amt-agent/config.yaml", 0o666),
      "config",
      /config\.yaml/,
      /chmod go-w/,
    ],
    "settings that the service may not read": [
      (at) => at.mode("/etc/amt-agent/config.yaml", 0o600),
      "config",
      /may not read/,
      /chmod 644/,
    ],
    "settings that say nonsense": [
      (at) => at.put("/etc/amt-agent/config.yaml", "log:\n  level: loud\n"),
      "config",
      /loud/,
      /amt-agent\.conf/,
    ],
    "answers that everybody may change": [
      (at) => at.put("/etc/amt-agent/provision.conf", "provision=none\n", 0o666),
      "config",
      /provision\.conf/,
      /chmod/,
    ],
    "state that others may read": [
      (at) => at.mode("/var/lib/amt-agent", 0o755),
      "state",
      /amt-agent:amt-agent 755/,
      /chmod 700/,
    ],
    "state of somebody else": [
      (at) => at.owner("/var/lib/amt-agent", 0, 0),
      "state",
      /root:root 700/,
      /chown amt-agent/,
    ],
    "passwords that others may read": [
      (at) => at.put("/var/lib/amt-agent-admin/pc.password", "x", 0o640),
      "secrets",
      /pc\.password is root:root 640/,
      /chmod 600/,
    ],
    "passwords in a folder of the service's": [
      (at) => at.owner("/var/lib/amt-agent-admin", uid, gids["amt-agent"]),
      "secrets",
      /amt-agent:amt-agent/,
      /chown root/,
    ],
    "reports that everybody may read": [
      (at) => at.mode("/var/lib/amt-agent-spool", 0o2755),
      "sender",
      /amt-agent:amt-agent-send 2755/,
      /chmod 2750/,
    ],
    "a token that others may read": [
      (at) => at.put("/etc/amt-agent/credentials/token", "x", 0o644),
      "sender",
      /token is root:root 644/,
      /chmod 600/,
    ],
    "a unit that is masked": [
      (at) => execFileSync("ln", ["-s", "/dev/null", join(at.root, "/etc/systemd/system/amt-agent.service")]),
      "unit",
      /masked/,
      /unmask/,
    ],
    "a unit that is not enabled": [
      (at) => rmSync(join(at.root, "/etc/systemd/system/dev-mei0.device.wants/amt-agent.service")),
      "unit",
      /not enabled/,
      /enable --now/,
    ],
    "a device for everybody": [(at) => at.mode("/dev/mei0", 0o666), "device", /root:mei 666/, /udevadm/],
    "a device of another group": [(at) => at.owner("/dev/mei0", 0, gids.users), "device", /cannot open it/, /udevadm/],
  };
  test.each(Object.entries(bad))(
    "fails for %s, and says what to do",
    async (_what, [change, check, evidence, remedy]) => {
      change(tree);
      const { code, by } = await verified();
      expect([code, by[check]?.result]).toEqual([exits.problem[0], "failed"]);
      expect(by[check]?.evidence.text).toMatch(evidence);
      expect(by[check]?.remedy?.text).toMatch(remedy);
    },
  );
  test("notes what is nobody's fault: no ME, a unit that was changed, Intel's LMS beside it", async () => {
    rmSync(join(tree.root, "/dev/mei0"));
    tree.put("/etc/systemd/system/amt-agent.service.d/own.conf", "[Service]\nRestartSec=9\n");
    tree.put("/usr/lib/systemd/system/lms.service", "[Service]\n");
    const { code, by } = await verified();
    expect(code).toBe(exits.ok[0]);
    expect([by.device, by.unit, by.lms].map((check) => check?.result)).toEqual(["note", "note", "note"]);
    expect(by.lms?.remedy?.text).toMatch(/take-over-lms/);
    tree.put("/etc/systemd/system/lms.service.d/50-amt-agent.conf", "[Unit]\n");
    expect((await verified()).by.lms?.result).toBe("ok");
  });
  test("a terminal gets one line a check, with the remedy below", async () => {
    tree.group({ mei: "amt-agent,anna" });
    const { stdout } = await amtAgent(["verify-install", "--root", tree.root]);
    expect(stdout).toMatch(/^FAILED +Device's group +in the group mei: anna\. .*\n +sudo gpasswd --delete anna mei/m);
    expect(stdout).not.toContain("\u001b");
  });
});

const result = (checks: readonly Check[], code: string): Check | undefined =>
  checks.find((check) => check.code === code);
const still = (): Place => ({
  root: "/",
  tree: machineTree(tree.root),
  version: "0.1.0",
  package: { kind: "Debian", version: "0.1.0", state: "installed" },
  running: undefined,
  configProblem: () => undefined,
});
const socketsAs =
  (sockets: Readonly<Record<string, [mode: number, gid: number]>>): Place["tree"]["entry"] =>
  (path) => {
    const [mode, gid] = sockets[path.replace("/run/amt-agent/", "")] ?? [];
    if (mode !== undefined && gid !== undefined) return { kind: "socket", uid: 0, gid, mode };
    return machineTree(tree.root).entry(path);
  };
const wellRunning: Running = {
  unit: { ActiveState: "active", SubState: "running", Result: "success", NeedDaemonReload: "no" },
  service: { version: "0.1.0" },
  lms: undefined,
  holders: [],
  trays: [{ pid: 7, replaced: false }],
};

describe.runIf(isRoot)("verify-install of what runs", () => {
  const look = (change: Partial<Running>, how: Partial<Place> = {}): Check[] =>
    verify({
      ...still(),
      tree: {
        ...machineTree(tree.root),
        entry: socketsAs({ "agent.sock": [0o666, 0], "agent.sock.admin": [0o660, gids["amt-admin"]] }),
      },
      running: { ...wellRunning, ...change },
      ...how,
    });
  test("finds nothing wrong where all is well", () => {
    expect(look({}).filter(({ result }) => result !== "ok")).toEqual([]);
  });
  const bad: Readonly<Record<string, [Partial<Running>, string, Check["result"], RegExp]>> = {
    "a unit that failed": [
      { unit: { ActiveState: "failed", Result: "exit-code", ExecMainStatus: "2" } },
      "unit",
      "failed",
      /exit-code, status 2/,
    ],
    "a unit that somebody stopped": [{ unit: { ActiveState: "inactive" } }, "unit", "failed", /stopped although/],
    "a unit that systemd has not read": [
      { unit: { ActiveState: "active", NeedDaemonReload: "yes" } },
      "unit",
      "note",
      /changed since/,
    ],
    "no systemd": [{ unit: undefined }, "unit", "note", /does not run here/],
    "a service that does not answer": [
      { service: { code: "API_UNREACHABLE" } },
      "sockets",
      "failed",
      /does not answer/,
    ],
    "a service of another version": [
      { service: { version: "0.0.9" } },
      "versions",
      "failed",
      /service is 0\.0\.9, installed is 0\.1\.0/,
    ],
    "a tray from before the upgrade": [{ trays: [{ pid: 7, replaced: true }] }, "versions", "failed", /process 7/],
    "Intel's LMS at AMT's session": [{ lms: "lms (process 9)" }, "lms", "failed", /hears no alerts/],
    "others at the device": [{ holders: ["fwupd (process 3)"] }, "holders", "note", /fwupd/],
    "somebody who may not look": [{ holders: undefined }, "holders", "unknown", /only root/],
  };
  test.each(Object.entries(bad))("%s", (_what, [change, code, wanted, evidence]) => {
    expect(result(look(change), code)).toMatchObject({
      result: wanted,
      evidence: { text: expect.stringMatching(evidence) },
    });
  });
  test("an admin socket that everybody may write to", () => {
    const entry = socketsAs({ "agent.sock": [0o666, 0], "agent.sock.admin": [0o666, gids["amt-admin"]] });
    expect(result(look({}, { tree: { ...machineTree(tree.root), entry } }), "sockets")).toMatchObject({
      result: "failed",
      evidence: { text: expect.stringMatching(/admin is root:amt-admin 666/) },
    });
  });
  test("a package of another version than this program, however the package manager writes it", () => {
    const of = (version: string): Check | undefined =>
      result(look({}, { package: { kind: "Debian", version, state: "installed" } }), "package");
    expect([of("1:0.1.0-2")?.result, of("0.2.0")?.result]).toEqual(["ok", "failed"]);
  });
  test("what may not be read is not known", () => {
    const denied = (): never => {
      throw Object.assign(new Error("EACCES: /var/lib/amt-agent-admin"), { code: "EACCES" });
    };
    const at = { ...machineTree(tree.root), entry: socketsAs({}), names: denied };
    expect(result(look({}, { tree: at }), "secrets")?.result).toBe("unknown");
  });
});
