import { derived, recorded } from "../fact.ts";
import { rootsOf11 } from "./roots.ts";
import { codeVersions, machine } from "./usual.ts";

export const unprovisioned11 = machine({
  name: "unprovisioned-11",
  description: "ThinkPad P50, AMT 11.8, never set up",
  mode: "not set up",
  firmware: [11, 8, 93, 4323],
  sku: 8,
  facts: {
    bios: recorded("golden amthi-1a-codeversions-p50", "N1EETA2W (1.75 )"),
    codeVersions: recorded("golden amthi-1a-codeversions-p50", codeVersions([11, 8, 93, 4323], 8)),
    provisioning: recorded("golden amthi-11-provstate-p50", { state: "pre", mode: "none" }),
    firmwareStatus: derived(
      "golden hfsts-t460p: a ThinkPad of the same firmware 11.8.93.4323, two words",
      [0x9000_0245, 0x8911_8306],
    ),
    hashes: derived("the list of AMT 11.8.50 (rpc.md 6.5)", rootsOf11),
  },
});
