import { digestRealm } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { audits } from "../audits.ts";
import type { Managed, Rules } from "../rule.ts";
import { textOf } from "../value.ts";

const settings = [
  "DDNSPeriodicUpdateInterval",
  "DDNSTTL",
  "DDNSUpdateByDHCPServerEnabled",
  "DDNSUpdateEnabled",
  "DomainName",
  "HostName",
  "IdleWakeTimeout",
  "NetworkInterfaceEnabled",
  "PingResponseEnabled",
  "PowerSource",
  "PreferredAddressFamily",
  "PresenceNotificationInterval",
  "RmcpPingResponseEnabled",
  "SharedFQDN",
  "ThunderboltDockEnabled",
  "WsmanOnlyMode",
] as const;

/** AMT_GeneralSettings: the world's name and realm. Names come as host and domain, AMTHI has them as one. */
export function generalRules({ world, journal }: Managed): Rules {
  const major = generation(world.machine);
  const parts = (): [host: string, domain: string] => {
    const [host = "", ...domain] = world.fqdn.split(".");
    return [host, domain.join(".")];
  };
  return {
    AMT_GeneralSettings: {
      live() {
        const [HostName, DomainName] = parts();
        return {
          AMTNetworkEnabled: world.provisioning === "post" ? 1 : 0,
          DDNSUpdateEnabled: world.naming.ddns,
          DHCPSyncRequiresHostname: major >= 16 ? 1 : undefined, // 15.0.23 does not have it (golden wsman-15023-generalsettings)
          DigestRealm: digestRealm(world.machine),
          DomainName,
          HostName,
          HostOSFQDN: world.fqdn,
          SharedFQDN: world.naming.shared,
          ThunderboltDockEnabled: major >= 15 ? 0 : undefined, // guessed: seen on 15, not on an older one
        };
      },
      /** rpc-go sends nothing but the two names (rpc.md 3.16): what is missing stays as it is. */
      put(call, wanted, before, given) {
        const kept = settings.filter((name) => wanted[name] !== undefined).map((name) => [name, wanted[name]]);
        const [host, domain] = parts();
        const name = given.HostName === undefined ? host : textOf(given.HostName);
        const suffix = given.DomainName === undefined ? domain : textOf(given.DomainName);
        const fqdn = [name, suffix].filter((part) => part !== "").join(".");
        if (fqdn !== world.fqdn) audits(journal, call).hostName();
        world.fqdn = fqdn;
        world.naming.shared = wanted.SharedFQDN === true;
        world.naming.ddns = wanted.DDNSUpdateEnabled === true;
        return { ...before, ...Object.fromEntries(kept) };
      },
    },
  };
}
