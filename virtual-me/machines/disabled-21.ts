import { derived, recorded } from "../fact.ts";
import { rootsOf15 } from "./roots.ts";
import { machine, wiredLan } from "./usual.ts";

export const disabled21 = machine({
  name: "disabled-21",
  description: "AMT 21 switched off in the BIOS; local ports would be TLS only",
  mode: "disabled",
  firmware: [21, 0, 2, 1415],
  sku: 16392,
  facts: {
    operational: recorded("golden wd-changetoamt-e0", {
      enabled: false,
      newInterface: true,
      bit5: true,
      tlsOnLocalPorts: true,
    }),
    codeVersions: derived("golden amtinfo-pr1094: version, build and SKU", [
      ["Flash", "21.0.2"],
      ["Netstack", "21.0.2"],
      ["AMTApps", "21.0.2"],
      ["AMT", "21.0.2"],
      ["Sku", "16392"],
      ["VendorID", "8086"],
      ["Build Number", "1415"],
      ["Recovery Version", "21.0.2"],
      ["Recovery Build Num", "1415"],
      ["Legacy Mode", "False"],
      ["AMT FW Core Version", "21.0.2"],
    ]),
    firmwareStatus: derived(
      "golden hfsts-dmi-53: ME 20, the newest seen",
      [0xa000_0245, 0x6900_0300, 0x0000_0020, 0x0000_0004, 0x02f6_1f03, 0x4020_0000],
    ),
    wired: recorded(
      "golden amtinfo-pr1094: link up, DHCP passive, no address; MAC replaced",
      wiredLan("02:4f:ee:19:59:df", "0.0.0.0"),
    ),
    wireless: recorded("golden amtinfo-pr1094: down, all zero", undefined),
    provisioning: recorded("golden amtinfo-pr1094", { state: "pre", mode: "none" }),
    remoteAccess: recorded("golden amtinfo-pr1094: outside enterprise, not connected, user initiated", {
      network: "outside",
      server: "",
      trigger: "user",
      userFromBios: false,
      userFromOs: true,
    }),
    hashes: derived("the list of AMT 15.0.23 (rpc.md 6.5)", rootsOf15),
  },
});
