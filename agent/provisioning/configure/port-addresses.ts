import type { Instance } from "../../../mei/wsman/resource.ts";
import type { ethernetPortSettings } from "../../../mei/wsman/resources/network.ts";
import type { Wanted } from "../../api/wanted.ts";
import type { Plain } from "../../wsman/plain.ts";
import { cannotMean } from "./error.ts";
import type { Change } from "./subject.ts";

export type Port = Instance<typeof ethernetPortSettings>;
type WantedPort = Omit<Wanted["wired"], "dot1x">;

/** Addresses of AMT's own, which DHCP and a shared address exclude. */
const own = ["IPAddress", "SubnetMask", "DefaultGateway", "PrimaryDNS", "SecondaryDNS"] as const;

export const showAddresses = (port: Port): { readonly [name: string]: Plain } => ({
  dhcp: port.DHCPEnabled ?? null,
  shared: port.IpSyncEnabled ?? null,
  address: port.IPAddress ?? null,
  mask: port.SubnetMask ?? null,
  gateway: port.DefaultGateway ?? null,
  dns: [port.PrimaryDNS, port.SecondaryDNS].filter((one) => one !== undefined),
});

/**
 * DHCP: shared, without addresses. Static: AMT's own, or shared with the operating system and again without (rpc.md 3.11). What is
 * sent is the whole port as it was read; addresses go with it only where they are AMT's own.
 */
export function planAddresses(port: Port, wanted: WantedPort): readonly Change<Port>[] {
  const { dhcp, shared, address, mask, gateway, dns } = wanted;
  const given = [address, mask, gateway, dns].some((one) => one !== undefined);
  if (dhcp === undefined && shared === undefined && !given) return [];
  if (dhcp === true && given) cannotMean("With DHCP the port gets its addresses: give none");
  if (dhcp === true && shared === false) cannotMean("With DHCP the address is shared with the operating system");
  if (shared === true && given) cannotMean("A shared address is the operating system's: give none");
  const toDhcp = dhcp ?? (given || shared !== undefined ? false : port.DHCPEnabled);
  const { IPAddress: _a, SubnetMask: _m, DefaultGateway: _g, PrimaryDNS: _p, SecondaryDNS: _s, ...rest } = port;
  if (toDhcp === true)
    return change(port, { ...rest, DHCPEnabled: true, IpSyncEnabled: true, SharedStaticIp: false }, []);
  if (shared === true)
    return change(port, { ...rest, DHCPEnabled: false, IpSyncEnabled: true, SharedStaticIp: true }, []);
  // Of a port that gets its address by DHCP now nothing is kept: it is not AMT's own
  const before = port.DHCPEnabled === true || port.IpSyncEnabled === true ? {} : port;
  const said = defined({
    IPAddress: address,
    SubnetMask: mask,
    DefaultGateway: gateway,
    PrimaryDNS: dns?.[0],
    SecondaryDNS: dns?.[1],
  });
  const kept = defined(Object.fromEntries(own.map((name) => [name, before[name]])));
  const addresses = { ...kept, ...said };
  if (addresses.IPAddress === undefined || addresses.SubnetMask === undefined)
    cannotMean("A static address of AMT's own needs address and mask");
  // What nobody said is AMT's to keep or to leave out
  const compared = own.filter((name) => said[name] !== undefined);
  return change(
    port,
    { ...rest, ...addresses, DHCPEnabled: false, IpSyncEnabled: false, SharedStaticIp: false },
    compared,
  );
}

type Addresses = Partial<Record<(typeof own)[number], string>>;
const defined = (values: { readonly [name: string]: string | undefined }): Addresses =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function change(before: Port, after: Port, addresses: readonly (typeof own)[number][]): readonly Change<Port>[] {
  const compared = ["DHCPEnabled", "IpSyncEnabled", "SharedStaticIp", ...addresses] as const;
  if (compared.every((name) => (before[name] ?? false) === (after[name] ?? false))) return [];
  return [{ name: "addresses", before: showAddresses(before), after: showAddresses(after), act: after }];
}
