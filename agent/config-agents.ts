import { isAbsolute } from "node:path";
import * as z from "zod";

/** What the configuration says of one guarded program: `presence.agents`. */
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const sources = ["self", "unit", "command", "lease"] as const;

export const GuardedAgent = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "must be letters, digits, dots and dashes"),
    /** As AMT's alerts write it; the zero GUID is AMT's mark for none. */
    id: z
      .string()
      .regex(guid, "must be a GUID, as 03020100-0504-0706-0809-0a0b0c0d0e0f")
      .refine((id) => /[1-9a-f]/i.test(id), "must not be the zero GUID"),
    /** This service itself. */
    self: z.literal(true).optional(),
    /** A systemd unit. */
    unit: z
      .string()
      .regex(/^[A-Za-z0-9:_.@\\-]+\.[a-z]+$/, "must be a unit's whole name, as backup.service")
      .optional(),
    /** A program with its arguments, run without a shell: status 0 is healthy. */
    command: z
      .array(z.string().min(1))
      .min(1)
      .refine(([program = ""]) => isAbsolute(program), "must begin with the whole path of a program")
      .optional(),
    timeoutSeconds: z.int().min(1).max(60).default(5),
    /** The user who may hold the lease of this name. */
    lease: z.int().min(0).max(0xffff_fffe).optional(),
    /** Only a process of this program may hold it. */
    executable: z.string().refine(isAbsolute, "must be a whole path").optional(),
  })
  .superRefine((agent, context) => {
    const said = sources.filter((one) => agent[one] !== undefined);
    if (said.length !== 1)
      context.addIssue({ code: "custom", message: `must say exactly one of ${sources.join(", ")}` });
    if (agent.executable !== undefined && agent.lease === undefined)
      context.addIssue({ code: "custom", path: ["executable"], message: "belongs to a lease" });
  });
export type GuardedAgent = z.infer<typeof GuardedAgent>;

/** AMT takes sixteen (presence-posture.md 1.7). */
export const GuardedAgents = z
  .array(GuardedAgent, "must be a list")
  .max(16, "must have at most 16 entries")
  .superRefine((agents, context) => {
    for (const key of ["name", "id"] as const) {
      const all = agents.map((one) => one[key].toLowerCase());
      const twice = all.findIndex((one, at) => all.indexOf(one) !== at);
      if (twice >= 0) context.addIssue({ code: "custom", path: [twice, key], message: "is there twice" });
    }
  });

export const namesCommands = (agents: readonly GuardedAgent[]): boolean =>
  agents.some(({ command }) => command !== undefined);
