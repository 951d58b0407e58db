import * as z from "zod";
import type { Message as SentMessage, TextCode } from "./texts.ts";

/** The shapes of what the service says of the machine. Only the server and tests load this file; clients take its types. */
export const Message: z.ZodType<SentMessage> = z.object({
  code: z.string() as unknown as z.ZodType<TextCode>,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});

/** The one word the icon is drawn from. `unknown` is never shown like `off`. */
export const Standing = z.enum(["unknown", "absent", "off", "unconfigured", "managed", "session"]);
export type Standing = z.infer<typeof Standing>;

const When = z.iso.datetime();

/** `null` is "not known", never "no". */
const Sessions = z.object({
  kvm: z.boolean().nullable(),
  consentPending: z.boolean().nullable(),
  sol: z.boolean().nullable(),
  storage: z.boolean().nullable(),
});
export type Sessions = z.infer<typeof Sessions>;

/** What somebody elsewhere has with this machine, or may have. */
export const SessionKind = z.enum(["kvm", "sol", "usbr", "consent", "cira", "system-defense", "web-ui"]);
export type SessionKind = z.infer<typeof SessionKind>;

export const Who = z.object({
  user: z.string().nullable(),
  address: z.string().nullable(),
  /** Why one of them is not known; null where both are. */
  why: Message.nullable(),
});
export type Who = z.infer<typeof Who>;

/** One session that goes on, or may. */
export const LiveSession = z.object({
  kind: SessionKind,
  /** When the service first learned of it. */
  since: When,
  /** Who said so first: AMT by itself, AMT when asked, what this PC's own devices show. */
  source: z.enum(["alert", "amthi", "host"]),
  /**
   * `certain`: AMT says so. `likely`: it said so and does not answer now, or a device of a session is there and AMT does not say.
   * `possible`: a device of a session is there and AMT says no; or it can be, and AMT never says.
   */
  confidence: z.enum(["certain", "likely", "possible"]),
  who: Who,
  /** What it lets somebody do. */
  can: Message,
});
export type LiveSession = z.infer<typeof LiveSession>;

export const Condition = z.object({
  code: z.string(),
  severity: z.enum(["info", "warning", "error"]),
  since: When,
  message: Message,
  remedy: Message,
});
export type Condition = z.infer<typeof Condition>;

const Lms = z.object({
  state: z.enum(["connecting", "open", "absent", "held", "failing", "resting"]),
  /** Who has the session with AMT instead, where state is `held`. */
  holder: z.string().nullable(),
  /** Why, where state is `failing`. */
  code: z.string().nullable(),
  ports: z
    .array(
      z.object({
        port: z.int(),
        state: z.enum(["opening", "open", "taken", "denied", "failed", "off"]),
        /** `127.0.0.1:16992` */
        at: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  /** Alerts that AMT sent since the service started. */
  alerts: z.int(),
});

export const HostServiceView = z.object({
  /** `clock`: AMT's clock by this PC's. `name`: this PC's name for AMT. `address`: this PC's wired IPv4 address, for an AMT that shares it. `power`: what AMT may ask this PC to do in good order. `wifi`: this PC's wireless networks, for an AMT that takes them. */
  name: z.enum(["clock", "name", "address", "power", "wifi"]),
  /** `right`: AMT has it as this PC, read back. `refused`: AMT's owner does not want it. `waiting`: not tried yet, or AMT is not set up. */
  state: z.enum(["waiting", "right", "refused", "failing"]),
  /** When AMT was last asked and answered. */
  confirmedAt: When.nullable(),
  /** What AMT has. */
  value: z.string().nullable(),
  /** Why, where state is `failing`. */
  code: z.string().nullable(),
});
export type HostServiceView = z.infer<typeof HostServiceView>;

export const DeliveryView = z.object({
  destination: z.string(),
  /** Posture reports that it does not have yet. */
  waiting: z.int(),
  /** When the oldest of them was made; null: none waits. */
  since: When.nullable(),
  /** Why the last attempt failed; null: it did not. */
  code: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const Snapshot = z.object({
  schema: z.literal("amt-agent.snapshot/1"),
  /** When this snapshot was made. */
  at: When,
  /** When the ME last answered; null: not since the service started. */
  confirmedAt: When.nullable(),
  machine: z.object({
    virtual: z.boolean(),
    /** The virtual machine's name; null on a real one. */
    name: z.string().nullable(),
    driver: z.string(),
    device: z.string().nullable(),
  }),
  standing: Standing,
  headline: Message,
  /** Present where the machine is not a real one: every surface shows it. */
  notice: Message.nullable(),
  amt: z.object({
    version: z.string().nullable(),
    /** "Intel AMT", "Intel Standard Manageability": as the SKU says. */
    brand: z.string().nullable(),
    controlMode: z.string().nullable(),
    provisioningState: z.string().nullable(),
    operational: z.boolean().nullable(),
  }),
  sessions: Sessions,
  /** When the running sessions were first seen; null: none, or not known. */
  sessionsSince: When.nullable(),
  /** The same one by one, and what else somebody has with this machine, as far as the service can tell. */
  live: z.array(LiveSession),
  /** AMT's local ports and alerts; null: not looked after (a command without the service). */
  lms: Lms.nullable(),
  conditions: z.array(Condition),
  /** What the service does for AMT because the configuration says so. */
  hostServices: z.array(HostServiceView).readonly(),
  /** Whom posture reports are sent to, and how far that is. */
  delivery: z.array(DeliveryView).readonly(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** What an event is about. */
export const EventKind = z.enum([
  "service",
  "history",
  "setup",
  "firmware",
  "session",
  "consent",
  "display",
  "network",
  "wlan",
  "tunnel",
  "defense",
  "power",
  "time",
  "logs",
  "presence",
  "posture",
  "other",
]);
export type EventKind = z.infer<typeof EventKind>;
export const EventSeverity = z.enum(["info", "warning", "error"]);
export type EventSeverity = z.infer<typeof EventSeverity>;

export const Event = z.object({
  /** Grows with every event, also from one run of the service to the next. */
  id: z.number().int(),
  /** When the service learned of it. */
  at: When,
  kind: EventKind,
  severity: EventSeverity,
  message: Message,
  /** `alert`: AMT said so; `look`: found by asking the ME; `service`: about the service itself. */
  origin: z.enum(["alert", "look", "service"]),
  /** It happened before it was found: nobody could hear AMT's alert of it. */
  foundLater: z.boolean(),
  /** The alert behind it: its id as `iAMT0050-48`, and when it happened by AMT's own clock. */
  alert: z.object({ id: z.string().nullable(), at: When.nullable() }).nullable(),
});
export type Event = z.infer<typeof Event>;
