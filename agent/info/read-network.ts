import * as access from "../../mei/amthi/access.ts";
import * as network from "../../mei/amthi/network.ts";
import { getLastHostResetReason, getPowerPolicy } from "../../mei/amthi/state.ts";
import type { Info } from "../api/info.ts";
import { message } from "../api/texts.ts";
import type { Reader } from "./reader.ts";

type Interface = "wired" | "wireless";

async function readLan(r: Reader, name: Interface): Promise<Info["network"]["wired"]> {
  const lan = await r.ask([`network.${name}`], network.getLanInterfaceSettings, { interface: name });
  if (!lan) return null;
  if (lan.mac === "00:00:00:00:00:00") {
    // An interface that is not there answers with an all-zero MAC (golden amtinfo-pr1094).
    r.note([`network.${name}`], message("unknown.no-interface", {}));
    return null;
  }
  return {
    enabled: lan.enabled,
    address: lan.address,
    dhcp: lan.dhcpEnabled,
    dhcpMode: lan.dhcpMode,
    linkUp: lan.linkUp,
    mac: lan.mac,
  };
}

async function readIpv6(
  r: Reader,
  name: Interface,
  field: "ipv6Wired" | "ipv6Wireless",
): Promise<Info["network"]["ipv6Wired"]> {
  const status = await r.ask([`network.${field}`], network.getIpv6InterfaceStatus, { interface: name });
  return status
    ? {
        router: status.router,
        dns: [status.dns1, status.dns2].filter((dns) => dns !== ""),
        addresses: status.addresses,
      }
    : null;
}

export async function readNetwork(r: Reader): Promise<Info["network"]> {
  const wired = await readLan(r, "wired");
  const wireless = await readLan(r, "wireless");
  const ipv6Wired = await readIpv6(r, "wired", "ipv6Wired");
  const ipv6Wireless = await readIpv6(r, "wireless", "ipv6Wireless");
  const fqdn = await r.ask(["network.fqdn", "network.sharedFqdn", "network.dynamicDns"], network.getFqdn, {});
  const home = await r.ask(["network.homeDomains"], network.getDnsSuffixList, {});
  return {
    wired,
    wireless,
    ipv6Wired,
    ipv6Wireless,
    fqdn: fqdn?.fqdn ?? null,
    sharedFqdn: fqdn?.shared ?? null,
    dynamicDns: fqdn?.ddns ?? null,
    homeDomains: home
      ? home.suffixes
          .toString("latin1")
          .split("\0")
          .filter((name) => name !== "")
      : null,
  };
}

export async function readRemoteAccess(r: Reader): Promise<Info["remoteAccess"]> {
  const status = await r.ask(
    ["network", "connection", "trigger", "server"].map((name) => `remoteAccess.${name}`),
    access.getRemoteAccessStatus,
    {},
  );
  const help = await r.ask(
    ["remoteAccess.helpFromBios", "remoteAccess.helpFromOs"],
    access.getUserInitiatedInterfaces,
    {},
  );
  return {
    network: status?.network ?? null,
    connection: status?.connection ?? null,
    trigger: status?.trigger ?? null,
    server: status?.server ?? null,
    helpFromBios: help?.enabled.bios ?? null,
    helpFromOs: help?.enabled.os ?? null,
  };
}

export async function readPower(r: Reader): Promise<Info["power"]> {
  const policy = await r.ask(["power.policy"], getPowerPolicy, {});
  const reset = await r.ask(["power.lastHostReset", "power.lastHostResetAt"], getLastHostResetReason, {});
  const remote = reset?.reason === "remoteControl" && reset.timestamp > 0;
  if (reset && !remote) r.note(["power.lastHostResetAt"], message("unknown.not-reported", {}));
  return {
    policy: policy?.policy ?? null,
    lastHostReset: reset?.reason ?? null,
    lastHostResetAt: reset && remote ? new Date(reset.timestamp * 1000).toISOString() : null,
  };
}
