import { recorded, synthetic } from "../../fact.ts";
import type { Machine } from "../../machine.ts";
import type { Managed } from "../rule.ts";
import { auditPolicyOf } from "./audit-policy.ts";
import { hardware } from "./hardware.ts";
import { network } from "./network.ts";
import { owner } from "./owner.ts";
import { power } from "./power.ts";
import { presence } from "./presence.ts";
import { redirection } from "./redirection.ts";
import type { Seed } from "./seed.ts";
import { services } from "./services.ts";
import { wifi } from "./wifi.ts";

/** What is known of one machine instead of what was recorded on another. */
const ofMachine: Readonly<Record<string, Seed>> = {
  "acm-15": {
    CIM_Card: recorded("golden wsman-15023-card; serial number replaced", [
      {
        CanBeFRUed: true,
        CreationClassName: "CIM_Card",
        ElementName: "Managed System Base Board",
        Manufacturer: "Dell Inc.",
        Model: "0MVDNX",
        OperationalStatus: 0,
        PackageType: 9,
        SerialNumber: "/0000001/00000000000000/",
        Tag: "CIM_Card",
        Version: "A00",
      },
    ]),
  },
};
/** What its owner had put in: gone when AMT is set up no longer. */
const ownedBy: Readonly<Record<string, Seed>> = { "acm-16-wifi": owner };
/** Only portable machines run on one. */
const withoutBattery: Seed = { CIM_Battery: synthetic([], "a desktop, by the machine's power policy") };

export const seedOf = (machine: Machine, owned = true): Seed => ({
  ...hardware,
  ...power,
  ...redirection,
  ...services,
  ...network,
  ...presence,
  AMT_AuditPolicyRule: auditPolicyOf(owned),
  ...(machine.facts.wireless.value && wifi),
  ...(machine.facts.power.value.startsWith("Desktop") && withoutBattery),
  ...ofMachine[machine.name],
  ...(owned && ownedBy[machine.name]),
});

/** `owned`: AMT is as it came to us; otherwise as it left the factory. */
export function fillStore({ world, store }: Managed, owned: boolean): void {
  for (const [name, { value }] of Object.entries(seedOf(world.machine, owned))) {
    for (const properties of value) store.add(name, properties);
  }
}
