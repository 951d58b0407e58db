import { derived, synthetic } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { codeVersions, machine } from "./usual.ts";

export const unprovisioned18 = machine({
  name: "unprovisioned-18",
  description: "AMT 18, not set up; needs secure host-based configuration",
  mode: "not set up",
  firmware: [18, 0, 5, 1913],
  sku: 16392,
  facts: {
    codeVersions: derived("rpc.md 6.5: 18.0.5/1913 (SKU guessed)", codeVersions([18, 0, 5, 1913], 16392)),
    firmwareStatus: derived(
      "golden hfsts-dmi-48: ME 18.0.5.2098, corporate",
      [0x9000_0245, 0x6000_8300, 0x0000_0030, 0x0000_0000, 0x02f6_1f03, 0x4000_0000],
    ),
    operational: derived("golden wd-changetoamt-82 with bit 6 (rpc.md 3.4)", {
      enabled: true,
      newInterface: true,
      bit5: false,
      tlsOnLocalPorts: true,
    }),
    remoteSetup: synthetic(
      {
        zeroTouch: true,
        ehbc: false,
        rngSeed: true,
        mebxPassword: true,
        hostVpn: true,
        server: { port: 9971, address: "", fqdn: "" },
      },
      "so that there is one machine whose BIOS extension has a password already",
    ),
    hashes: derived("the list of AMT 15.0.23 (rpc.md 6.5)", rootsOf15),
  },
});
