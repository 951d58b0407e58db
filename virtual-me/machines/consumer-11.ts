import { derived, recorded } from "../fact.ts";
import { clientsWithoutAmt, machine } from "./usual.ts";

export const consumer11 = machine({
  name: "consumer-11",
  description: "Consumer laptop without AMT",
  mode: "no AMT",
  firmware: [11, 0, 0, 1180],
  sku: 0,
  facts: {
    clients: derived(
      "golden hbm-clients-a0e0: a machine without AMT lists neither AMTHI nor the watchdog",
      clientsWithoutAmt,
    ),
    firmware: recorded("golden mkhi-ff02-a13a", [
      [11, 0, 0, 1180],
      [11, 0, 0, 1180],
      [11, 0, 0, 1180],
    ]),
    firmwareStatus: derived(
      "golden hfsts-dmi-04: ME 11.0.0.1160, consumer",
      [0x9000_0255, 0x8611_0306, 0x0000_0000, 0x0008_4000, 0x0000_0101, 0x0040_0bc9],
    ),
    capable: recorded("golden mkhi-0302-a13a", 0x3111_1940),
    capabilities: derived("the recorded word of rule 0", {
      enabled: 0x3111_1940,
      available: 0x3111_1940,
    }),
    // Mobile, production signed, image consumer.
    platform: derived("bits of lms.md 2.5", 0x0000_0381),
  },
});
