import { execFile } from "node:child_process";
import { release } from "node:os";
import type { Context } from "./context.ts";

/** Bytes, and ms: what our own commands print is less, and they are sooner. */
const bounds = { maxBuffer: 256 * 1024, timeout: 60_000 };

/**
 * What support needs to know first: versions, the desktop, and what `status` and `doctor` say. None of it holds a secret, a serial number or an
 * address. Run as programs of their own, so that whoever asks (the tray) loads none of it.
 */
export async function supportText(context: Context, socket: string): Promise<string> {
  const { version, host } = context;
  const { XDG_CURRENT_DESKTOP: desktop, XDG_SESSION_TYPE: session } = host.env;
  const [status, doctor] = await Promise.all(["status", "doctor"].map((name) => said(context, [name], socket)));
  return [
    `amt-agent ${version}, Node ${process.version}, ${host.platform} ${release()}`,
    `desktop: ${desktop ?? "unknown"} (${session ?? "unknown session"})`,
    `\n$ amt-agent status\n${status}`,
    `\n$ amt-agent doctor\n${doctor}`,
  ].join("\n");
}

/** Failing is an answer here: `doctor` that finds something says so by its status. */
const said = ({ host, signal }: Context, args: readonly string[], socket: string): Promise<string> =>
  new Promise((resolve) => {
    const program = [...process.execArgv, process.argv[1] as string, ...args, "--socket", socket];
    const env = { ...host.env, NO_COLOR: "1" };
    execFile(process.execPath, program, { ...bounds, env, signal }, (_error, out, complaint) =>
      resolve(`${out}${complaint}`.trimEnd()),
    );
  });
