import type { getSetupAuditRecord } from "../../mei/amthi/provisioning.ts";
import type { SetupFacts } from "../machine.ts";

type Record = ReturnType<typeof getSetupAuditRecord.decodeReply>;

/** How AMT remembers its setup (lms.md 2.3.3). Certificate serials are not among the facts: zero. */
export function setupRecord(setup: SetupFacts): Record {
  const [year, month, day, hour, minute, second] = setup.time;
  return {
    tlsMode: setup.rootHash ? "pki" : "notReady",
    secureDns: false,
    hostInitiated: setup.byHost,
    hashAlgorithm: "sha256",
    hash: Buffer.concat([Buffer.from(setup.rootHash, "hex"), Buffer.alloc(64)]).subarray(0, 64),
    caSerials: [Buffer.alloc(16), Buffer.alloc(16), Buffer.alloc(16)],
    additionalCaSerials: false,
    oemDefault: setup.rootHash !== "",
    timeValid: true,
    serverAddress: setup.serverAddress,
    time: { year, month, dayOfWeek: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), day, hour, minute, second },
    serverFqdn: setup.serverFqdn,
  };
}
