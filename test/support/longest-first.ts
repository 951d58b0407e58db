import { existsSync } from "node:fs";
import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of many seconds, the longest first: one that begins last keeps everybody waiting. The rest goes as Vitest has it, by size or as it was seen. */
const long = [
  "tray/desktops",
  "provisioning/faults",
  "window/every-page",
  "window/pages",
  "provisioning/crash",
  "posture/cli",
  "cli/wsman",
  "events/tampering",
  "posture/tpm",
  "sessions/end",
  "commands/properties",
  "lms/hostile",
  "window/posture",
  "window/axe",
  "cli/service",
  "configure/program",
  "posture/delivery/servers",
  "http/hostile",
  "cli/lms",
  "posture/delivery/spool",
  "install/verify",
].map((name) => path.join(import.meta.dirname, "..", `${name}.test.ts`));

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    for (const file of long)
      if (!existsSync(file)) throw new Error(`test/support/longest-first.ts names ${file}, which is not there.`);
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.indexOf(moduleId);
      return at === -1 ? long.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
