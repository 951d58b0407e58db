import { type Evidence, type Finding, finding, type Judged, notApplicable, unknown, verdict } from "../check.ts";
import { type Decoded, decode, hex } from "./decode.ts";
import type { Generation, Words } from "./generation.ts";
import { judgeManufacturing } from "./manufacturing.ts";
import { profileOf, profiles } from "./profile.ts";

/** Registers as they were read. */
export interface Registers {
  readonly words: Words;
  readonly generation: Generation | undefined;
  /** `/sys/class/mei/mei0/fw_status`, `SMBIOS type 219`, the driver's name. */
  readonly source: string;
  /** `boot`: the BIOS's snapshot from before the operating system was there. */
  readonly when: "runtime" | "boot";
}

type Judge = (decoded: Decoded, generation: Generation) => Judged;
interface Rule {
  /** Which registers are evidence for it. */
  readonly from: readonly number[];
  /** By whom it is judged so. */
  readonly by: string;
  readonly judge: Judge;
}

const boolean =
  (name: string, expected: string): Judge =>
  (decoded) =>
    decoded[name] === undefined ? noWord(name) : verdict(decoded[name] === true, decoded[name] ?? null, expected);
const noWord = (name: string): Judged => unknown("no-data", `the register that holds ${name} was not read`);

const csmeOnly =
  (judge: Judge): Judge =>
  (decoded, generation) =>
    generation === "me"
      ? unknown("no-rule", "Boot Guard's bits before CSME 11 are not documented")
      : judge(decoded, generation);

/** Shared by the layouts that have it; on 18 and newer fwupd has no such attribute. */
const notFrom18 =
  (judge: Judge): Judge =>
  (decoded, generation) =>
    generation === "csme18"
      ? notApplicable("no-rule", "from CSME 18 on the profile says it")
      : judge(decoded, generation);

const rules: Readonly<Record<string, Rule>> = {
  "org.fwupd.hsi.Mei.ManufacturingMode": {
    from: [1, 6],
    by: "coreboot, fwupd 2.1, secboot#572 (posture.md 1.4)",
    judge: judgeManufacturing,
  },
  "org.fwupd.hsi.Mei.OverrideStrap": {
    from: [1],
    by: "fwupd 2.1",
    judge: ({ operationMode }) =>
      operationMode === undefined
        ? noWord("operationMode")
        : verdict(operationMode !== "override-by-strap", operationMode, "not override-by-strap"),
  },
  "me.workingState": {
    from: [1],
    by: "kernel, coreboot",
    judge: ({ workingState }) => {
      if (workingState === undefined) return noWord("workingState");
      if (workingState === "disabled") return notApplicable("no-firmware", "the ME is switched off");
      return verdict(workingState === "normal", workingState, "normal");
    },
  },
  "me.operationMode": {
    from: [1],
    by: "coreboot",
    judge: ({ operationMode }) =>
      operationMode === undefined
        ? noWord("operationMode")
        : verdict(operationMode === "normal" || operationMode === "temporarily-disabled", operationMode, "normal"),
  },
  "org.fwupd.hsi.IntelBootguard.Enabled": {
    from: [5, 6],
    by: "fwupd 2.1",
    judge: csmeOnly((decoded, generation) => {
      if (generation === "csme18") return boolean("acmValid", "valid")(decoded, generation);
      const { bootGuardDisabled } = decoded;
      return bootGuardDisabled === undefined
        ? noWord("bootGuardDisabled")
        : verdict(bootGuardDisabled === false, bootGuardDisabled === false, "enabled");
    }),
  },
  "org.fwupd.hsi.IntelBootguard.Verified": {
    from: [6],
    by: "fwupd 2.1",
    judge: csmeOnly(notFrom18(boolean("verified", "verified"))),
  },
  "org.fwupd.hsi.IntelBootguard.Acm": {
    from: [5, 6],
    by: "fwupd 2.1; secboot where HFSTS5 was read too",
    judge: csmeOnly(judgeAcm),
  },
  "org.fwupd.hsi.IntelBootguard.Policy": {
    from: [6],
    by: "fwupd 2.1 and secboot, where they agree",
    judge: csmeOnly(notFrom18(judgePolicy)),
  },
  "org.fwupd.hsi.IntelBootguard.Otp": { from: [6], by: "fwupd 2.1", judge: csmeOnly(boolean("fuseLock", "locked")) },
  "me.bootGuardProfile": {
    from: [5, 6],
    by: "secboot, slimbootloader",
    judge: csmeOnly((decoded, generation) => {
      const profile = profileOf(generation, decoded);
      if (profile === undefined) return unknown("no-data", "the registers do not say which profile");
      return verdict(profile === 4 || profile === 5, profiles[profile] ?? profile, "an enforcing profile (4 or 5)");
    }),
  },
  "me.measuredBoot": {
    from: [5, 6],
    by: "secboot, slimbootloader",
    judge: csmeOnly((decoded, generation) => {
      if (generation !== "csme18") return boolean("measured", "measured")(decoded, generation);
      const profile = profileOf(generation, decoded);
      return profile === undefined
        ? noWord("bootGuardProfile")
        : verdict(profile === 3 || profile === 5, profile, "profile 3 or 5");
    }),
  },
};

/** fwupd asks whether the ACM is forced (HFSTS6), secboot whether it ran (HFSTS5): where they differ neither is taken. */
function judgeAcm(decoded: Decoded, generation: Generation): Judged {
  const { acmActive, acmDone, forceAcm } = decoded;
  const ran = acmActive === undefined ? undefined : acmActive === true && acmDone === true;
  const expected = "active and done";
  if (generation === "csme18") return ran === undefined ? noWord("acmActive") : verdict(ran, ran, expected);
  if (forceAcm === undefined) return noWord("forceAcm");
  if (ran !== undefined && ran !== forceAcm)
    return unknown("conflicting-sources", `HFSTS6 says ${said(forceAcm, "forced")}, HFSTS5 ${said(ran, "ran")}`);
  return verdict(forceAcm === true, forceAcm, expected);
}
const said = (yes: unknown, word: string): string => (yes === true ? word : `not ${word}`);

/** 1 and 2 mean different things to fwupd and to secboot; 3 is the strictest to secboot and passes with both (posture.md 1.4). */
function judgePolicy({ enforcement }: Decoded): Judged {
  if (enforcement === undefined) return noWord("enforcement");
  if (enforcement === 2) return unknown("conflicting-sources", "fwupd passes 2, secboot does not", enforcement);
  return verdict(enforcement === 3, enforcement, "3");
}

/** Every check that the registers alone answer. */
export function judgeRegisters({ words, generation, source, when }: Registers): Finding[] {
  const decoded = generation === undefined ? {} : decode(generation, words);
  return Object.entries(rules).map(([id, { from, by, judge }]) => {
    const evidence: Evidence[] = from
      .filter((register) => words[register - 1] !== undefined)
      .map((register) => ({ source: `${source} (HFSTS${register}, ${when})`, raw: hex(words[register - 1]) }));
    return finding(id, judgedBy(judge, decoded, generation), { rule: by, evidence });
  });
}

function judgedBy(judge: Judge, decoded: Decoded, generation: Generation | undefined): Judged {
  if (generation === undefined) return unknown("no-rule", "which generation this firmware is could not be found out");
  if (generation === "sps" || generation === "txe")
    return unknown("no-rule", `the registers of ${generation.toUpperCase()} firmware are not documented`);
  return judge(decoded, generation);
}

export const registerCheckIds: readonly string[] = Object.keys(rules);
