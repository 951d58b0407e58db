import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Posture } from "../../agent/api/posture.ts";
import { shipped } from "../../agent/posture/advisories/load.ts";
import { collectReport } from "../../agent/posture/collect-report.ts";
import type { Json } from "../../agent/posture/document/canonical.ts";
import { POSTURE } from "../../agent/posture/document/chain.ts";
import { algorithmOf, type SigningKey, thumbprintOf } from "../../agent/posture/document/key.ts";
import { seal, writeSealed } from "../../agent/posture/document/sealed.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { NoAnswer } from "../../agent/posture/reasons.ts";
import { realClock } from "../../platform/clock.ts";
import { hostTree } from "./host-tree.ts";
import { never } from "./virtual-machine.ts";

/** Sealed reports of one machine, one number after the other, as they come from the service. */
export interface Letters {
  readonly signer: string;
  next(): { readonly line: string; readonly posture: Posture };
}

export async function lettersOfOneMachine(): Promise<Letters> {
  const tree = hostTree({
    "/sys/class/mei/mei0/kind": "mei\n",
    "/sys/class/mei/mei0/fw_status": "90000245\n89218700\n00000030\n00000000\n02F61F03\n40000000\n",
    "/sys/class/mei/mei0/fw_ver": "0:16.1.25.2101\n0:16.1.25.2101\n0:16.1.25.2101\n",
  });
  const none = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", "no ME here"));
  const report = await collectReport(
    { host: hostView(tree.root), device: none, firmware: none, info: none, wsman: none, clock: realClock },
    { version: "0.0.0", platform: "linux", advisories: shipped, signal: never },
  );
  tree.remove();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key: SigningKey = { id: thumbprintOf(publicKey), algorithm: algorithmOf(publicKey), privateKey, publicKey };
  let sequence = 0;
  let previous: string | null = null;
  return {
    signer: key.id,
    next() {
      sequence += 1;
      const posture: Posture = { ...report, id: randomUUID(), sequence, previous };
      const sealed = seal(posture as unknown as Json, key, POSTURE);
      previous = sealed.digest;
      return { line: writeSealed(sealed), posture };
    },
  };
}

/** Lines of a file; none where it is not there yet. */
export function linesIn(folder: string, name: string): string[] {
  try {
    return readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
