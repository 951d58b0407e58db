import { afterEach, describe, expect, test } from "vitest";
import type { SubjectName } from "../../agent/api/wanted.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

let machine: ConfiguredMachine;
afterEach(() => machine.close());
const on = async (name: string): Promise<void> => {
  machine = await configuredMachine(name);
};

const wpa = (name: string, more: object = {}) => ({
  name,
  ssid: name,
  security: "wpa2-psk",
  passphrase: "correct horse",
  ...more,
});
const mps = { address: "mps.example.org", user: "pc17", password: "Secret-17" };

/** A wish, the machine, and what has to be sent for it: written down here, not derived. */
const wishes: readonly [what: string, machine: string, subject: SubjectName, wanted: object, writes: string[]][] = [
  ["KVM off", "acm-15", "features", { kvm: false }, ["RequestStateChange"]],
  ["KVM off", "acm-16-tls", "features", { kvm: false }, ["RequestStateChange"]],
  ["SOL and USB-R off, in one request", "acm-15", "features", { sol: false, usbr: false }, ["RequestStateChange"]],
  [
    "everything off, and nobody listens",
    "acm-15",
    "features",
    { kvm: false, sol: false, usbr: false },
    ["RequestStateChange", "RequestStateChange", "Put AMT_RedirectionService"],
  ],
  ["the user is always asked", "acm-15", "features", { userConsent: "all" }, ["Put IPS_OptInService"]],
  ["a name", "acm-15", "hostname", { host: "pc-17", domain: "example.net" }, ["Put AMT_GeneralSettings"]],
  ["a name", "ccm-12", "hostname", { host: "pc-17" }, ["Put AMT_GeneralSettings"]],
  [
    "a static address",
    "acm-15",
    "wired",
    { address: "192.0.2.99", mask: "255.255.255.0", gateway: "192.0.2.1", dns: ["192.0.2.53"] },
    ["Put AMT_EthernetPortSettings"],
  ],
  ["the host's static address", "acm-15", "wired", { shared: true }, ["Put AMT_EthernetPortSettings"]],
  [
    "802.1X on the wire",
    "acm-15",
    "wired",
    { dot1x: { protocol: "peap-mschapv2", user: "pc-17", password: "eap secret" } },
    ["Put IPS_IEEE8021xSettings"],
  ],
  [
    "a proxy",
    "acm-15",
    "proxy",
    { proxies: [{ address: "192.0.2.8", networkDnsSuffix: "a.example" }] },
    ["AddProxyAccessPoint"],
  ],
  ["a Wi-Fi profile", "wifi-14", "wifi", { profiles: [wpa("Office")] }, ["AddWiFiSettings", "RequestStateChange"]],
  [
    "a Wi-Fi profile, where the port is off",
    "acm-16-wifi",
    "wifi",
    { profiles: [wpa("Office")] },
    ["AddWiFiSettings", "RequestStateChange"],
  ],
  [
    "Wi-Fi sync",
    "acm-16-wifi",
    "wifi",
    { sync: true, uefiSync: true },
    ["Put AMT_WiFiPortConfigurationService", "RequestStateChange"],
  ],
  [
    "another server",
    "acm-15",
    "cira",
    mps,
    [
      ...["Delete AMT_RemoteAccessPolicyRule", "Delete AMT_RemoteAccessPolicyRule"],
      "Delete AMT_ManagementPresenceRemoteSAP",
      "AddMpServer",
      ...["AddRemoteAccessPolicyRule", "Put AMT_RemoteAccessPolicyAppliesToMPS"],
      ...["AddRemoteAccessPolicyRule", "Put AMT_RemoteAccessPolicyAppliesToMPS"],
    ],
  ],
  [
    "a server where there is none, and nowhere is home",
    "ccm-12",
    "cira",
    { ...mps, homeDomains: [], userInitiated: false },
    [
      "AddMpServer",
      ...["AddRemoteAccessPolicyRule", "Put AMT_RemoteAccessPolicyAppliesToMPS"],
      "RequestStateChange",
      "Put AMT_EnvironmentDetectionSettingData",
    ],
  ],
  [
    "no server",
    "acm-15",
    "cira",
    { off: true },
    [
      ...["Delete AMT_RemoteAccessPolicyRule", "Delete AMT_RemoteAccessPolicyRule"],
      ...["Delete AMT_ManagementPresenceRemoteSAP", "RequestStateChange"],
    ],
  ],
  ["the audit log off", "acm-15", "audit", { on: false }, ["RequestStateChange"]],
  ["how records are kept", "acm-15", "audit", { storage: "restrictedRollOver", minDays: 30 }, ["Put AMT_AuditLog"]],
  [
    "TLS with a certificate of its own",
    "acm-15",
    "tls",
    { mode: "server" },
    [
      ...["GenerateKeyPair", "AddCertificate", "Create AMT_TLSCredentialContext"],
      ...["Put AMT_TLSSettingData", "CommitChanges"],
    ],
  ],
  ["another password", "acm-15", "password", { password: "Another-1!" }, ["SetAdminAclEntryEx"]],
];

describe("every wish is shown, sent once, read back; then there is nothing left of it", () => {
  test.each(wishes)("%s on %s", async (_what, name, subject, wanted, writes) => {
    await on(name);
    const planned = await machine.configure(subject, wanted, { dryRun: true });
    expect(planned.result).toBe("planned");
    expect(machine.writes()).toEqual([]);

    const done = await machine.configure(subject, wanted);
    expect(done.result).toBe("done");
    expect(done.changes).toEqual(planned.changes);
    expect(machine.writes()).toEqual(writes);

    const again = await machine.configure(subject, wanted);
    expect([again.result, again.changes, machine.writes()]).toEqual(["same", [], writes]);
  });
});
