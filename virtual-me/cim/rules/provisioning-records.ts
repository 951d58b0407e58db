import type { SetupFacts } from "../../machine.ts";
import type { Managed, Rules } from "../rule.ts";
import type { Properties } from "../value.ts";

const algorithms = { sha1: 1, sha256: 2, sha384: 3 } as const;
const log = { LogInstanceID: "Intel(r) AMT: RecordLog 1", LogName: "Intel(r) AMT Provisioning Record Log" };

/** How AMT came to its owner: one record, of the class that says in which way (Intel's guide, IPS_ProvisioningAuditRecord). */
export function provisioningRecordRules({ world }: Managed): Rules {
  const wayOf = ({ byHost, rootHash }: SetupFacts): "client" | "admin" | "manual" =>
    byHost ? (world.controlMode === "client" && rootHash === "" ? "client" : "admin") : "manual";

  function records(way: string, title: string, more: (setup: SetupFacts) => Properties): readonly Properties[] {
    const { setup } = world;
    if (!setup || wayOf(setup) !== way) return [];
    const [year, month, day, hour, minute, second] = setup.time;
    const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    return [
      {
        CreationTimeStamp: { datetime: time.toISOString().replace(/\.\d+Z$/, "Z") },
        ElementName: `Intel(r) AMT ${title} Provisioning Record`,
        InstanceID: `Intel(r) AMT ${title} Provisioning Record 1`, // the names are guessed
        ...log,
        RecordID: "1",
        ...more(setup),
      },
    ];
  }
  return {
    IPS_ProvisioningRecordLog: { live: () => ({ CurrentNumberOfRecords: world.setup ? 1 : 0 }) },
    IPS_ClientProvisioningRecord: { instances: () => records("client", "Client", () => ({})) },
    IPS_ManualProvisioningRecord: { instances: () => records("manual", "Manual", () => ({})) },
    IPS_AdminProvisioningRecord: {
      instances: () =>
        records("admin", "Admin", ({ caSerials = [], ...setup }) => ({
          AdditionalCaSerialNums: caSerials.length > 5,
          CaCertificateSerials: caSerials.slice(0, 5).map((hex) => Buffer.from(hex, "hex").toString("base64")),
          CertificateCN: setup.commonName ?? setup.serverFqdn,
          HashIsOemDefault: setup.isDefaultHash ?? setup.rootHash !== "",
          SecureDNS: setup.secureDns ?? false,
          SelectedHashData: Buffer.from(setup.rootHash, "hex").toString("base64"),
          SelectedHashType: algorithms[setup.hashAlgorithm ?? "sha256"],
        })),
    },
  };
}
