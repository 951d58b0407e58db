import { derived, recorded, synthetic } from "../fact.ts";
import { rootsOf9 } from "./roots.ts";
import { codeVersions, machine, standardCapabilities } from "./usual.ts";

export const standard9 = machine({
  name: "standard-9",
  description: "Intel Standard Manageability 9.1: no KVM",
  mode: "not set up",
  // The build is of a 9.1.45 seen elsewhere; the recording has none.
  firmware: [9, 1, 45, 3000],
  sku: 16,
  facts: {
    firmware: synthetic(
      Array.from({ length: 3 }, () => [9, 1, 45, 3000] as const),
      "golden amtinfo-mc2456 has no build",
    ),
    bios: recorded("golden amtinfo-mc2456", "A22"),
    codeVersions: derived(
      "golden amtinfo-mc2456: version and SKU; the build is made up",
      codeVersions([9, 1, 45, 3000], 16),
    ),
    firmwareStatus: derived("golden hfsts-hm87: ME 9.0.2, two words", [0x1e00_0245, 0x6600_2306]),
    capable: derived("AMT's word without KVM (bit 18) and CILA (bit 22)", standardCapabilities),
    capabilities: derived("AMT's word without KVM (bit 18) and CILA (bit 22)", {
      enabled: standardCapabilities,
      available: standardCapabilities,
    }),
    // Desktop, production signed, image full, brand Standard Manageability.
    platform: derived("bits of lms.md 2.5", 0x0000_2482),
    features: synthetic(
      { sol: true, ider: true, kvm: false, webUi: true, eac: false },
      "Standard Manageability has no KVM",
    ),
    hashes: derived("roots named by Intel's guide for AMT before 11, SHA-1", rootsOf9),
  },
});
