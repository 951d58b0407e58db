import * as z from "zod";
import { EndableKinds } from "./session-kinds.ts";
import { LiveSession, Message } from "./snapshot.ts";

/** Remote sessions, the user's consent, asking for help: the shapes of their routes. */
export const SessionsAnswer = z.object({
  schema: z.literal("amt-agent.sessions/1"),
  /** When AMT last answered; null: not since the service started. */
  confirmedAt: z.iso.datetime().nullable(),
  /** A virtual ME, not this PC's firmware. */
  virtual: z.boolean(),
  sessions: z.array(LiveSession),
});
export type SessionsAnswer = z.infer<typeof SessionsAnswer>;

export const EndableKind = z.enum(EndableKinds);
export type EndableKind = z.infer<typeof EndableKind>;
export const EndSessions = z.strictObject({ kind: EndableKind.optional() });

const Step = z.object({
  kind: EndableKind,
  /** What AMT was told: `AMT_RedirectionService.TerminateSession`. */
  call: z.string(),
  /** `none`: there was nothing to end. */
  outcome: z.enum(["ended", "none", "refused"]),
  /** AMT's reason, or ours. */
  message: Message,
});
export type Step = z.infer<typeof Step>;
export const EndAnswer = z.object({
  schema: z.literal("amt-agent.sessions-end/1"),
  /** As whom AMT was told: its account for this PC's programs, or somebody who logged in. */
  way: z.enum(["system", "login"]),
  steps: z.array(Step),
  /** What still goes on. */
  left: z.array(LiveSession),
});
export type EndAnswer = z.infer<typeof EndAnswer>;

const SwitchStep = z.object({
  /** `redirection`: SOL and USB-R. `listener`: AMT's port for them. */
  door: z.enum(["redirection", "listener", "kvm"]),
  call: z.string(),
  /** `off`: it was on, and AMT says that it is off now. `none`: this AMT has no such thing. `refused`: it is still on. */
  outcome: z.enum(["off", "was-off", "none", "refused"]),
  message: Message,
});
export type SwitchStep = z.infer<typeof SwitchStep>;
export const SwitchOffAnswer = z.object({
  schema: z.literal("amt-agent.sessions-switch-off/1"),
  way: z.enum(["system", "login"]),
  steps: z.array(SwitchStep),
  /** What became of the sessions there were. */
  ended: z.array(Step),
  /** The command that switches on again what was switched off; null: nothing was. */
  back: z.string().nullable(),
});
export type SwitchOffAnswer = z.infer<typeof SwitchOffAnswer>;

export const ConsentAnswer = z.object({
  schema: z.literal("amt-agent.consent/1"),
  /** What needs the user's consent; null: not told. A number is one that firmware invented later. */
  required: z.union([z.enum(["none", "kvm", "all"]), z.int()]).nullable(),
  /** How far it is. `inSession`: given, and in use. */
  state: z.union([z.enum(["notStarted", "requested", "displayed", "received", "inSession"]), z.int()]).nullable(),
  /** Seconds that a consent stays valid without a session, and that digits stay on the screen. */
  codeTimeoutSeconds: z.int().nullable(),
  displayTimeoutSeconds: z.int().nullable(),
  /** May the remote administrator change what needs it? */
  canBeChanged: z.boolean().nullable(),
});
export type ConsentAnswer = z.infer<typeof ConsentAnswer>;

export const HelpDeskAnswer = z.object({
  schema: z.literal("amt-agent.help-desk/1"),
  /** Where AMT thinks it is. */
  network: z.union([z.enum(["direct", "vpn", "outside", "unknown"]), z.int()]),
  connection: z.union([z.enum(["none", "connecting", "connected"]), z.int()]),
  /** Who asked for the connection there is, or was. */
  trigger: z.union([z.enum(["user", "alert", "provisioning", "periodic"]), z.int()]),
  /** Empty: none is set up, or none is connected. */
  server: z.string(),
  /** May a program of this PC ask? null: firmware does not say. */
  allowed: z.boolean().nullable(),
});
export type HelpDeskAnswer = z.infer<typeof HelpDeskAnswer>;

export const WlanAnswer = z.object({ schema: z.literal("amt-agent.wlan/1"), preference: z.literal("host") });
