import { derived, recorded, synthetic } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { codeVersions, machine, wiredLan } from "./usual.ts";

export const acm15 = machine({
  name: "acm-15",
  description: "Dell OptiPlex, AMT 15 in admin control mode, with a management server",
  mode: "admin control",
  firmware: [15, 0, 23, 1706],
  sku: 16392,
  facts: {
    codeVersions: recorded(
      "rpc.md 6.5: CIM_SoftwareIdentity of AMT 15.0.23/1706, 11 entries",
      codeVersions([15, 0, 23, 1706], 16392),
    ),
    firmwareStatus: derived(
      "golden hfsts-dmi-35: ME 15.0.30, corporate",
      [0xa000_0245, 0x8010_8106, 0x0000_0030, 0x0000_4004, 0x1004_1f03, 0xc460_03c9],
    ),
    uuid: derived("Dell's form 4c4c4544-… (rpc.md 6.5), digits replaced", "4c4c4544-0056-4d10-8045-b7c04f4d4531"),
    // Desktop, production signed, image full, brand AMT.
    platform: derived("bits of lms.md 2.5", 0x0000_1482),
    provisioning: recorded("rpc.md 6.5: mode 2", { state: "post", mode: "admin" }),
    wired: derived(
      "wsman-responses.txt amt/ethernetport/put: static and dynamic shared; MAC and addresses replaced",
      wiredLan("02:ae:11:1e:46:53", "192.0.2.30"),
    ),
    hashes: recorded("rpc.md 6.5: the 23 hashes of AMT 15.0.23", rootsOf15),
    features: derived("rpc.md A.1 amt/redirectionservice: both enabled, listener on", {
      sol: true,
      ider: true,
      kvm: true,
      webUi: true,
      eac: false,
    }),
    remoteAccess: synthetic({
      network: "outside",
      server: "mps.example.com",
      trigger: "periodic",
      userFromBios: true,
      userFromOs: true,
    }),
    naming: synthetic({
      fqdn: "optiplex.example.com",
      shared: true,
      ddns: true,
      pkiSuffix: "example.com",
      homeSuffixes: ["example.com", "corp.example.com"],
    }),
    setup: synthetic({
      byHost: true,
      serverFqdn: "rps.example.com",
      serverAddress: "192.0.2.5",
      rootHash: "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda",
      time: [2023, 11, 20, 14, 3, 9],
    }),
  },
});
