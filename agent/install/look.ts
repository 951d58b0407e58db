import { codeOf } from "../../mei/errors.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import { holdersOf, processesNamed, processesOf } from "../../platform/processes.ts";
import { ProgramError, runProgram } from "../../platform/run-program.ts";
import { apiClient } from "../api/client.ts";
import { lmsNames } from "../doctor/host.ts";
import { devicesOf } from "./at-work.ts";
import { programFile, serviceUnit, userSocket } from "./expected.ts";
import type { InstalledPackage, Running } from "./place.ts";
import type { MachineTree } from "./tree.ts";

interface How {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
/** Bytes and ms that a program of the system may take for its answer. */
const [ANSWER, PATIENCE] = [65_536, 10_000];

/** Who installed it: dpkg's own list, else what rpm says. */
export async function installedPackage(
  { root, tree }: { root: string; tree: MachineTree },
  how: How,
): Promise<InstalledPackage | undefined> {
  return dpkgPackage(tree) ?? (tree.names("/var/lib/rpm").length > 0 ? await rpmPackage(root, how) : undefined);
}

/** deb822: stanzas between empty lines, `Status: install ok installed`. */
function dpkgPackage(tree: MachineTree): InstalledPackage | undefined {
  const list = tree.text("/var/lib/dpkg/status") ?? "";
  const stanza = list.split("\n\n").find((one) => /^Package: amt-agent$/m.test(one));
  const state = /^Status: \S+ \S+ (\S+)$/m.exec(stanza ?? "")?.[1];
  const version = /^Version: (\S+)$/m.exec(stanza ?? "")?.[1];
  if (state === undefined || version === undefined || ["not-installed", "config-files"].includes(state))
    return undefined;
  return { kind: "Debian", version, state };
}

async function rpmPackage(root: string, how: How): Promise<InstalledPackage | undefined> {
  const said = await answerOf(
    "rpm",
    ["--root", root, "--dbpath", "/var/lib/rpm", "-q", "--qf", "%{VERSION}-%{RELEASE}", "amt-agent"],
    how,
  );
  return said === undefined ? undefined : { kind: "RPM", version: said.trim(), state: "installed" };
}

/** undefined: there is no such program, or it says no. */
async function answerOf(name: string, args: readonly string[], { clock, signal }: How): Promise<string | undefined> {
  const limit = deadline(
    clock,
    PATIENCE,
    [signal],
    () => new ProgramError("PROGRAM_FAILED", `${name} does not answer`),
  );
  try {
    return await runProgram(name, args, { most: ANSWER, signal: limit.signal });
  } catch (error) {
    if (signal.aborted || !(error instanceof ProgramError)) throw error;
    return undefined;
  } finally {
    limit.done();
  }
}

const wanted = ["ActiveState", "SubState", "Result", "ExecMainStatus", "NeedDaemonReload", "MainPID"];

/** What runs on this machine: the unit, the service behind its socket, LMS, who has the devices, trays. */
export async function lookAtRunning(tree: MachineTree, isRoot: boolean, how: How): Promise<Running> {
  const systemd = tree.entry("/run/systemd/system") !== undefined;
  const shown = systemd
    ? await answerOf("systemctl", ["show", serviceUnit, ...wanted.map((name) => `--property=${name}`)], how)
    : undefined;
  const unit = shown === undefined ? undefined : Object.fromEntries(shown.split("\n").flatMap(pair));
  const [lms] = processesNamed(lmsNames);
  return {
    unit,
    service: await serviceAt(how),
    lms: lms && `${lms.name} (process ${lms.pid})`,
    holders: isRoot ? await othersAt(devicesOf({ tree }), Number(unit?.MainPID ?? 0)) : undefined,
    trays: processesOf(programFile)
      .filter(({ args }) => args[2] === "tray")
      .map(({ pid, replaced }) => ({ pid, replaced })),
  };
}

const pair = (line: string): [string, string][] => {
  const at = line.indexOf("=");
  return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
};

async function serviceAt({ clock, signal }: How): Promise<Running["service"]> {
  try {
    return await apiClient({ socket: userSocket, clock }).call("GET /v1/version", undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    return { code: codeOf(error) };
  }
}

async function othersAt(devices: readonly string[], service: number): Promise<string[]> {
  const found = (await Promise.all(devices.map((device) => holdersOf(device)))).flat();
  return [...new Set(found.filter(({ pid }) => pid !== service).map(({ name, pid }) => `${name} (process ${pid})`))];
}
