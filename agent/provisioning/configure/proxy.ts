import type { Instance } from "../../../mei/wsman/resource.ts";
import { selectorsOf } from "../../../mei/wsman/resource.ts";
import { httpProxyAccessPoint, httpProxyService } from "../../../mei/wsman/resources/network.ts";
import type { Wanted } from "../../api/wanted.ts";
import { formatOf } from "./address.ts";
import { absent, cannotMean } from "./error.ts";
import { ifThere } from "./if-there.ts";
import type { Change, Subject } from "./subject.ts";

type Proxy = Instance<typeof httpProxyAccessPoint>;
type WantedProxy = Wanted["proxy"]["proxies"][number];
type Act = { readonly add: WantedProxy } | { readonly remove: Proxy };

const shown = ({ AccessInfo, Port, NetworkDnsSuffix }: Proxy) => ({
  address: AccessInfo ?? null,
  port: Port ?? null,
  networkDnsSuffix: NetworkDnsSuffix ?? null,
});
const same = (there: Proxy, { address, networkDnsSuffix }: WantedProxy): boolean =>
  there.AccessInfo === address && there.NetworkDnsSuffix === networkDnsSuffix;

/** HTTP proxies on the way to the management server, by network (rpc.md 3.17). */
export const proxy: Subject<"proxy", readonly Proxy[] | undefined, Act> = {
  name: "proxy",
  title: "HTTP proxies",
  read: async ({ wsman, signal }) =>
    (await ifThere(wsman.enumerate(httpProxyAccessPoint, { signal })))?.map(({ value }) => value),
  plan(now, { proxies, remove, only }) {
    if (now === undefined) return absent("This machine's AMT knows no HTTP proxies");
    const twice = proxies.find((one, at) => proxies.findIndex((other) => same(asThere(other), one)) < at);
    if (twice !== undefined) cannotMean(`The proxy ${twice.address} is named twice for ${twice.networkDnsSuffix}`);
    const changes: Change<Act>[] = [];
    const leaves = (there: Proxy): boolean => {
      const wanted = proxies.find((one) => same(there, one));
      // One with another port has to go first: AMT changes none
      if (wanted !== undefined) return wanted.port !== there.Port;
      return only || remove.includes(there.AccessInfo ?? "");
    };
    for (const there of now.filter(leaves))
      changes.push({ name: `proxy ${there.AccessInfo}`, before: shown(there), after: null, act: { remove: there } });
    for (const one of proxies)
      if (!now.some((there) => same(there, one) && there.Port === one.port))
        changes.push({ name: `proxy ${one.address}`, before: null, after: one, act: { add: one } });
    return changes;
  },
  async carryOut({ wsman, signal }, act) {
    if ("remove" in act) {
      await wsman.delete(httpProxyAccessPoint, { selectors: selectorsOf(httpProxyAccessPoint, act.remove), signal });
      return;
    }
    const { address, port, networkDnsSuffix } = act.add;
    const input = {
      AccessInfo: address,
      InfoFormat: formatOf(address),
      Port: port,
      NetworkDnsSuffix: networkDnsSuffix,
    };
    await wsman.invoke(httpProxyService, "AddProxyAccessPoint", input, { signal });
  },
  show: (now = []) => now.map(shown),
};

const asThere = ({ address, networkDnsSuffix }: WantedProxy): Proxy => ({
  AccessInfo: address,
  NetworkDnsSuffix: networkDnsSuffix,
});
