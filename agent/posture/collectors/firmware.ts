import type { Info } from "../../api/info.ts";
import { compareVersions, type FirmwareBranch, minimums } from "../advisories/minimums.ts";
import { type Finding, finding, type Judged, notApplicable, seen, unknown, verdict } from "../check.ts";
import { type Collector, ME_TIME } from "../collector.ts";
import { NoAnswer, whyNot } from "../reasons.ts";
import type { Version } from "../registers/generation.ts";
import { productOf } from "../registers/generation.ts";
import { firmwareOf } from "./me-registers.ts";

/** One of the questions to the firmware that are asked for all. */
const fromInfo = (
  id: string,
  command: string,
  judge: (info: Pick<Info, "firmware" | "unknown">) => Judged,
): Collector => ({
  name: id,
  ids: [id],
  timeout: ME_TIME,
  async collect({ firmware }) {
    const judged = judge(await firmware());
    const evidence = judged.value === undefined ? [] : [seen(command, JSON.stringify(judged.value))];
    return [finding(id, judged, { rule: "amt-agent", evidence })];
  },
});

/** HMRFPO: a program of this machine asked the ME to leave its flash unprotected until the next start. */
const flashOverride = fromInfo("me.flashOverride", "MKHI 05.03 (HMRFPO status)", (info) => {
  const { flashProtection } = info.firmware;
  if (flashProtection === null) return whyNot(info, "firmware.flashProtection");
  return verdict(flashProtection !== "enabled", flashProtection, "locked or disabled");
});

const endOfPost = fromInfo("me.endOfPost", "MKHI FF.0A (boot state)", (info) => {
  const { endOfPost: ended } = info.firmware;
  return ended === null ? whyNot(info, "firmware.endOfPost") : verdict(ended, ended, "true");
});

const productionSigned = fromInfo("me.productionSigned", "MKHI 03.02 rule 29 (platform type)", (info) => {
  const { productionSigned: signed } = info.firmware;
  return signed === null ? whyNot(info, "firmware.productionSigned") : verdict(signed, signed, "true");
});

/** fwupd's table of mid-2022 (posture.md 1.8), for the branches it names. It knows none after 15, and neither do we. */
export function judgeVersion(version: Version, product: string | undefined, disabled: boolean): Judged {
  const shown = version.join(".");
  if (disabled) return notApplicable("no-firmware", "the ME is switched off");
  if (product === undefined) return unknown("no-data", "which firmware this number belongs to is not known", shown);
  const branch = branchOf(version, product);
  if (branch === undefined) return unknown("no-rule", `no minimum is known for the branch of ${shown}`, shown);
  const expected = `${branch.minimum.join(".")} or newer (mid-2022)`;
  return verdict(compareVersions(version, [...branch.minimum, 0]) >= 0, shown, expected);
}

/** 11.0 to 11.7 are older than the oldest of 11.8: fwupd compares the minor exactly and calls them fine (posture.md 1.4 trap 7). */
function branchOf([major, minor]: Version, product: string): FirmwareBranch | undefined {
  return minimums.find(
    ({ product: of, minimum: [wanted], minors: [low, high] }) =>
      of === product && wanted === major && minor >= low && minor <= high,
  );
}

const versions: Collector = {
  name: "ME version",
  ids: ["org.fwupd.hsi.Mei.Version", "me.supported"],
  timeout: ME_TIME,
  async collect(at): Promise<Finding[]> {
    const { version, registers } = await firmwareOf(at);
    if (version === undefined)
      throw new NoAnswer("no-data", "neither the ME nor the kernel says the firmware's version");
    const product = productOf(version, registers.words);
    const evidence = [seen(`${registers.source} (version)`, version.join("."))];
    const disabled = registers.words[0] !== undefined && (registers.words[0] & 15) === 4;
    return [
      finding("org.fwupd.hsi.Mei.Version", judgeVersion(version, product, disabled), {
        rule: "fwupd 2.1 minimums, 11.0-11.7 included",
        evidence,
      }),
      finding("me.supported", judgeSupport(version, product), { rule: "Intel: no fixes for ME 3-10", evidence }),
    ];
  },
};

/** Intel fixes nothing before 11 (advisories of 2018 and later). Of newer generations it says no end that could be read. */
function judgeSupport(version: Version, product: string | undefined): Judged {
  if (product === undefined) return unknown("no-data", "which firmware this number belongs to is not known");
  if (product === "ME") return verdict(false, version.join("."), "CSME 11 or newer");
  return unknown("no-data", "Intel publishes no end of support for it", version.join("."));
}

export const firmwareCollectors: readonly Collector[] = [versions, flashOverride, endOfPost, productionSigned];
