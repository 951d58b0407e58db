import type { Wsman } from "../../mei/wsman/client.ts";
import { ethernetPortSettings, hostIpSettings } from "../../mei/wsman/resources/network.ts";
import type { WiredAddress } from "../../platform/wired-address.ts";
import type { Came, Work } from "./work.ts";

/** As Intel's LMS, which looks at the name servers so often; it hears of addresses by netlink (lms.md 4.4). */
const EVERY = 150_000;
const NONE = "0.0.0.0";

/** What AMT is told: of an address by DHCP nothing more, it listens to DHCP itself (Intel's guide, "Automatic Synchronization of IP Addresses"). */
interface Told {
  readonly DHCPEnabled: boolean;
  readonly IpAddress: string;
  readonly SubnetMask: string;
  readonly DefaultGateway: string;
  readonly PrimaryDNS: string;
  /** `0.0.0.0` where there is none, as LMS says it. */
  readonly SecondaryDNS: string;
}
const byDhcp: Told = {
  DHCPEnabled: true,
  ...{ IpAddress: NONE, SubnetMask: NONE, DefaultGateway: NONE, PrimaryDNS: NONE, SecondaryDNS: NONE },
};

/** Undefined: a static address without gateway or name server, which Intel's guide has AMT not be told. Pure. */
export function toldOf({ dynamic, address, mask, gateway, dns }: WiredAddress): Told | undefined {
  if (dynamic) return byDhcp;
  const [first, second = NONE] = dns;
  if (gateway === undefined || first === undefined) return undefined;
  const given = { IpAddress: address, SubnetMask: mask, DefaultGateway: gateway };
  return { DHCPEnabled: false, ...given, PrimaryDNS: first, SecondaryDNS: second };
}

type Kept = { readonly [K in keyof Told]?: Told[K] | undefined };
const same = (kept: Kept, told: Told): boolean =>
  kept.DHCPEnabled === told.DHCPEnabled &&
  (told.DHCPEnabled ||
    (["IpAddress", "SubnetMask", "DefaultGateway", "PrimaryDNS", "SecondaryDNS"] as const).every(
      (name) => (kept[name] || NONE) === told[name],
    ));
const words = ({ DHCPEnabled, IpAddress }: Kept): string => (DHCPEnabled ? "by DHCP" : IpAddress || "none");

/** Tells AMT this PC's wired address, where AMT shares it. Nothing of this PC is changed. */
export function addressWork({
  open,
  wired,
}: {
  readonly open: <T>(use: (wsman: Wsman) => Promise<T>, options: { signal: AbortSignal }) => Promise<T>;
  /** By the MAC address that AMT and this PC share. */
  readonly wired: (mac: string, options: { signal: AbortSignal }) => Promise<WiredAddress | undefined>;
}): Work {
  async function carryOut(wsman: Wsman, signal: AbortSignal): Promise<Came> {
    const ports = await wsman.enumerate(ethernetPortSettings, { signal });
    const port = ports.map(({ value }) => value).find(({ InstanceID }) => InstanceID?.endsWith(" 0"));
    if (!port?.MACAddress) return { is: "failing", code: "HOST_ADDRESS_NONE" };
    if (port.IpSyncEnabled !== true) return { is: "refused", value: port.IPAddress ?? null };
    const found = await wired(port.MACAddress.replaceAll("-", ":").toLowerCase(), { signal });
    if (found === undefined) return { is: "failing", code: "HOST_ADDRESS_NONE" };
    const told = toldOf(found);
    if (told === undefined) return { is: "failing", code: "HOST_ADDRESS_INCOMPLETE" };
    const before = await wsman.get(hostIpSettings, { signal });
    if (same(before, told)) return { is: "right", value: words(before), changed: undefined };
    await wsman.put(hostIpSettings, { ...before, ...told }, { signal });
    const after = await wsman.get(hostIpSettings, { signal });
    if (!same(after, told)) return { is: "failing", code: "HOST_SERVICE_NOT_TAKEN" };
    return { is: "right", value: words(after), changed: words(before) };
  }
  return {
    name: "address",
    every: EVERY,
    carryOut: ({ signal }) => open((wsman) => carryOut(wsman, signal), { signal }),
  };
}
