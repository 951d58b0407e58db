import { derived, synthetic } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { machine, wiredLan } from "./usual.ts";

export const acm16Tls = machine({
  name: "acm-16-tls",
  description: "AMT 16.1 in admin control mode, local ports TLS only",
  mode: "admin control",
  firmware: [16, 1, 25, 1917],
  sku: 16392,
  facts: {
    firmware: derived("golden http-401-16125: version and build", [
      [16, 1, 25, 1917],
      [16, 1, 25, 1917],
      [16, 1, 25, 1917],
    ]),
    firmwareStatus: derived(
      "golden hfsts-dmi-44: ME 16.0.15, corporate",
      [0x9000_0242, 0x3985_0107, 0x0000_0030, 0x0000_4004, 0x0204_1f03, 0xc460_03cb],
    ),
    operational: derived("golden wd-changetoamt-82 with bit 6 (rpc.md 2.6)", {
      enabled: true,
      newInterface: true,
      bit5: false,
      tlsOnLocalPorts: true,
    }),
    security: synthetic({ tls: true, hardwareCrypto: true, firmwareUpdate: true }),
    wired: synthetic(wiredLan("02:00:5e:10:01:25", "192.0.2.41")),
    hashes: derived("the list of AMT 15.0.23 (rpc.md 6.5)", rootsOf15),
    naming: synthetic({
      fqdn: "acm-16.example.com",
      shared: true,
      ddns: false,
      pkiSuffix: "example.com",
      homeSuffixes: ["example.com"],
    }),
    setup: synthetic({
      byHost: true,
      serverFqdn: "console.example.com",
      serverAddress: "192.0.2.6",
      rootHash: "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f",
      time: [2025, 1, 14, 8, 40, 2],
    }),
  },
});
