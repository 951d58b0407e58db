import { derived, synthetic } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { codeVersions, machine, wiredLan } from "./usual.ts";

export const wifi14 = machine({
  name: "wifi-14",
  description: "AMT 14 in client control mode, on Wi-Fi with the cable out",
  mode: "client control",
  firmware: [14, 1, 60, 1807],
  sku: 8,
  facts: {
    codeVersions: derived("golden amtinfo-rpc49: version, build and SKU", codeVersions([14, 1, 60, 1807], 8)),
    firmwareStatus: derived(
      "golden hfsts-dmi-28: ME 14.1.74, corporate",
      [0x9400_0242, 0x3985_0107, 0x0000_0030, 0x0000_4004, 0x0000_1f01, 0x4440_0bc9],
    ),
    wired: synthetic({ ...wiredLan("02:00:5e:00:14:01", "0.0.0.0"), linkUp: false }),
    wireless: derived(
      "wsman-responses.txt amt/ethernetport/pull: second port, DHCP, shared MAC; MAC and address made up",
      {
        ...wiredLan("02:00:5e:00:14:02", "198.51.100.77"),
        dhcpMode: "active",
      },
    ),
    hashes: derived("the list of AMT 15.0.23 (rpc.md 6.5)", rootsOf15),
    power: synthetic("Mobile: ON in S0, ME Wake in S3/AC, S4-5/AC"),
    naming: synthetic({
      fqdn: "laptop.example.org",
      shared: true,
      ddns: false,
      pkiSuffix: "",
      dhcpSuffix: "example.org",
      homeSuffixes: ["example.org"],
    }),
    setup: synthetic({ byHost: true, serverFqdn: "", serverAddress: "", rootHash: "", time: [2022, 6, 30, 17, 0, 1] }),
  },
});
