import type { Peer } from "../../platform/peer.ts";
import type { Who } from "./contract.ts";

/** Who is calling, as far as the operating system says. Made once per connection. */
export interface Caller {
  readonly endpoint: "user" | "admin";
  /** undefined: a Windows pipe, where nobody can say who called. */
  readonly peer: Peer | undefined;
}

/** Is this the user of the active local session? Asked anew at every call: sessions change while connections stay. */
export type AtConsole = (peer: Peer, options: { readonly signal: AbortSignal }) => Promise<boolean>;

/**
 * The one rule of who may call what. The admin endpoint's guard is its file mode (or DACL), so whoever got in may do
 * everything; the user endpoint never serves admin routes, not even to root: there is another door for that.
 */
export async function mayCall(
  who: Who,
  caller: Caller,
  { atConsole, signal }: { readonly atConsole: AtConsole; readonly signal: AbortSignal },
): Promise<boolean> {
  if (caller.endpoint === "admin") return true;
  if (who === "user") return true;
  return who === "console" && caller.peer !== undefined && (await atConsole(caller.peer, { signal }));
}
