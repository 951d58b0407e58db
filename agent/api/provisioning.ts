import * as z from "zod";

const secret = (most: number) => z.string().min(1).max(most);
const certificate = {
  /** DER as base64, of the leaf and its authorities, in any order. */
  certificates: z.array(z.base64().max(16_384)).min(1).max(10),
  /** The leaf's private key, PEM. */
  key: secret(16_384),
};
/** Check everything, change nothing. */
const dryRun = { dryRun: z.boolean().default(false) };

/** Lengths and rules of passwords are the operation's business: its refusals have codes of their own. */
export const Activate = z.strictObject({
  mode: z.enum(["client", "admin"]),
  password: secret(256),
  /** Where the password's owner has it. Kept in the journal and said again; never the password itself. */
  reference: z.string().max(4_096).default("given by its owner"),
  mebxPassword: secret(256).optional(),
  certificates: certificate.certificates.optional(),
  key: certificate.key.optional(),
  ...dryRun,
});
export const Upgrade = z.strictObject({ password: secret(256), ...certificate, ...dryRun });
export const Deactivate = z.strictObject({
  partial: z.boolean().default(false),
  /** Of AMT's administrator; only admin control mode needs it. */
  password: secret(256).optional(),
  ...dryRun,
});
export const StopConfiguration = z.strictObject({ ...dryRun });

/** What was begun; GET /v1/provisioning/progress tells how it goes on. */
export const Job = z.object({ job: z.string() });
export const WhichJob = z.strictObject({ job: z.string().min(1).max(64) });

export const ProgressQuery = z.strictObject({
  job: z.string().min(1).max(64),
  /** How many events are known already. The answer waits until there is one more, or 20 seconds. */
  after: z.coerce.number().int().min(0).default(0),
});
const message = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()), text: z.string() });
export const ProgressAnswer = z.object({
  job: z.string(),
  /** From `after` on. */
  events: z.array(
    z.discriminatedUnion("event", [
      z.object({
        event: z.literal("plan"),
        plan: z.string(),
        virtual: z.boolean(),
        steps: z.array(z.object({ step: z.string(), title: message, seconds: z.number() })).readonly(),
      }),
      z.object({
        event: z.literal("step"),
        step: z.string(),
        state: z.enum(["begun", "done"]),
        title: message,
        seconds: z.number(),
        once: z.boolean(),
      }),
      z.object({ event: z.literal("note"), note: message }),
    ]),
  ),
  ended: z.boolean(),
  /** Of one that ended well. */
  result: z
    .object({
      schema: z.literal("amt-agent.provisioning/1"),
      plan: z.string(),
      outcome: z.enum(["done", "undone", "uncertain", "checked"]),
      controlMode: z.union([z.string(), z.number()]),
      provisioning: z.union([z.string(), z.number()]),
      virtual: z.boolean(),
      password: z.string().nullable(),
      confirmed: z.boolean(),
      recovered: z.boolean(),
    })
    .nullable(),
  /** Of one that did not. */
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string().nullable() }).nullable(),
});
export type ProgressAnswer = z.infer<typeof ProgressAnswer>;
