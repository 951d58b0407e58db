import * as z from "zod";
import { Message } from "./snapshot.ts";

/**
 * Who can reach this machine below the operating system, and how. Made of what can be read without AMT's administrator; nothing in it is a
 * secret. Only the server and tests load this file; everybody else takes its types.
 */
export const PrivacyTopicName = z.enum([
  "now",
  "owner",
  "network",
  "accounts",
  "features",
  "consent",
  "servers",
  "wireless",
  "certificates",
  "boot",
  "logs",
]);
export type PrivacyTopicName = z.infer<typeof PrivacyTopicName>;

/**
 * `open`: lets somebody in, or is going on. `closed`: does not. `fact`: neither. `unknown`: could not be read, `why` says why; it is never
 * shown like `closed`.
 */
export const PrivacyState = z.enum(["open", "closed", "fact", "unknown"]);
export type PrivacyState = z.infer<typeof PrivacyState>;

export const PrivacyFinding = z.object({
  state: PrivacyState,
  message: Message,
  why: Message.nullable(),
  source: z
    .string()
    .describe("the ME's command (ME getControlMode) or the class of AMT's web service (IPS_OptInService)"),
});
export type PrivacyFinding = z.infer<typeof PrivacyFinding>;

export const PrivacyTopic = z.object({
  topic: PrivacyTopicName,
  title: Message,
  findings: z.array(PrivacyFinding),
  /** How to change it. */
  change: Message,
});
export type PrivacyTopic = z.infer<typeof PrivacyTopic>;

export const PrivacyReport = z
  .object({
    schema: z.literal("amt-agent.privacy/1"),
    at: z.iso.datetime(),
    machine: z.object({ virtual: z.boolean(), name: z.string().nullable(), notice: Message.nullable() }),
    /** One sentence that answers who can reach this machine now. */
    answer: Message,
    /** What AMT is, for who never heard of it. */
    about: Message,
    topics: z.array(PrivacyTopic),
  })
  .meta({ title: "amt-agent privacy" });
export type PrivacyReport = z.infer<typeof PrivacyReport>;
