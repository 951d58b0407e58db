import type { MeiDriver } from "../../mei/port.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import type { Me } from "../me.ts";
import { openWeb } from "../provisioning/web.ts";
import type { Context } from "./context.ts";
import { wsmanWays } from "./wsman-ways.ts";

/** AMT's web services as its account for this PC's programs, without a service; opened when first needed. */
export async function asSystem<T>(
  context: Context,
  { me, driver }: { readonly me: Me; readonly driver: MeiDriver },
  use: (wsman: () => Promise<Wsman>) => Promise<T>,
): Promise<T> {
  const { clock, signal } = context;
  const { trust, alone } = await wsmanWays(context);
  const openWay = (o: { signal: AbortSignal }) => alone(driver, { ...o, mayBeTls: true });
  const web = openWeb({ me, clock, openWay, trust }, () => {});
  try {
    return await use(() => web.asSystem({ signal }));
  } finally {
    await web.close();
  }
}
