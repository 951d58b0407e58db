import { existsSync } from "node:fs";
import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = path.join(import.meta.dirname, "../..");

/** A name that leads nowhere would go unnoticed. */
function there(files: readonly string[]): string[] {
  const gone = files.filter((file) => !existsSync(path.join(root, file)));
  if (gone.length > 0) throw new Error(`test/support/run-order.ts names ${gone.join(", ")}, which is not there.`);
  return [...files];
}

/** They measure by the clock on the wall, or how much of a processor is theirs: beside others they would measure those. */
export const alone = there([
  "test/config/nearest.test.ts", // 100 ms for a megabyte
  "test/kernel/loop-probe.test.ts", // a quarter of a processor for 400 ms
  "test/platform/poller.test.ts", // 50 ms of a processor at rest; two seconds from the last act to the end
  "test/platform/system-sleep.test.ts", // 100 ms between two clocks
  "test/posture/host.test.ts", // a second and a half for a collector
  "test/sessions/devices-program.test.ts", // a second until a device is told of
]);

/** Files of many seconds, the longest first: one that begins last keeps everybody waiting. */
const long = there([
  "test/tray/desktops.test.ts",
  "test/provisioning/faults.test.ts",
  "test/window/every-page.test.ts",
  "test/provisioning/crash.test.ts",
  "test/posture/cli.test.ts",
  "test/window/pages.test.ts",
  "test/cli/wsman.test.ts",
  "test/posture/tpm.test.ts",
  "test/sessions/end.test.ts",
  "test/commands/properties.test.ts",
  "test/lms/hostile.test.ts",
  "test/cli/service.test.ts",
  "test/configure/program.test.ts",
  "test/events/tampering.test.ts",
  "test/posture/delivery/servers.test.ts",
  "test/http/hostile.test.ts",
  "test/cli/lms.test.ts",
  "test/posture/delivery/spool.test.ts",
  "test/install/verify.test.ts",
]).map((file) => path.join(root, file));

/** Those first; the others as Vitest has it, by their size or by what it saw of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.indexOf(moduleId);
      return at === -1 ? long.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
