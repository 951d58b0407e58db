import type { Credentials } from "../../mei/http/login.ts";
import type { AmtLogEntry } from "../api/amt-logs.ts";
import { openWeb, type Reach } from "../provisioning/web.ts";
import { type LogWish, readAmtLogs } from "./read.ts";

/** Over a session with the ME: as `login`, else as AMT's account for this machine's programs. */
export async function readAmtLogsBy(
  { reach, login }: { readonly reach: Reach; readonly login?: Credentials | undefined },
  wish: LogWish,
  options: { readonly signal: AbortSignal },
): Promise<AmtLogEntry[]> {
  const web = openWeb(reach, () => {});
  try {
    const wsman = await (login ? web.as(login, options) : web.asSystem(options));
    return await readAmtLogs(wsman, wish, options);
  } finally {
    await web.close();
  }
}
