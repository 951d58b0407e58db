import {
  getDnsSuffixList,
  getFqdn,
  getIpv6InterfaceStatus,
  getLanInterfaceSettings,
  getMacAddresses,
  getTcpipParameters,
  setEnterpriseAccess,
  setHostFqdn,
} from "../../mei/amthi/network.ts";
import { amtStatus } from "../../mei/amthi/status.ts";
import { type Answer, Refusal } from "../../mei/command.ts";
import type { LanFacts } from "../machine.ts";
import * as rules from "../rules/access.ts";
import type { World } from "../world.ts";

/** What an interface that is not there looks like: DHCP off, down, all zero (golden amtinfo-pr1094, wireless). */
const absent: LanFacts = {
  mac: "00:00:00:00:00:00",
  enabled: false,
  linkUp: false,
  dhcp: false,
  dhcpMode: "passive",
  address: "0.0.0.0",
  mask: "0.0.0.0",
  gateway: "0.0.0.0",
  dns: [],
};

/** EUI-64 of the interface's own MAC: what a link-local address is made of (RFC 4291). */
function linkLocal(mac: string): string {
  const bytes = Buffer.from(mac.replaceAll(":", ""), "hex");
  const eui = Buffer.concat([bytes.subarray(0, 3), Buffer.from("fffe", "hex"), bytes.subarray(3)]);
  eui[0] = (eui[0] ?? 0) ^ 0x02;
  return `fe80::${(eui.toString("hex").match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, "")).join(":")}`;
}

export function amthiNetwork(world: World): Answer[] {
  const lanOf = (which: string | number): LanFacts | undefined =>
    which === "wired" ? world.wired : which === "wireless" ? world.wireless : undefined;
  const wired = (): LanFacts => world.wired ?? absent;
  return [
    getTcpipParameters.answer(() => ({
      dhcp: wired().dhcp ? "enabled" : "disabled",
      address: wired().address,
      mask: wired().mask,
      gateway: wired().gateway,
      dns1: wired().dns[0] ?? "0.0.0.0",
      dns2: wired().dns[1] ?? "0.0.0.0",
      domain: world.dhcpSuffix || (world.naming.homeSuffixes[0] ?? ""),
    })),
    // The host shares its MAC with AMT (SharedMAC=true in every recorded AMT_EthernetPortSettings).
    getMacAddresses.answer(() => ({ dedicated: wired().mac, host: wired().mac })),
    getLanInterfaceSettings.answer(({ interface: which }) => {
      if (which !== "wired" && which !== "wireless") return new Refusal(amtStatus.INVALID_PARAMETER); // guessed
      const lan = lanOf(which) ?? absent;
      return {
        enabled: lan.enabled,
        address: lan.address,
        dhcpEnabled: lan.dhcp,
        dhcpMode: lan.dhcpMode,
        linkUp: lan.linkUp,
        mac: lan.mac,
      };
    }),
    getIpv6InterfaceStatus.answer(({ interface: which }) => {
      // Both statuses: Intel LMS, comment of GetIPv6NetworkSettings
      const lan = lanOf(which);
      if (!lan) return new Refusal(amtStatus.INTERFACE_DOES_NOT_EXIST);
      if (world.provisioning !== "post") return new Refusal(amtStatus.IPV6_INTERFACE_DISABLED);
      const address = { address: linkLocal(lan.mac), type: "linkLocal", state: "preferred" } as const;
      return { router: "", dns1: "", dns2: "", addresses: lan.linkUp ? [address] : [] };
    }),
    getDnsSuffixList.answer(() => ({
      suffixes: Buffer.from(world.naming.homeSuffixes.map((suffix) => `${suffix}\0`).join(""), "latin1"),
    })),
    getFqdn.answer(() => ({
      shared: world.naming.shared,
      ddns: world.naming.ddns,
      ddnsInterval: 1440,
      ttl: 900,
      hostNameLength: world.fqdn.split(".")[0]?.length ?? 0,
      fqdn: world.fqdn,
    })),
    setHostFqdn.answer(({ fqdn }) => {
      // A name AMT has for itself alone is not the host's to change; that it is taken silently is guessed.
      if (world.naming.shared) world.fqdn = fqdn;
      return {};
    }),
    setEnterpriseAccess.answer(({ access }) => rules.setEnterpriseAccess(world, access)),
  ];
}
