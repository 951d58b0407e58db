import { execFile } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface SoftwareTpm {
  /** As tpm2-tools take it. */
  readonly tcti: string;
  /** The PC starts its firmware: `what` is measured into PCR 0. */
  measure(what: string): Promise<void>;
  stop(): void;
}

/** A TPM 2.0 in a process of its own (swtpm), with its state in that directory. */
export async function softwareTpm(at: { in(name: string): string }): Promise<SoftwareTpm> {
  const [state, socket, pid] = [at.in("tpm"), at.in("tpm.sock"), at.in("tpm.pid")];
  mkdirSync(state);
  const places = ["--tpmstate", `dir=${state}`, "--server", `type=unixio,path=${socket}`];
  const control = ["--ctrl", `type=unixio,path=${socket}.ctrl`, "--flags", "not-need-init,startup-clear"];
  // Ends when the one in the background listens
  await run("swtpm", ["socket", "--tpm2", ...places, ...control, "--daemon", "--pid", `file=${pid}`]);
  const tcti = `swtpm:path=${socket}`;
  return {
    tcti,
    async measure(what) {
      await run("tpm2_pcrevent", ["-T", tcti, "-Q", "0", what]);
    },
    stop: () => void process.kill(Number(readFileSync(pid, "utf8"))),
  };
}
