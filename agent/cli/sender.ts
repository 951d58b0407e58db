import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../../platform/file-lock.ts";
import { loadConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { credentialsOf } from "../posture/delivery/credentials.ts";
import { runSender } from "../posture/delivery/sender.ts";
import { hardenProcess, serviceManager } from "../service.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

/** ms for another sender to end. */
const LOCK_WAIT = 1_000;

/** `amt-agent sender`: the process that has the network. It reads the spool, and knows nothing of the ME. */
export async function sender({ flags, host, clock, signal, terminal }: Context): Promise<Exit> {
  const config = loadConfig(flags, host);
  const { values } = config;
  const destinations = values["posture.send"];
  const log = createLog({ level: values["log.level"], format: values["log.format"], to: process.stderr, clock });
  const manager = serviceManager({ env: host.env, pid: process.pid, clock, log, alive: () => !signal.aborted });
  if (destinations.length === 0) {
    terminal.err("amt-agent: there is nobody to send to: the configuration has no posture.send (docs/posture.md).");
    // To systemd an end before READY is a failure of the unit, whatever its status
    await manager.ready("nobody to send to");
    await manager.stopping();
    await log.close();
    return "ok";
  }
  for (const warning of config.warnings) log.warn(warning);
  const forbidDumps = host.platform === "linux" ? (await import("../../platform/dumps.ts")).forbidDumps : undefined;
  hardenProcess({ env: process.env, ...(forbidDumps ? { forbidDumps } : {}) });
  const own = values["posture.sendDir"];
  mkdirSync(own, { recursive: true, mode: 0o750 });
  const lock = await lockFile(join(own, "lock"), { clock, wait: LOCK_WAIT, signal });
  try {
    const names = destinations.map(({ name }) => name).join(", ");
    log.info(`posture reports go to ${names}`, { spool: values["posture.spoolDir"] });
    await manager.ready(`sends to ${names}`);
    await runSender({
      destinations,
      spool: values["posture.spoolDir"],
      own,
      credentials: credentialsOf(host),
      ...{ clock, log, signal },
    });
    await manager.stopping();
    log.info("stopped");
    return "ok";
  } finally {
    lock.release();
    await log.close();
  }
}
