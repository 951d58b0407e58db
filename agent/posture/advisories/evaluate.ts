import type { Product, Version } from "../registers/generation.ts";
import { branchOf } from "./branches.ts";
import { compareVersions, partsOf } from "./minimums.ts";
import type { Build, Range, Row } from "./row.ts";

/** `not-listed`: outside everything that the advisory's own data names. It is never said that something is not affected. */
export type AdvisoryVerdict = "affected" | "fixed" | "not-listed" | "not-applicable" | "unknown";

export interface Machine {
  /** Undefined: not known; then nothing is said. */
  readonly version: Version | undefined;
  readonly product: Product | undefined;
  /** Sold with AMT, Standard Manageability or Small Business; undefined: not known. */
  readonly manageable: boolean | undefined;
  readonly mebx?: Version | undefined;
  readonly platform: string;
}
export interface Assessment {
  readonly verdict: AdvisoryVerdict;
  /** For people who look at the data: which part of it decided. */
  readonly by: string;
  /** Those that apply where it is affected. */
  readonly cves: readonly string[];
}

type Said = Omit<Assessment, "cves">;
const says = (verdict: AdvisoryVerdict, by: string): Said => ({ verdict, by });

export function assess(row: Row, machine: Machine): Assessment {
  const said = judge(row, machine);
  const cves = said.verdict === "affected" ? row.cves.filter((cve) => applies(row, cve, machine)) : [];
  return { ...said, cves };
}

function judge(row: Row, machine: Machine): Said {
  if (row.otherFixed !== undefined && row.verified) return byOther(row.otherFixed, machine);
  const { version, product, manageable } = machine;
  if (row.requiresManageabilitySku && manageable === false) return says("not-applicable", "no AMT was sold with it");
  if (version === undefined || product === undefined)
    return says("unknown", "which firmware this is was not found out");
  const said = product === "SPS" ? ofServers(row) : byFirmware(row, product, version, machine);
  if (said.verdict === "affected" && row.requiresManageabilitySku && manageable === undefined)
    return says("unknown", "whether AMT was sold with it is not known");
  return said;
}

/** SPS numbers its versions otherwise, and we cannot read them from this interface. */
const ofServers = ({ products, verified, affectedMajors }: Row): Said =>
  products.some((name) => name.includes("SPS")) || !verified || affectedMajors?.SPS
    ? says("unknown", "versions of server firmware are not compared")
    : says("not-applicable", "not about server firmware");

function byFirmware(row: Row, product: Product, version: Version, machine: Machine): Said {
  if (product !== "SPS" && row.verified && row.products.every((name) => name === "SPS"))
    return says("not-applicable", "about server firmware only");
  if (product === "TXE" && row.verified && !row.products.some((name) => name.includes("TXE")))
    return says("not-applicable", "not about TXE");
  if (row.exact) {
    const same = row.exact.some((one) => compareVersions(partsOf(one) ?? [], version) === 0);
    return same ? says("affected", "exactly this version") : says("not-listed", "only other versions are named");
  }
  if (row.rule) return byBuild(row.rule.affected, version);
  if (row.affectedMajors) return byMajor(row.affectedMajors[product], version);
  if (!row.verified) return says("unknown", "no version that could be verified is known");
  return byRanges(row, product, version, machine);
}

/** Hotfix numbers are no order across lines; Intel's own tool goes by the build (INTEL-SA-00075). */
function byBuild(affected: readonly Build[], [major, minor, , build]: Version): Said {
  const within = ([low, high]: readonly [number, number], value: number): boolean => low <= value && value <= high;
  const mine = affected.find(
    (one) => within(one.major, major) && (one.minor === undefined || within(one.minor, minor)),
  );
  if (mine === undefined) return says("not-listed", "the rule names other lines");
  const hit = build < mine.buildLt && build >= (mine.buildGe ?? 0);
  return says(hit ? "affected" : "fixed", `rule: build ${mine.buildGe ?? 0} to ${mine.buildLt - 1}`);
}

const byMajor = (majors: readonly number[] | undefined, [major]: Version): Said =>
  majors?.includes(major)
    ? says("unknown", "the line is named, the fixed version could not be verified")
    : says("not-listed", "other generations are named");

function byRanges({ ranges, partial = false }: Row, product: Product, version: Version, { manageable }: Machine): Said {
  const ofProduct = ranges.filter((range) => range.product === product);
  const ofBranch = ofProduct.filter((range) => branchOf(product, bound(range.from)) === branchOf(product, version));
  // Of several in one line the last that begins before it: 12.0.49 is newer than 12.0.55
  const mine = ofBranch.filter(({ from }) => compareVersions(bound(from), version) <= 0).at(-1);
  if (mine !== undefined) return byRange(mine, version, manageable);
  if (partial) return says("unknown", "affected lines beyond those named have no version");
  const newest = Math.max(...ofProduct.map(({ from }) => bound(from)[0]));
  if (ofProduct.length > 0 && version[0] > newest) return says("not-listed", "newer than every generation named");
  return says("unknown", "its line is not named");
}

function byRange(range: Range, version: Version, manageable: boolean | undefined): Said {
  const by = `${range.from} up to ${range.fixed}`;
  if (compareVersions(version, bound(range.fixed)) >= 0) return says("fixed", by);
  if (range.requiresManageabilitySku && manageable === false) return says("not-applicable", "no AMT was sold with it");
  if (range.requiresManageabilitySku && manageable === undefined)
    return says("unknown", "whether AMT was sold with it is not known");
  return says("affected", by);
}

const bound = (text: string): Version => partsOf(text) ?? [0, 0, 0, 0];

/** `MEBx 11` and its like: what is keyed on another version than the firmware's. */
function byOther(fixed: Readonly<Record<string, string>>, { mebx, platform }: Machine): Said {
  if (fixed.LMS !== undefined)
    return platform === "win32"
      ? says("unknown", "the version of Intel's LMS was not read")
      : says("not-applicable", "Intel's LMS for Windows");
  if (mebx === undefined) return says("unknown", "the version of the BIOS extension (MEBx) was not read");
  const least = fixed[`MEBx ${mebx[0]}`];
  if (least === undefined) return says("not-listed", "other generations of MEBx are named");
  return says(compareVersions(mebx, bound(least)) < 0 ? "affected" : "fixed", `MEBx ${least}`);
}

function applies({ perCve }: Row, cve: string, { version, product, manageable }: Machine): boolean {
  const narrower = perCve?.[cve];
  if (narrower === undefined || version === undefined || product === undefined) return true;
  if (narrower.requiresManageabilitySku && manageable === false) return false;
  return (
    narrower.fixed === undefined ||
    narrower.fixed.some((text) => {
      const fixed = partsOf(text.replace(/^TXE /, ""));
      return (
        fixed !== undefined &&
        branchOf(product, fixed) === branchOf(product, version) &&
        compareVersions(version, fixed) < 0
      );
    })
  );
}
