import { derived } from "../fact.ts";
import { rootsOf9 } from "./roots.ts";
import { codeVersions, machine } from "./usual.ts";

export const unprovisioned9 = machine({
  name: "unprovisioned-9",
  description: "AMT 9.5, never set up",
  mode: "not set up",
  firmware: [9, 5, 40, 1892],
  sku: 8200,
  facts: {
    codeVersions: derived("golden amtinfo-mjg59: version, build and SKU", codeVersions([9, 5, 40, 1892], 8200)),
    firmwareStatus: derived("golden hfsts-hm87: ME 9.0.2, two words", [0x1e00_0245, 0x6600_2306]),
    hashes: derived("roots named by Intel's guide for AMT before 11, SHA-1", rootsOf9),
  },
});
