import { appendFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { codeOf } from "../../mei/errors.ts";
import { serviceLogOf } from "../../platform/paths.ts";
import { rollingFile } from "../../platform/rolling-file.ts";
import { hostService, type WindowsService } from "../../platform/windows-service.ts";
import { ConfigError } from "../config-error.ts";
import type { Context } from "./context.ts";
import { type Exit, exitOf, statusOf } from "./exit-codes.ts";
import { failureOf } from "./failure.ts";

/** `amt-agent serve --windows-service`: the service as Windows starts it, which has neither a console nor anybody who reads one. */
export async function serveForWindows(context: Context): Promise<Exit> {
  const { host, clock } = context;
  const path = serviceLogOf(host);
  /** For last words: nothing that is written later gets out any more. */
  const atOnce = (text: string): void => appendFileSync(path, `${clock.now().toISOString()} error ${text}\n`);
  const service = await started(context, () => {
    atOnce("the service did not stop in time and is ended");
    process.exit(statusOf("failed"));
  });
  process.on("uncaughtExceptionMonitor", (error) => atOnce(error.stack ?? String(error)));
  const log = rollingFile(path, { size: 1024 * 1024, keep: 4 });
  const exit = await served({ ...context, signal: AbortSignal.any([context.signal, service.stop]) }, service, log);
  await new Promise<void>((resolve) => log.end(() => resolve()));
  await service.end(statusOf(exit));
  return exit;
}

async function started({ clock }: Context, onOverdue: () => void): Promise<WindowsService> {
  try {
    return await hostService("amt-agent", { clock, onOverdue });
  } catch (cause) {
    if (codeOf(cause) !== "NOT_A_SERVICE") throw cause;
    throw new ConfigError(
      "--windows-service is for Windows, when it starts a service: net start amt-agent. By hand it is amt-agent serve.",
      { cause },
    );
  }
}

/** What it fails with is in its log: there is nowhere else. */
async function served(context: Context, service: WindowsService, log: Writable): Promise<Exit> {
  // As with every log: one that cannot be written cannot say so, and the service is not ended over it
  log.on("error", () => {});
  try {
    const { serve } = await import("../main.ts");
    return await serve(context, {
      onReady: () => service.running(),
      logTo: log,
      announcer: service.announceSleep,
    });
  } catch (error) {
    const { code, message, remedy } = failureOf(error);
    const stack = code === "UNEXPECTED" && error instanceof Error ? ` ${error.stack}` : "";
    log.write(`${context.clock.now().toISOString()} error ${[message, remedy].filter(Boolean).join(" ")}${stack}\n`);
    return exitOf(code);
  }
}
