import { realms } from "../../accounts.ts";
import type { LanFacts } from "../../machine.ts";
import { type AlertKind, alerts } from "../alert.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { isTrue, listOf, numberOf, type Properties, textOf } from "../value.ts";

const dashed = (mac: string): string => mac.replaceAll(":", "-");
const bare = (mac: string): string => mac.replaceAll(":", "");
const given = (address: string): string | undefined => (address === "0.0.0.0" ? undefined : address);
const address = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
/** By WLANLinkProtectionLevel. */
const protections: Readonly<Record<number, AlertKind>> = {
  1: alerts.wlanProtectionOff,
  2: alerts.wlanProtectionPassive,
  3: alerts.wlanProtectionHigh,
};
/** Of a port that is switched off: the recorded machine's second one. */
const noMac = "00-00-00-00-00-00";

/** Ethernet and Wi-Fi as settings, ports and endpoints. Addresses are the world's, so that AMTHI shows the same. */
export function networkRules(me: Managed): Rules {
  const { world, journal } = me;
  let ipSync = true;
  let linkPolicy: Properties[string] = [1, 14];
  let addressGiven = false;
  let linkPreference = 2;
  let linkProtection = 1;

  const wired = (lan: LanFacts): Properties => ({
    DHCPEnabled: lan.dhcp,
    DefaultGateway: given(lan.gateway),
    ElementName: "Intel(r) AMT Ethernet Port Settings",
    // While the host has the same address by DHCP, AMT does not show it (recorded: only where it was put)
    IPAddress: lan.dhcp && !addressGiven ? undefined : given(lan.address),
    InstanceID: "Intel(r) AMT Ethernet Port Settings 0",
    IpSyncEnabled: ipSync,
    LinkIsUp: lan.linkUp,
    LinkPolicy: linkPolicy,
    MACAddress: dashed(lan.mac),
    PhysicalConnectionType: 0,
    PrimaryDNS: lan.dns[0],
    SecondaryDNS: lan.dns[1],
    SharedDynamicIP: true,
    SharedMAC: true,
    SharedStaticIp: !lan.dhcp && ipSync,
    SubnetMask: given(lan.mask),
  });
  const wireless = (lan: LanFacts): Properties => ({
    ConsoleTcpMaxRetransmissions: 5,
    DHCPEnabled: true,
    ...(lan.linkUp && {
      DefaultGateway: lan.gateway,
      IPAddress: lan.address,
      SubnetMask: lan.mask,
      PrimaryDNS: lan.dns[0],
    }),
    ElementName: "Intel(r) AMT Ethernet Port Settings",
    InstanceID: "Intel(r) AMT Ethernet Port Settings 1",
    LinkControl: linkPreference === 1 ? 1 : 2,
    LinkIsUp: lan.linkUp,
    LinkPreference: linkPreference,
    MACAddress: lan.enabled ? dashed(lan.mac) : noMac,
    PhysicalConnectionType: 3,
    SharedMAC: true,
    WLANLinkProtectionLevel: linkProtection,
  });
  const checked = (value: Properties[string], needed: boolean): string => {
    const text = textOf(value);
    if (text === "" && !needed) return "0.0.0.0";
    if (!address.test(text)) throw new CimFault("InvalidRepresentation", "InvalidValues");
    return text;
  };
  /** rpc.md 3.11: DHCP takes no addresses, a static one of AMT's own needs address and mask, a shared static one is the host's. */
  function applyWired(lan: LanFacts, wanted: Properties, sent: Properties): LanFacts {
    const dhcp = isTrue(wanted.DHCPEnabled);
    ipSync = isTrue(wanted.IpSyncEnabled);
    const shared = isTrue(wanted.SharedStaticIp);
    addressGiven = sent.IPAddress !== undefined;
    if (dhcp) return { ...lan, dhcp: true };
    if (shared !== ipSync) throw new CimFault("InvalidRepresentation", "InvalidValues");
    const take = (name: string, old: string, needed = false): string =>
      sent[name] === undefined && (shared || !needed) ? old : checked(sent[name], needed && !shared);
    const dns = ["PrimaryDNS", "SecondaryDNS"].map((name, at) => take(name, lan.dns[at] ?? "0.0.0.0"));
    return {
      ...lan,
      dhcp: false,
      address: take("IPAddress", lan.address, true),
      mask: take("SubnetMask", lan.mask, true),
      gateway: take("DefaultGateway", lan.gateway),
      dns: dns.filter((one) => one !== "0.0.0.0"),
    };
  }
  function fromHost(lan: LanFacts, host: Properties): LanFacts {
    if (isTrue(host.DHCPEnabled)) return { ...lan, dhcp: true };
    return {
      ...lan,
      dhcp: false,
      address: checked(host.IpAddress, true),
      mask: checked(host.SubnetMask, true),
      gateway: checked(host.DefaultGateway, false),
      dns: [host.PrimaryDNS, host.SecondaryDNS].map((one) => checked(one, false)).filter((one) => one !== "0.0.0.0"),
    };
  }
  return {
    AMT_EthernetPortSettings: {
      write: [realms.localSystem],
      instances: () => [
        ...(world.wired ? [wired(world.wired)] : []),
        ...(world.wireless ? [wireless(world.wireless)] : []),
      ],
      put(call, wanted, before, sent) {
        if (numberOf(before.PhysicalConnectionType) === 3) {
          const level = numberOf(wanted.WLANLinkProtectionLevel);
          const told = protections[level];
          if (told && level !== linkProtection) me.alert(told);
          linkProtection = level;
          return wanted;
        }
        const sync = ipSync;
        if (world.wired) world.wired = applyWired(world.wired, wanted, sent);
        if (JSON.stringify(wanted.LinkPolicy) !== JSON.stringify(linkPolicy)) audits(journal, call).linkPolicy();
        linkPolicy = listOf(wanted.LinkPolicy);
        audits(journal, call).network();
        if (sync !== ipSync) me.alert(ipSync ? alerts.ipSyncEnabled : alerts.ipSyncDisabled);
        me.alert(alerts.networkChanged);
        return wanted;
      },
      methods: {
        /** 1 ME, 2 host; Timeout in seconds. Only of a wireless port. */
        SetLinkPreference(call, input, on) {
          const preference = numberOf(input.LinkPreference);
          if (numberOf(on.PhysicalConnectionType) !== 3) return returns(1); // guessed
          if (preference !== 1 && preference !== 2) return returns(36);
          linkPreference = preference;
          audits(journal, call).linkPreference([0, 0, 0, preference, 0, 0, 0, 0]);
          me.alert(preference === 1 ? alerts.wlanControlByMe : alerts.wlanControlByHost);
          return success;
        },
        CancelLinkPreference(_call, _input, on) {
          if (numberOf(on.PhysicalConnectionType) !== 3) return returns(1);
          linkPreference = 2;
          return success;
        },
      },
    },
    CIM_EthernetPort: {
      live: () => ({
        NetworkAddresses: bare(world.wired?.mac ?? "000000000000"),
        EnabledState: world.wired?.linkUp ? 2 : 3,
      }),
    },
    IPS_LANEndpoint: { live: () => ({ MACAddress: bare(world.wired?.mac ?? "000000000000") }) },
    IPS_IPv6PortSettings: {
      put: settable(
        "DefaultRouter",
        "IPv6Address",
        "InterfaceIDType",
        "ManualInterfaceID",
        "PrimaryDNS",
        "SecondaryDNS",
      ),
    },
    IPS_HostIPSettings: {
      write: [realms.localSystem],
      /** The host tells AMT what it has, so that a static address can be shared (lms.md 4.4). */
      put(_call, wanted, before) {
        if (ipSync && world.wired) world.wired = fromHost(world.wired, wanted);
        return { ...before, ...wanted };
      },
    },
    AMT_EnvironmentDetectionSettingData: {
      live: () => ({ DetectionStrings: world.naming.homeSuffixes }),
      put(_call, wanted, _before, sent) {
        const strings = sent.DetectionStrings === undefined ? [] : listOf(sent.DetectionStrings).map(String);
        if (strings.length > 5 || strings.some((one) => one.length > 192)) {
          throw new CimFault("InvalidRepresentation", "InvalidValues"); // four or five suffixes (presence-posture.md 4.1, rpc.md 2.5)
        }
        world.naming.homeSuffixes = strings.filter((one) => one !== "");
        return { ...wanted, DetectionStrings: world.naming.homeSuffixes };
      },
    },
  };
}
