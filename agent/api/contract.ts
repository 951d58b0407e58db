import * as z from "zod";
import { AmtLogs, AmtLogsQuery } from "./amt-logs.ts";
import { Configure, ConfigureAnswer } from "./configure.ts";
import { Info } from "./info.ts";
import { PostureAnswer } from "./posture.ts";
import { ResetAnswer } from "./presence.ts";
import { PrivacyReport } from "./privacy.ts";
import {
  Activate,
  Deactivate,
  Job,
  ProgressAnswer,
  ProgressQuery,
  StopConfiguration,
  Upgrade,
  WhichJob,
} from "./provisioning.ts";
import {
  ConsentAnswer,
  EndAnswer,
  EndSessions,
  HelpDeskAnswer,
  SessionsAnswer,
  SwitchOffAnswer,
  WlanAnswer,
} from "./sessions.ts";
import { Condition, Event, EventKind, Snapshot } from "./snapshot.ts";

/**
 * Who may call a route. `user`: any local user. `console`: the user of the active local session, at this machine's own
 * screen. `admin`: whoever can open the admin endpoint (root and the group amt-admin). `admin` may call everything.
 */
export type Who = "user" | "console" | "admin";
const callers: readonly Who[] = ["user", "console", "admin"];

export interface Route {
  readonly who: Who;
  readonly title: string;
  /** GET: the query's fields, so nothing but strings and what is coerced from them. POST: the JSON body. Unknown fields are refused. */
  readonly input?: z.ZodObject;
  /** What is answered; of a stream, one frame. Checked in tests, not at run time. */
  readonly output: z.ZodType;
  /** Server-sent events: `data: <one frame as JSON>`, comments as heartbeats. */
  readonly stream?: true;
  /** What is answered is text of this media type, not JSON. */
  readonly media?: string;
}
export type RouteTable = Readonly<Record<string, Route>>;
type RouteName = `${"GET" | "POST"} /v1/${string}`;

/** The only way into a table: a route without a rule, or with an unheard-of one, throws, whatever the types were told. */
export function defineRoutes<const T extends RouteTable>(
  table: T & { readonly [K in keyof T]: K extends RouteName ? Route : never },
): T {
  for (const [name, route] of Object.entries<Route>(table)) {
    const wrong = (what: string): Error => new Error(`The route "${name}" cannot be added: ${what}.`);
    if (!/^(GET|POST) \/v1\/[a-z0-9/-]+$/.test(name)) throw wrong("its name is not METHOD /v1/path");
    if (!callers.includes(route.who))
      throw wrong(`it says nobody may call it; who must be one of ${callers.join(", ")}`);
    if (!route.title) throw wrong("it has no title");
    if (route.stream && !name.startsWith("GET ")) throw wrong("a stream is read with GET");
    if (!(route.output instanceof z.ZodType)) throw wrong("it does not say what it answers");
    Object.freeze(route);
  }
  return Object.freeze(table);
}

export const Health = z.object({ ok: z.boolean(), conditions: z.array(Condition) });
export type Health = z.infer<typeof Health>;

export const Version = z.object({
  name: z.literal("amt-agent"),
  version: z.string(),
  /** Of this run of the service, `1a2b-3c4d`: whoever shows the same has asked the same service. No secret. */
  id: z.string(),
  pid: z.int(),
  /** When this service started. */
  started: z.iso.datetime(),
  /** Which ME it was told to hold, as `--mei` says it. */
  mei: z.string(),
});
export type Version = z.infer<typeof Version>;

export const Events = z.object({
  events: z.array(Event),
  /** Id of the last of these; where there are none, what was asked for as `after`, else 0. */
  last: z.int(),
  /** There are more: behind the last, or before the first where neither `after` nor `since` was asked. */
  more: z.boolean(),
});
export type Events = z.infer<typeof Events>;

/** One frame of the stream. The first is always the snapshot of the moment, so a client that comes back misses nothing. */
export const Frame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("snapshot"), snapshot: Snapshot }),
  z.object({ kind: z.literal("event"), event: Event }),
]);
export type Frame = z.infer<typeof Frame>;

export const Presence = z.object({
  agents: z.array(
    z.object({
      name: z.string(),
      /** GUID of the watchdog in AMT. */
      id: z.string(),
      source: z.enum(["self", "unit", "command", "lease"]),
      state: z.enum(["running", "registering", "failing", "silent", "stopped", "resting"]),
      health: z.enum(["up", "down", "ended"]),
      /** Why AMT cannot be told. */
      code: z.string().nullable(),
      timeoutSeconds: z.number().nullable(),
      lastHeartbeat: z.iso.datetime().nullable(),
      nextHeartbeat: z.iso.datetime().nullable(),
    }),
  ),
  /** AMT's watchdog of the operating system; null: not asked for. */
  osWatchdog: z
    .object({
      state: z.enum(["absent", "pinging", "failing", "resting"]),
      device: z.string().nullable(),
      code: z.string().nullable(),
      timeoutSeconds: z.int().nullable(),
      lastPing: z.iso.datetime().nullable(),
    })
    .nullable(),
});
export type Presence = z.infer<typeof Presence>;

/** One frame, and the end of the stream where it is not held. */
export const LeaseFrame = z.discriminatedUnion("held", [
  z.object({ held: z.literal(true) }),
  z.object({ held: z.literal(false), why: z.string(), message: z.string() }),
]);
export type LeaseFrame = z.infer<typeof LeaseFrame>;

const Lease = z.strictObject({ name: z.string().min(1).max(64) });

export const MeiCall = z.strictObject({
  /** As in `amt-agent mei call NAME`. */
  command: z.string().min(1).max(64),
  /** The command's own input; what it must hold is the command's business. */
  input: z.record(z.string().max(64), z.unknown()).default({}),
  /** `name=value` words that go over the input, as on the command line. */
  pairs: z.array(z.string().max(4_096)).max(64).default([]),
  /** Meant, although it changes a real machine's ME. */
  confirmed: z.boolean().default(false),
});

export const MeiAnswer = z.object({
  schema: z.literal("amt-agent.mei-call/1"),
  command: z.string(),
  code: z.string(),
  virtual: z.boolean(),
  /** As the command declares it: bytes as hex, secrets as "[secret]". */
  reply: z.unknown(),
  leftovers: z.array(z.string()).readonly(),
});

/** The local API, whole. Server, client, command line, tray, OpenAPI and the refusal test all derive from this table. */
export const routes = defineRoutes({
  "GET /v1/status": { who: "user", title: "The snapshot of the moment", output: Snapshot },
  "GET /v1/stream": { who: "user", title: "Every new snapshot and event", output: Frame, stream: true },
  "GET /v1/events": {
    who: "user",
    title: "What happened, oldest first: with `after` or `since` the first from there, else the newest",
    input: z.strictObject({
      /** Only events with a greater id. */
      after: z.coerce.number().int().min(0).optional(),
      /** Only events of this moment and later. */
      since: z.iso.datetime({ offset: true }).optional(),
      kind: EventKind.optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(500),
    }),
    output: Events,
  },
  "GET /v1/amt-logs": {
    who: "admin",
    title: "AMT's own event log and audit log, in words, each newest first",
    input: AmtLogsQuery,
    output: AmtLogs,
  },
  "GET /v1/health": { who: "user", title: "What the service cannot do, and why", output: Health },
  "GET /v1/version": { who: "user", title: "Which service this is", output: Version },
  "GET /v1/info": { who: "user", title: "Everything the ME says of itself without a password", output: Info },
  "GET /v1/sessions": { who: "user", title: "Each remote session, and who has it", output: SessionsAnswer },
  "POST /v1/sessions/end": {
    who: "console",
    title: "Ends remote sessions, all or of one kind",
    input: EndSessions,
    output: EndAnswer,
  },
  "POST /v1/sessions/switch-off": {
    who: "admin",
    title: "Takes from AMT what remote sessions need, and ends those there are",
    output: SwitchOffAnswer,
  },
  "GET /v1/consent": {
    who: "user",
    title: "The user's consent: what needs it, and how far it is",
    output: ConsentAnswer,
  },
  "POST /v1/consent/cancel": { who: "console", title: "Takes the user's consent back", output: EndAnswer },
  "GET /v1/help-desk": { who: "user", title: "AMT's connection to a server outside", output: HelpDeskAnswer },
  "POST /v1/help-desk/connect": { who: "console", title: "Asks for help: AMT is to connect", output: HelpDeskAnswer },
  "POST /v1/help-desk/disconnect": {
    who: "console",
    title: "Ends the connection that the user asked for",
    output: HelpDeskAnswer,
  },
  "POST /v1/wlan/to-host": {
    who: "console",
    title: "The wireless link back to the operating system",
    output: WlanAnswer,
  },
  "GET /v1/privacy": {
    who: "user",
    title: "Who can reach this machine below the operating system, and how",
    output: PrivacyReport,
  },
  "GET /v1/posture": {
    who: "user",
    title: "The newest report of this PC's health, signed by the service; the first is made when somebody asks",
    output: PostureAnswer,
  },
  "POST /v1/posture/collect": {
    who: "admin",
    title: "Makes a new report of this PC's health now",
    output: PostureAnswer,
  },
  "GET /v1/presence": { who: "user", title: "Guarded programs, and what AMT is told of them", output: Presence },
  "GET /v1/presence/lease": {
    who: "user",
    title: "Stands for a guarded program as long as it is read; for the user whom the configuration names",
    input: Lease,
    output: LeaseFrame,
    stream: true,
  },
  "POST /v1/presence/release": {
    who: "user",
    title: "The program whose lease this user holds ends in good order",
    input: Lease,
    output: z.object({ released: z.boolean() }),
  },
  "POST /v1/presence/hurry": {
    who: "admin",
    title: "Tries now what waits: a watchdog was made, a right was given",
    output: Presence,
  },
  "POST /v1/presence/cancel-reset": {
    who: "console",
    title: "Keeps AMT from restarting this machine because a program fell silent",
    output: ResetAnswer,
  },
  "POST /v1/mei/call": { who: "admin", title: "One ME command", input: MeiCall, output: MeiAnswer },
  "POST /v1/provisioning/activate": { who: "admin", title: "Set AMT up", input: Activate, output: Job },
  "POST /v1/provisioning/upgrade": {
    who: "admin",
    title: "From client to admin control mode",
    input: Upgrade,
    output: Job,
  },
  "POST /v1/provisioning/deactivate": {
    who: "admin",
    title: "Return AMT to nobody",
    input: Deactivate,
    output: Job,
  },
  "POST /v1/provisioning/stop-configuration": {
    who: "admin",
    title: "Leave a configuration that was begun",
    input: StopConfiguration,
    output: Job,
  },
  "POST /v1/provisioning/cancel": {
    who: "admin",
    title: "End an operation where it can be ended",
    input: WhichJob,
    output: Job,
  },
  "GET /v1/provisioning/progress": {
    who: "admin",
    title: "How an operation goes on; waits for news",
    input: ProgressQuery,
    output: ProgressAnswer,
  },
  "POST /v1/configure": {
    who: "admin",
    title: "One subject of AMT's configuration: shown, compared, or changed and read back",
    input: Configure,
    output: ConfigureAnswer,
  },
  "GET /v1/metrics": {
    who: "admin",
    title: "Figures in Prometheus' text format",
    output: z.string(),
    media: "text/plain; version=0.0.4; charset=utf-8",
  },
  "GET /v1/openapi": { who: "user", title: "This API as OpenAPI 3.1", output: z.record(z.string(), z.unknown()) },
});

export type Routes = typeof routes;
/** What a caller sends; undefined where the route takes nothing. */
export type InputOf<R extends Route> = R extends { readonly input: infer I extends z.ZodObject }
  ? z.input<I>
  : undefined;
/** What a handler gets. */
export type ReceivedBy<R extends Route> = R extends { readonly input: infer I extends z.ZodObject }
  ? z.output<I>
  : undefined;
export type OutputOf<R extends Route> = z.output<R["output"]>;
export type CallRoute = { [K in keyof Routes]: Routes[K] extends { readonly stream: true } ? never : K }[keyof Routes];
/** Calls that go to the admin endpoint. */
export type AdminRoute = { [K in CallRoute]: Routes[K] extends { readonly who: "admin" } ? K : never }[CallRoute];
/** Calls for the user at the console, whom the user endpoint serves; and for administrators at theirs. */
export type ConsoleRoute = { [K in CallRoute]: Routes[K] extends { readonly who: "console" } ? K : never }[CallRoute];
export type OpenRoute = Exclude<CallRoute, AdminRoute>;
