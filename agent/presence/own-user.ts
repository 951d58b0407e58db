import type { Wsman } from "../../mei/wsman/client.ts";
import { authorizationService } from "../../mei/wsman/resources/accounts.ts";
import { generalSettings } from "../../mei/wsman/resources/setup.ts";
import type { Secret } from "../../platform/secret.ts";
import { readAccounts } from "../privacy/accounts.ts";
import { ConfigureError, refuse } from "../provisioning/configure/error.ts";
import { base64Digest } from "../provisioning/password.ts";

/** Agent Presence Local, and Remote (presence-posture.md 5.1). */
const realms = { report: 9, manage: 10 } as const;

export interface OwnUser {
  readonly name: string;
  readonly password: Secret;
  /** May also make watchdogs and say what their expiry does. */
  readonly manages: boolean;
}
/** 16 characters that AMT takes in a user's name (presence-posture.md 5.1); `$$` is AMT's own. */
export const isUserName = (name: string): boolean =>
  /^[\x21-\x7e]{1,16}$/.test(name) && !/[:,<>&"]/.test(name) && !name.startsWith("$$") && name !== "admin";

/** Refuses (CONFIGURE_REFUSED) where AMT has a user of this name: whose password would then be another one. */
export async function checkIsNew(wsman: Wsman, name: string, { signal }: { signal: AbortSignal }): Promise<void> {
  const { users } = await readAccounts(wsman, { signal });
  if (users.some((one) => one.name === name))
    refuse(`AMT has a user "${name}" already, and is not given another password: choose another --name`);
}

/**
 * Gives AMT a user who can do nothing but report programs, and only from this PC; read back. Throws CONFIGURE_NOT_TAKEN where AMT has
 * made it another than was asked for.
 */
export async function addOwnUser(
  wsman: Wsman,
  { name, password, manages }: OwnUser,
  { signal }: { signal: AbortSignal },
): Promise<{ readonly realms: readonly number[] }> {
  const { DigestRealm: realm } = await wsman.get(generalSettings, { signal });
  if (realm === undefined) throw new ConfigureError("CONFIGURE_ABSENT", "AMT does not tell its digest realm");
  const wanted = manages ? [realms.report, realms.manage] : [realms.report];
  await wsman.invoke(
    authorizationService,
    "AddUserAclEntryEx",
    {
      DigestUsername: name,
      DigestPassword: base64Digest(realm, password, name),
      AccessPermission: "local",
      Realms: wanted,
    },
    { signal },
  );
  const made = (await readAccounts(wsman, { signal })).users.find((one) => one.name === name);
  const held = [...(made?.realms ?? [])].sort((a, b) => a - b);
  if (made?.from !== "local" || held.join() !== wanted.join())
    throw new ConfigureError(
      "CONFIGURE_NOT_TAKEN",
      `AMT's user "${name}" is not what was asked for (${made?.from ?? "absent"}, realms ${held.join(", ") || "none"}): take it away with your management console`,
    );
  return { realms: held };
}
