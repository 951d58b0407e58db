import type { getSetupAuditRecord } from "../../mei/amthi/provisioning.ts";
import type { SetupFacts } from "../machine.ts";

type Record = ReturnType<typeof getSetupAuditRecord.decodeReply>;

const serial = (hex = ""): Buffer => Buffer.concat([Buffer.alloc(16), Buffer.from(hex, "hex")]).subarray(-16);

/** How AMT remembers its setup (lms.md 2.3.3). Three serials of authorities find room; that they stand at the right is guessed. */
export function setupRecord(setup: SetupFacts): Record {
  const [year, month, day, hour, minute, second] = setup.time;
  return {
    tlsMode: setup.rootHash ? "pki" : "notReady",
    secureDns: setup.secureDns ?? false,
    hostInitiated: setup.byHost,
    hashAlgorithm: setup.hashAlgorithm ?? "sha256",
    hash: Buffer.concat([Buffer.from(setup.rootHash, "hex"), Buffer.alloc(64)]).subarray(0, 64),
    caSerials: [0, 1, 2].map((index) => serial(setup.caSerials?.[index])),
    additionalCaSerials: (setup.caSerials?.length ?? 0) > 3,
    oemDefault: setup.isDefaultHash ?? setup.rootHash !== "",
    timeValid: true,
    serverAddress: setup.serverAddress,
    time: { year, month, dayOfWeek: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), day, hour, minute, second },
    serverFqdn: setup.serverFqdn,
  };
}
