import { join } from "node:path";
import { dataProtection } from "../../platform/data-protection.ts";
import type { Secret } from "../../platform/secret.ts";
import { type KeepOptions, keptPassword } from "../provisioning/keeper.ts";
import type { NewPassword } from "../provisioning/wish.ts";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";

/** A generated password, to be kept as the settings say, or in the file `out`. Nothing is written before its `keep`. */
export async function kept(
  { flags, host, clock, signal }: Context,
  secret: Secret,
  { out, machine, user }: { readonly out: string | undefined; readonly machine: string; readonly user?: string },
): Promise<NewPassword> {
  const how = (await settingOf("provisioning.keep", flags, host)).text as KeepOptions["how"];
  const escrow = (await settingOf("provisioning.escrow", flags, host)).text;
  return keptPassword(secret, {
    how,
    out,
    directory: join((await settingOf("adminDir", flags, host)).text, "passwords"),
    escrow: escrow === "none" ? [] : escrow.split(" ").filter((word) => word !== ""),
    machine,
    ...(user !== undefined && { user }),
    protection: dataProtection(),
    clock,
    signal,
  });
}
