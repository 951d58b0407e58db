import { watchdog } from "../../mei/clients.ts";
import { codeOf } from "../../mei/errors.ts";
import { isChangeToAmtEnabled } from "../../mei/watchdog/commands.ts";
import { tcpOwnersOf } from "../../platform/tcp-owner.ts";
import type { ApiClient } from "../api/client.ts";
import { serviceUidOf } from "../api/trust.ts";
import { ConfigError } from "../config-error.ts";
import { type Me, openMe } from "../me.ts";
import { parseMei } from "../mei-spec.ts";
import type { Amt } from "../rps/amt.ts";
import { throughLme, throughPorts } from "../wsman/way.ts";
import type { Context } from "./context.ts";
import { openAlone } from "./open-driver.ts";
import { serviceMei, withMe } from "./source.ts";

/** What a server needs of this machine. */
export interface Ports {
  readonly me: Me;
  readonly virtual: boolean;
  /** AMT offers only TLS. */
  readonly tls: boolean;
  /** To every program of this machine, not to us alone. */
  readonly offered: boolean;
  readonly amt: Amt;
}

/**
 * AMT's local ports, by the service or a session of our own, and the ME beside them: passwords are read and sent to a server by the
 * command of the person who asked for it, never by the service.
 */
export function withPorts<T>(context: Context, use: (ports: Ports) => Promise<T>): Promise<T> {
  const { clock, host, signal } = context;
  const owners = tcpOwnersOf(host.platform);
  return withMe(context, {
    async service(client, socket) {
      const listener = { clock, owners, serviceUid: serviceUidOf(socket) };
      const { lms, machine } = await client.call("GET /v1/status", undefined, { signal });
      const { tls } = throughPorts(lms, listener);
      // asked anew for each connection: a change of AMT's to TLS moves its ports
      const amt: Amt = {
        async connect(port, options) {
          const status = await client.call("GET /v1/status", undefined, options);
          return throughPorts(status.lms, listener).connectTo(port, options);
        },
      };
      const me = await openBeside(client, context);
      try {
        return await use({ me, virtual: machine.virtual, tls, offered: true, amt });
      } finally {
        await me.close();
      }
    },
    async direct(me, driver) {
      const { virtual } = await me.describe({ signal });
      const way = await throughLme(driver, { clock, signal, owners, mayBeTls: await hasOnlyTls(me, signal) });
      try {
        return await use({ me, virtual, tls: way.tls, offered: false, amt: { connect: way.connectTo } });
      } finally {
        await way.close();
      }
    },
  });
}

/** What firmware before 16.1 does not say, and the ports themselves then show. */
async function hasOnlyTls(me: Me, signal: AbortSignal): Promise<boolean> {
  try {
    const { flags } = await isChangeToAmtEnabled.call(me.session(watchdog), {}, { signal });
    return flags.newInterface && flags.tlsOnLocalPorts;
  } catch (error) {
    if (["ME_NO_CLIENT", "ME_STATUS", "ME_BUSY"].includes(codeOf(error))) return false;
    throw error;
  }
}

async function openBeside(client: ApiClient, { clock, host, signal }: Context): Promise<Me> {
  const spec = parseMei((await serviceMei(client, signal)) ?? "auto");
  if (spec.kind === "virtual")
    throw new ConfigError(
      "The running service has a virtual ME of its own, which cannot be opened beside it: name one with --mei, as --mei virtual:unprovisioned-11.",
    );
  return openMe(await openAlone(spec, { clock, host, signal }), { clock });
}
