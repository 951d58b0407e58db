import * as z from "zod";

const names = [
  "amt",
  "audit",
  "cira",
  "clock",
  "features",
  "hostname",
  "mebx-password",
  "password",
  "presence",
  "proxy",
  "tls",
  "wifi",
  "wired",
] as const;

export const Configure = z.strictObject({
  subject: z.enum(names),
  /** As the part of that name in docs/schema/profile.schema.json, secrets and certificates as they are: no file is read. Left out: nothing is changed. */
  wanted: z.record(z.string().max(64), z.unknown()).optional(),
  /** AMT's administrator. Kept for this one request. */
  login: z
    .strictObject({ user: z.string().min(1).max(16).default("admin"), password: z.string().min(1).max(256) })
    .optional(),
  dryRun: z.boolean().default(false),
});

export const ConfigureAnswer = z.object({
  schema: z.literal("amt-agent.configure/1"),
  subject: z.enum(names),
  title: z.string(),
  virtual: z.boolean(),
  changes: z.array(z.object({ name: z.string(), before: z.unknown(), after: z.unknown() })).readonly(),
  /** `shown`: nothing was wanted. */
  result: z.enum(["shown", "same", "planned", "done", "sent"]),
  /** What it is now. */
  now: z.unknown(),
});
