import * as z from "zod";
import { auditApplications } from "../../mei/wsman/records/audit-applications.ts";

type Name = keyof typeof auditApplications;
const isName = (name: string): name is Name => Object.hasOwn(auditApplications, name);
export const auditApplicationName = (application: number): string =>
  Object.keys(auditApplications)
    .filter(isName)
    .find((name) => auditApplications[name] === application) ?? String(application);

const application = z
  .union([z.int().min(1).max(255), z.enum(Object.keys(auditApplications).filter(isName) as [Name, ...Name[]])])
  .transform((given) => (typeof given === "number" ? given : auditApplications[given]));

/** The audit log: whether AMT writes it, what of, and what it does when it is full. */
export const wantedAudit = () =>
  z.strictObject({
    on: z.boolean().optional(),
    storage: z.enum(["noRollOver", "rollOver", "restrictedRollOver"]).optional(),
    /** For restrictedRollOver. */
    minDays: z.int().min(1).max(255).optional(),
    /** Each event's own policy; the others stay as they are. */
    events: z
      .array(
        z.strictObject({
          application,
          event: z.int().min(0).max(65_535),
          /** `critical`: what cannot be written down does not happen. */
          policy: z.enum(["off", "on", "critical"]),
        }),
      )
      .max(128)
      .default([]),
  });
