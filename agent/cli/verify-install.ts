import { join } from "node:path";
import { codeOf } from "../../mei/errors.ts";
import { hasProblem } from "../doctor/check.ts";
import { verify } from "../install/checks.ts";
import { installedPackage, lookAtRunning } from "../install/look.ts";
import { machineTree } from "../install/tree.ts";
import type { Context } from "./context.ts";
import { renderChecks } from "./doctor.ts";
import type { Exit } from "./exit-codes.ts";

/** `amt-agent verify-install [--root DIR]`: is everything as the package made it? */
export async function verifyInstall(context: Context, { root }: { root: string }): Promise<Exit> {
  const { terminal, json, clock, signal, host, version } = context;
  if (host.platform !== "linux") throw new InstallPlatformError();
  const tree = machineTree(root);
  const isHere = root === "/";
  const checks = verify({
    root,
    tree,
    version: isHere ? version : undefined,
    package: await installedPackage({ root, tree }, { clock, signal }),
    running: isHere ? await lookAtRunning(tree, host.uid === 0, { clock, signal }) : undefined,
    configProblem: await configReader(root, host),
  });
  if (json) terminal.out(JSON.stringify({ schema: "amt-agent.verify-install/1", root, checks }, null, 2));
  else for (const line of renderChecks(checks, terminal)) terminal.out(line);
  return hasProblem(checks) ? "problem" : "ok";
}

class InstallPlatformError extends Error {
  readonly code = "INSTALL_PLATFORM";
  override name = "InstallPlatformError";
  constructor() {
    super("verify-install looks at an installation on Linux; amt-agent doctor says here what works.");
  }
}

/** Reads the file as the service would, without this caller's own settings. */
async function configReader(root: string, host: Context["host"]): Promise<(path: string) => string | undefined> {
  const { loadConfig } = await import("../config.ts");
  return (path) => {
    try {
      loadConfig({ config: join(root, path) }, { ...host, env: {} });
      return undefined;
    } catch (error) {
      if (codeOf(error) !== "CONFIG_INVALID") throw error;
      return (error as Error).message;
    }
  };
}
