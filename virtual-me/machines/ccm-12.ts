import { derived, recorded, synthetic } from "../fact.ts";
import { rootsOf11 } from "./roots.ts";
import { codeVersions, machine, wiredLan } from "./usual.ts";

export const ccm12 = machine({
  name: "ccm-12",
  description: "AMT 12 in client control mode, set up from the host",
  mode: "client control",
  firmware: [12, 0, 67, 1579],
  sku: 16392,
  facts: {
    codeVersions: recorded(
      "wsman-responses.txt cim/software/identity/pull: 11 entries of 12.0.67/1579",
      codeVersions([12, 0, 67, 1579], 16392),
    ),
    firmwareStatus: derived(
      "golden hfsts-optiplex7060: 12.0.24.1314, corporate",
      [0x9400_0245, 0x6900_0506, 0x0000_0030, 0x0000_4000, 0x0000_1f01, 0x47c0_0bc9],
    ),
    platform: derived("golden mkhi-rules-optiplex7060: 0x42000492, with brand AMT", 0x4200_1492),
    provisioning: derived("golden amtinfo-rpc782: an AMT 12 in client control mode", { state: "post", mode: "client" }),
    wired: derived(
      "wsman-responses.txt amt/ethernetport/get: DHCP, link up; MAC and addresses replaced",
      wiredLan("02:d9:d2:7a:1e:33", "192.0.2.24"),
    ),
    hashes: derived("the list of AMT 11.8.50 (rpc.md 6.5)", rootsOf11),
    naming: synthetic({
      fqdn: "ccm-12.example.com",
      shared: true,
      ddns: false,
      pkiSuffix: "",
      dhcpSuffix: "example.com",
      homeSuffixes: ["example.com"],
    }),
    setup: synthetic({ byHost: true, serverFqdn: "", serverAddress: "", rootHash: "", time: [2024, 3, 5, 9, 12, 44] }),
  },
});
