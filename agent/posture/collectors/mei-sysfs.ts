import type { HostView } from "../host-view.ts";
import { NoAnswer } from "../reasons.ts";
import { parseVersion, type Version } from "../registers/generation.ts";

export interface MeDevice {
  /** `/sys/class/mei/mei0/fw_status` */
  readonly path: string;
  /** None, one, two or six, by generation (posture.md 1.1). */
  readonly words: readonly number[];
  readonly version: Version | undefined;
}

const CLASS = "/sys/class/mei";

/**
 * The ME among the devices of the class: graphics cards and touch controllers are there too (their `kind` says so), and some machines have
 * a second function of the ME without a version (golden.md 4.20). Rejects NoAnswer where there is none, and errors of reading.
 */
export async function meDevice(host: HostView): Promise<MeDevice> {
  const names = await host.namesIfThere(CLASS);
  if (names === undefined) throw new NoAnswer("no-driver", `${CLASS} is not there: the kernel has no MEI driver`);
  const fit: MeDevice[] = [];
  for (const name of names) {
    const kind = (await host.textIfThere(`${CLASS}/${name}/kind`))?.trim();
    if (kind !== undefined && kind !== "mei") continue;
    const path = `${CLASS}/${name}/fw_status`;
    const lines = (await host.text(path)).split("\n").filter((line) => line !== "");
    if (lines.length > 6 || lines.some((line) => !/^[0-9a-f]{8}$/i.test(line)))
      throw new NoAnswer("malformed", `${path} does not hold registers`);
    const [first] = (await host.textIfThere(`${CLASS}/${name}/fw_ver`))?.split("\n") ?? [];
    fit.push({ path, words: lines.map((line) => Number.parseInt(line, 16)), version: parseVersion(first) });
  }
  const chosen = fit.find(({ version }) => version !== undefined) ?? fit[0];
  if (chosen === undefined) throw new NoAnswer("no-driver", `no device in ${CLASS} is the ME`);
  return chosen;
}
