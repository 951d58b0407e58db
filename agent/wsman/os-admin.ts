import { getLocalSystemAccount } from "../../mei/amthi/access.ts";
import type { Credentials } from "../../mei/http/login.ts";
import type { MeiSession } from "../../mei/session.ts";

/**
 * AMT's own account for programs of this machine (`$$OsAdmin`), which whoever may open the ME can read. Its password changes by itself:
 * read it anew for each login.
 */
export async function osAdmin(amthi: MeiSession, { signal }: { signal: AbortSignal }): Promise<Credentials> {
  const { user, password } = await getLocalSystemAccount.call(amthi, {}, { signal });
  return { user, password };
}
