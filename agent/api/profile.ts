import * as z from "zod";
import { type Leaves, wantedOf } from "./wanted.ts";

/** The desired state of a machine's AMT. What is left out stays as it is. */
export function profileOf(leaves: Leaves) {
  const wanted = wantedOf(leaves);
  return z.strictObject({
    version: z.literal(1),
    /** For people. */
    name: z.string().max(200).optional(),
    /** AMT as a whole, before everything else. */
    amt: wanted.amt.optional(),
    activation: z
      .strictObject({
        mode: z.enum(["client", "admin"]),
        /** PKCS#12, for the admin control mode: a file, or base64. */
        certificate: z.union([z.strictObject({ file: z.string().min(1) }), z.base64()]).optional(),
        certificatePassword: leaves.secret.optional(),
      })
      .optional(),
    /** The administrator's: that of a new setup, and the login of this run where none other is given. */
    adminPassword: leaves.secret.optional(),
    /** Written when this run sets AMT up, or when told so: nobody can read whether it is the same. */
    mebxPassword: leaves.secret.optional(),
    clock: wanted.clock.optional(),
    features: wanted.features.optional(),
    audit: wanted.audit.optional(),
    hostname: wanted.hostname.optional(),
    wired: wanted.wired.optional(),
    wifi: wanted.wifi.optional(),
    proxy: wanted.proxy.optional(),
    cira: wanted.cira.optional(),
    tls: wanted.tls.optional(),
    presence: wanted.presence.optional(),
  });
}
export type Profile = z.output<ReturnType<typeof profileOf>>;
