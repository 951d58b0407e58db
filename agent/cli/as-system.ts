import type { MeiDriver } from "../../mei/port.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { linuxTcpOwners, noTcpOwners } from "../../platform/tcp-owner.ts";
import type { Me } from "../me.ts";
import { openWeb } from "../provisioning/web.ts";
import { settingOf } from "../settings.ts";
import { trustFrom } from "../wsman/trust.ts";
import { throughLme } from "../wsman/way.ts";
import type { Context } from "./context.ts";

/** AMT's web services as its account for this PC's programs, without a service; opened when first needed. */
export async function asSystem<T>(
  { clock, host, flags, signal }: Context,
  { me, driver }: { readonly me: Me; readonly driver: MeiDriver },
  use: (wsman: () => Promise<Wsman>) => Promise<T>,
): Promise<T> {
  const [ca, pin] = [await settingOf("tls.ca", flags, host), await settingOf("tls.pin", flags, host)];
  const owners = host.platform === "linux" ? linuxTcpOwners() : noTcpOwners;
  const openWay = (o: { signal: AbortSignal }) =>
    throughLme(driver, { clock, signal: o.signal, owners, mayBeTls: true });
  const web = openWeb({ me, clock, openWay, trust: trustFrom({ ca, pin }) }, () => {});
  try {
    return await use(() => web.asSystem({ signal }));
  } finally {
    await web.close();
  }
}
