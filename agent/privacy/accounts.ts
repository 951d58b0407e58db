import type { Wsman } from "../../mei/wsman/client.ts";
import { authorizationService } from "../../mei/wsman/resources/accounts.ts";

/** Who may log in to AMT; no password and nothing made of one. */
export interface Account {
  /** null: a Kerberos user, of whom AMT tells a number only. */
  readonly name: string | null;
  readonly from: "local" | "network" | "any" | "unknown";
  /** Numbers of realms (presence-posture.md 5.1). */
  readonly realms: readonly number[];
  readonly enabled: boolean | null;
}
export interface Accounts {
  readonly admin: string | null;
  readonly users: readonly Account[];
  /** As AMT counts them; more than `users` where there are more than are read. */
  readonly total: number;
}

/** AMT itself has room for fewer; firmware that says otherwise is not followed further. */
const MOST = 64;

export async function readAccounts(wsman: Wsman, { signal }: { readonly signal: AbortSignal }): Promise<Accounts> {
  const { Username } = await wsman.invoke(authorizationService, "GetAdminAclEntry", {}, { signal });
  const handles: number[] = [];
  let total = 0;
  for (let more = true; more && handles.length < MOST; ) {
    const StartIndex = handles.length + 1;
    const page = await wsman.invoke(authorizationService, "EnumerateUserAclEntries", { StartIndex }, { signal });
    total = page.TotalCount;
    handles.push(...(page.Handles ?? []));
    more = (page.Handles ?? []).length > 0 && handles.length < total;
  }
  const users: Account[] = [];
  for (const Handle of handles.slice(0, MOST)) {
    const entry = await wsman.invoke(authorizationService, "GetUserAclEntryEx", { Handle }, { signal });
    const { Enabled } = await wsman.invoke(authorizationService, "GetAclEnabledState", { Handle }, { signal });
    const from = entry.AccessPermission;
    users.push({
      name: entry.DigestUsername ?? null,
      from: from === "local" || from === "network" || from === "any" ? from : "unknown",
      realms: entry.Realms ?? [],
      enabled: Enabled,
    });
  }
  return { admin: Username, users, total };
}
