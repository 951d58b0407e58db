import { derived, recorded } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { codeVersions, machine } from "./usual.ts";

export const unprovisioned19 = machine({
  name: "unprovisioned-19",
  description: "AMT 19, not set up; needs secure host-based configuration",
  mode: "not set up",
  firmware: [19, 0, 5, 2175],
  sku: 16392,
  facts: {
    // MeshAgent counts ten entries: the eleventh of 12 and 15 is not there.
    codeVersions: derived(
      "golden amtinfo-ma363: version, build, SKU, 10 entries",
      codeVersions([19, 0, 5, 2175], 16392).slice(0, 10),
    ),
    provisioning: recorded("golden amtinfo-ma363: state 0", { state: "pre", mode: "none" }),
    firmwareStatus: derived(
      "posture.md 1: ThinkPad with CSME 19.0.5.2095, corporate",
      [0x9000_0245, 0x8921_8700, 0x0000_0030, 0x0000_0000, 0x02f6_1f03, 0x4000_0000],
    ),
    operational: derived("golden wd-changetoamt-82 with bit 6: TLS-enforced from AMT 19 (rpc.md 3.4)", {
      enabled: true,
      newInterface: true,
      bit5: false,
      tlsOnLocalPorts: true,
    }),
    hashes: derived("the list of AMT 15.0.23 (rpc.md 6.5)", rootsOf15),
  },
});
