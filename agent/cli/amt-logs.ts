import { existsSync } from "node:fs";
import { InputError } from "../../mei/wire/plain.ts";
import { merged, type Told } from "../amt-logs/merge.ts";
import { type LogWish, readAmtLogs } from "../amt-logs/read.ts";
import { readAmtLogsBy } from "../amt-logs/read-by.ts";
import type { AmtLogEntry } from "../api/amt-logs.ts";
import { ApiClientError, apiClient } from "../api/client.ts";
import type { Event } from "../api/snapshot.ts";
import { pageOf } from "../events/page.ts";
import { historyDir } from "../events/segments.ts";
import { reach, settingOf } from "../settings.ts";
import { openWsman } from "../wsman/open.ts";
import type { Context } from "./context.ts";
import { PAGE, type Wanted } from "./events-wanted.ts";
import type { Exit } from "./exit-codes.ts";
import { renderTold } from "./render-event.ts";
import { withMe } from "./source.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";
import { wsmanWays } from "./wsman-ways.ts";

export interface AmtLogOptions extends LoginOptions {
  readonly follow: boolean;
  readonly amtLog: boolean;
  readonly audit: boolean;
}

/** `amt-agent events --amt-log --audit`: AMT's own logs, merged with the history by time, each thing once. */
export async function withAmtLogs(context: Context, options: AmtLogOptions, wanted: Wanted): Promise<Exit> {
  if (options.follow)
    throw new InputError("--follow", "shows what comes; AMT's own logs are read once: leave one of them out");
  const { terminal, json } = context;
  const { since, limit, kind } = wanted;
  const wish = { events: options.amtLog, audit: options.audit, since, limit: since ? PAGE : limit };
  const entries = await entriesOf(context, options, wish);
  // Another ME than the service's has no history here
  const events = context.flags.mei === undefined ? await historyOf(context, wanted) : [];
  const told = merged(events, entries).filter(
    ({ event, entries: of }) => kind === undefined || (event ?? of[0])?.kind === kind,
  );
  for (const one of since ? told : told.slice(-limit))
    terminal.out(json ? JSON.stringify(plain(one)) : renderTold(one, terminal));
  return "ok";
}

/** A history event keeps its form; what AMT's logs add stands beside. */
const plain = ({ event, entries }: Told): object => ({ ...event, amtLogs: entries });

async function entriesOf(context: Context, options: LoginOptions, wish: LogWish): Promise<readonly AmtLogEntry[]> {
  const { clock, signal } = context;
  const login = await loginFrom(options, context);
  const ways = await wsmanWays(context);
  const { trust } = ways;
  const { since, ...rest } = wish;
  return withMe(context, {
    async service(client, socket) {
      if (!login) {
        const asked = { ...rest, events: String(rest.events), audit: String(rest.audit) };
        const query = { ...asked, ...(since && { since: since.toISOString() }) };
        return (await client.callAdmin("GET /v1/amt-logs", query, { signal })).entries;
      }
      const { lms } = await client.call("GET /v1/status", undefined, { signal });
      const way = ways.beside(lms, socket);
      const opened = openWsman({ way, credentials: () => login, trust, clock });
      try {
        return await readAmtLogs(opened.wsman, wish, { signal });
      } finally {
        await opened.close();
      }
    },
    direct: (me, driver) =>
      readAmtLogsBy(
        {
          reach: {
            me,
            clock,
            trust,
            openWay: (o) => ways.alone(driver, { ...o, mayBeTls: true }),
          },
          login,
        },
        wish,
        { signal },
      ),
  });
}

/** From the service, else from its files. */
async function historyOf({ host, clock, signal, flags }: Context, wanted: Wanted): Promise<readonly Event[]> {
  const { socket } = await reach(flags, host);
  const limit = wanted.since ? PAGE : wanted.limit;
  const query = { ...(wanted.since && { since: wanted.since.toISOString() }), limit };
  try {
    return (await apiClient({ socket, clock }).call("GET /v1/events", query, { signal })).events;
  } catch (error) {
    if (!(error instanceof ApiClientError) || error.code !== "API_UNREACHABLE") throw error;
    const dir = historyDir((await settingOf("stateDir", flags, host)).text);
    if (!existsSync(dir)) return [];
    return (await pageOf({ since: wanted.since, limit }, { dir, recent: [], waiting: [] })).events;
  }
}
