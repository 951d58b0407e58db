import type { Trust } from "../../mei/http/trust.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { tcpOwnersOf } from "../../platform/tcp-owner.ts";
import type { Snapshot } from "../api/snapshot.ts";
import { serviceUidOf } from "../api/trust.ts";
import { settingOf } from "../settings.ts";
import { trustFrom } from "../wsman/trust.ts";
import { throughLme, throughPorts, type Way } from "../wsman/way.ts";
import type { Context } from "./context.ts";

/** How a command gets to AMT's web services, and whose certificate it takes there for AMT's, by its settings. */
export interface WsmanWays {
  readonly trust: Trust | undefined;
  /** By a session of our own. TLS where AMT has nothing else, and something is trusted; `mayBeTls`: whatever is, the ME itself shows it. */
  alone(driver: MeiDriver, options: { readonly mayBeTls?: boolean; readonly signal: AbortSignal }): Promise<Way>;
  /** By the ports that the service at `socket` offers, as it says in its snapshot. */
  beside(lms: Snapshot["lms"], socket: string): Way;
}

export async function wsmanWays({ clock, host, flags }: Pick<Context, "clock" | "host" | "flags">): Promise<WsmanWays> {
  const [ca, pin] = [await settingOf("tls.ca", flags, host), await settingOf("tls.pin", flags, host)];
  const trust = trustFrom({ ca, pin });
  const owners = tcpOwnersOf(host.platform);
  return {
    trust,
    alone: (driver, { mayBeTls = trust !== undefined, signal }) =>
      throughLme(driver, { clock, signal, owners, mayBeTls }),
    beside: (lms, socket) => throughPorts(lms, { clock, owners, serviceUid: serviceUidOf(socket) }),
  };
}
