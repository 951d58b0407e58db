import { existsSync } from "node:fs";
import { InputError } from "../../mei/wire/plain.ts";
import { sleep } from "../../platform/clock.ts";
import { type ApiClient, ApiClientError, apiClient } from "../api/client.ts";
import type { Event, EventKind } from "../api/snapshot.ts";
import { eventKinds } from "../events/kinds.ts";
import { pageOf } from "../events/page.ts";
import { historyDir } from "../events/segments.ts";
import { reach, settingOf } from "../settings.ts";
import type { AmtLogOptions } from "./amt-logs.ts";
import type { Context } from "./context.ts";
import { PAGE, type Wanted } from "./events-wanted.ts";
import type { Exit } from "./exit-codes.ts";
import { renderEvent } from "./render-event.ts";
import { sinceWhen } from "./since.ts";

export interface EventsOptions extends AmtLogOptions {
  readonly follow: boolean;
  readonly since: string | undefined;
  readonly kind: string | undefined;
  readonly limit: string | undefined;
}
type Ask = (query: Wanted & { after?: number | undefined }) => Promise<{ events: readonly Event[]; more: boolean }>;

const NEWEST = 100;
/** ms between two attempts to reach a service that has gone. */
const BACKOFF = [500, 1_000, 2_000, 5_000];

/** `amt-agent events` */
export async function events(context: Context, options: EventsOptions): Promise<Exit> {
  const { host, clock, signal, flags } = context;
  const { socket } = await reach(flags, host);
  const client = apiClient({ socket, clock });
  const wanted = {
    since: options.since === undefined ? undefined : sinceWhen(options.since, clock.now()),
    kind: kindFrom(options.kind),
    limit: limitFrom(options.limit),
  };
  if (options.amtLog || options.audit) return (await import("./amt-logs.ts")).withAmtLogs(context, options, wanted);
  if (flags.mei !== undefined)
    throw new InputError("--mei", "goes with --amt-log or --audit: the history is the service's");
  const fromService: Ask = ({ since, ...rest }) =>
    client.call("GET /v1/events", clean({ ...rest, since: since?.toISOString() }), { signal });
  let last: number;
  try {
    last = await print(context, wanted, fromService);
  } catch (error) {
    const dir = historyDir((await settingOf("stateDir", flags, host)).text);
    const isAway = error instanceof ApiClientError && error.code === "API_UNREACHABLE";
    if (!isAway || options.follow || !existsSync(dir)) throw error;
    await print(context, wanted, (query) => pageOf(query, { dir, recent: [], waiting: [] }));
    return "ok";
  }
  if (options.follow) await follow(context, client, { ...wanted, last, ask: fromService });
  return "ok";
}

/** Prints what there is; the id of the newest. */
async function print(context: Context, wanted: Wanted, ask: Ask): Promise<number> {
  let last = 0;
  let page = await ask(wanted);
  for (;;) {
    for (const event of page.events) show(context, event);
    last = page.events.at(-1)?.id ?? last;
    if (wanted.since === undefined || !page.more) return last;
    page = await ask({ ...wanted, limit: PAGE, after: last });
  }
}

/** Prints what comes, once each, also what came while the service was away. */
async function follow(
  context: Context,
  client: ApiClient,
  { kind, ask, ...from }: Wanted & { readonly last: number; readonly ask: Ask },
): Promise<void> {
  const { clock, signal, terminal } = context;
  let { last } = from;
  let failures = 0;
  while (!signal.aborted) {
    /** Until what was missed is printed. */
    let held: Event[] | undefined = [];
    const take = (event: Event): void => {
      if (event.id <= last) return;
      last = event.id;
      if (kind === undefined || event.kind === kind) show(context, event);
    };
    const catchUp = async (): Promise<void> => {
      let page = await ask({ since: undefined, kind: undefined, limit: PAGE, after: last });
      for (;;) {
        for (const event of page.events) take(event);
        if (!page.more) break;
        page = await ask({ since: undefined, kind: undefined, limit: PAGE, after: last });
      }
      for (const event of held ?? []) take(event);
      held = undefined;
    };
    let caughtUp: Promise<void> | undefined;
    const stream = client.events({
      signal,
      onEvent(frame) {
        failures = 0;
        // The first frame: from here on nothing is missed
        caughtUp ??= catchUp().catch(() => {}); // the stream ends for the same reason, and says it
        if (frame.kind !== "event") return;
        if (held) held.push(frame.event);
        else take(frame.event);
      },
    });
    try {
      await stream;
    } catch (error) {
      await caughtUp;
      if (signal.aborted) return;
      if (!(error instanceof ApiClientError) || error.code !== "API_UNREACHABLE") throw error;
      if (failures === 0) terminal.err("amt-agent: the service has gone; waiting for it");
    }
    await sleep(clock, BACKOFF[Math.min(failures++, BACKOFF.length - 1)] ?? 0, { signal });
  }
}

const show = ({ terminal, json }: Context, event: Event): void =>
  terminal.out(json ? JSON.stringify(event) : renderEvent(event, terminal));

function kindFrom(word: string | undefined): EventKind | undefined {
  const kinds = [...new Set(Object.values(eventKinds).map(([kind]) => kind))];
  const kind = kinds.find((one) => one === word);
  if (word !== undefined && kind === undefined)
    throw new InputError("--kind", `is one of ${kinds.toSorted().join(", ")}, not "${word}"`);
  return kind;
}

function limitFrom(word: string | undefined): number {
  if (word === undefined) return NEWEST;
  const limit = /^\d{1,6}$/.test(word) ? Number(word) : 0;
  if (limit < 1 || limit > PAGE) throw new InputError("--limit", `is a whole number from 1 to ${PAGE}, not "${word}"`);
  return limit;
}

/** Without what is undefined. */
const clean = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
