import { derived, recorded, synthetic } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { machine, wiredLan } from "./usual.ts";

/** The machine of the recorded WS-Management answers, as far as they are of one: those of several are said to be where they stand. */
export const acm16Wifi = machine({
  name: "acm-16-wifi",
  description: "Intel NUC, AMT 16.0 in admin control mode, with a Wi-Fi port that is off",
  mode: "admin control",
  firmware: [16, 0, 15, 1810],
  sku: 16392,
  facts: {
    bios: recorded("wsman-responses.txt cim/bios/element/get", "QNCFLX70.0054.2020.0810.2227"),
    firmwareStatus: derived(
      "golden hfsts-dmi-44: ME 16.0.15, corporate",
      [0x9000_0242, 0x3985_0107, 0x0000_0030, 0x0000_4004, 0x0204_1f03, 0xc460_03cb],
    ),
    uuid: derived(
      "wsman-responses.txt amt/setupandconfiguration/getuuid: the same machine's PlatformGUID; digits replaced",
      "8a7d0000-51e5-4c0d-9b00-02005e001600",
    ),
    provisioning: recorded("wsman-responses.txt ips/hostbasedsetup/get and amt/setupandconfiguration/get", {
      state: "post",
      mode: "admin",
    }),
    features: recorded("wsman-responses.txt amt/redirectionservice/get and cim/kvm/get", {
      sol: true,
      ider: true,
      kvm: true,
      webUi: true,
      eac: false,
    }),
    wired: derived(
      "wsman-responses.txt amt/ethernetport/get, cim/ethernetport/get: DHCP, link up, shared; MAC and addresses replaced",
      { ...wiredLan("02:21:0b:50:d8:c9", "192.0.2.24"), dns: ["192.0.2.53", "192.0.2.54"] },
    ),
    wireless: derived("wsman-responses.txt amt/ethernetport/pull: a second port, down; MAC and address made up", {
      ...wiredLan("02:00:5e:00:16:02", "0.0.0.0"),
      enabled: false,
      linkUp: false,
    }),
    power: recorded("wsman-responses.txt amt/systempowerscheme/get", "Mobile: ON in S0"),
    hashes: derived("the list of AMT 15.0.23 (rpc.md 6.5)", rootsOf15),
    remoteAccess: derived("wsman-responses.txt amt/managementpresence/get; address replaced", {
      network: "direct",
      server: "192.0.2.208",
      trigger: "periodic",
      userFromBios: true,
      userFromOs: true,
    }),
    naming: derived(
      "wsman-responses.txt amt/general/get, amt/environmentdetection/get: forms of the names, which are replaced",
      {
        fqdn: "nuc.example.com",
        shared: true,
        ddns: false,
        pkiSuffix: "",
        homeSuffixes: ["11111111-2222-4333-8444-555555555555.com", "test.com"],
      },
    ),
    setup: synthetic({
      byHost: true,
      serverFqdn: "rps.example.com",
      serverAddress: "192.0.2.5",
      rootHash: "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda",
      time: [2024, 1, 3, 0, 30, 1],
    }),
  },
});
