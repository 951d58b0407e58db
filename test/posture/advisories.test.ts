import { describe, expect, test } from "vitest";
import { Advisories } from "../../agent/api/advisories.ts";
import { type AdvisoryVerdict, assess, type Machine } from "../../agent/posture/advisories/evaluate.ts";
import { shipped } from "../../agent/posture/advisories/load.ts";
import { compareVersions, minimums, partsOf } from "../../agent/posture/advisories/minimums.ts";
import type { Row } from "../../agent/posture/advisories/row.ts";
import { judgeVersion } from "../../agent/posture/collectors/firmware.ts";
import type { Product, Version } from "../../agent/posture/registers/generation.ts";

const version = (text: string): Version => partsOf(text) as Version;
const row = (number: string): Row => shipped.advisories.find(({ id }) => id === `INTEL-SA-${number}`) as Row;
const machine = (text: string, more: Partial<Machine> = {}): Machine => {
  const parsed = version(text);
  const product: Product = parsed[0] >= 11 ? "CSME" : "ME";
  return { version: parsed, product, manageable: true, platform: "linux", ...more };
};
const verdictOf = (number: string, text: string, more?: Partial<Machine>): AdvisoryVerdict =>
  assess(row(number), machine(text, more)).verdict;

/** The newest version that is still below: a hotfix less with any build, or a build less. */
function justBelow(text: string): Version {
  const [major, minor, hotfix, build] = version(text);
  if (build > 0) return [major, minor, hotfix, build - 1];
  if (hotfix > 0) return [major, minor, hotfix - 1, 65_535];
  return [major, minor - 1, 65_535, 65_535];
}

test("the data is what the schema asks of an update, with a source for every row", () => {
  expect(Advisories.safeParse(shipped).error).toBeUndefined();
  expect(shipped.advisories).toHaveLength(31);
  expect(new Set(shipped.advisories.map(({ id }) => id)).size).toBe(31);
});

describe("the boundary of every range", () => {
  const bounds = shipped.advisories.flatMap((one) =>
    one.ranges.map((range) => ({
      id: one.id,
      row: one,
      range,
      name: `${one.id} ${range.product} ${range.from}-${range.fixed}`,
    })),
  );
  test("there are 89", () => expect(bounds).toHaveLength(89));

  test.each(bounds.filter((one) => one.row.verified && !one.row.rule))("$name", ({ row, range }) => {
    const at = (parsed: Version): AdvisoryVerdict =>
      assess(row, { version: parsed, product: range.product as Product, manageable: true, platform: "linux" }).verdict;
    expect(at(justBelow(range.fixed))).toBe("affected");
    expect(at(version(range.from))).toBe("affected");
    expect(at(version(range.fixed))).toBe("fixed");
    const [major, minor, hotfix] = version(range.fixed);
    expect(at([major, minor, hotfix, 65_535])).toBe("fixed");
  });

  test.each(bounds.filter((one) => !one.row.verified))(
    "$name: not verified, so unknown on both sides",
    ({ row, range }) => {
      for (const parsed of [justBelow(range.fixed), version(range.fixed)])
        expect(
          assess(row, { version: parsed, product: range.product as Product, manageable: true, platform: "linux" })
            .verdict,
        ).toBe("unknown");
    },
  );

  test("every unverified row without ranges is unknown for what it is about", () => {
    for (const one of shipped.advisories.filter(
      ({ verified, ranges, affectedMajors }) => !verified && ranges.length === 0 && !affectedMajors,
    ))
      expect([one.id, assess(one, machine("16.1.32.2473")).verdict]).toEqual([one.id, "unknown"]);
  });
});

describe("hotfix numbers that are no order", () => {
  test.each([
    ["12.0.48.9999", "affected"],
    ["12.0.49.1", "fixed"],
    ["12.0.50.1", "affected"],
    ["12.0.55.9999", "affected"],
    ["12.0.56.1", "fixed"],
  ])("INTEL-SA-00307 at %s: %s", (text, verdict) => {
    expect(verdictOf("00307", text)).toBe(verdict);
  });
  test.each([
    ["5.2.0.1009", "not-listed"],
    ["6.2.61.2999", "affected"],
    ["6.2.61.3000", "fixed"],
    ["10.0.55.2999", "affected"],
    ["10.0.56.3000", "fixed"],
    ["11.6.27.2999", "affected"],
    ["11.6.0.3264", "fixed"],
    ["11.7.0.999", "fixed"],
    ["11.7.0.1000", "affected"],
    ["11.7.0.1999", "affected"],
    ["11.7.0.2000", "fixed"],
    ["11.8.50.3425", "not-listed"],
    ["12.0.0.1000", "not-listed"],
  ])("INTEL-SA-00075 goes by the build: %s: %s", (text, verdict) => {
    expect(verdictOf("00075", text)).toBe(verdict);
  });
  test.each([
    ["11.0.25.3000", "not-listed"],
    ["11.0.25.3001", "affected"],
    ["11.0.25.3002", "not-listed"],
    ["11.0.26.3000", "affected"],
  ])("INTEL-SA-00082 names two builds: %s: %s", (text, verdict) => {
    expect(verdictOf("00082", text)).toBe(verdict);
  });
});

describe("lines that are not named", () => {
  test.each([
    ["00783", "14.5.60.2000", "unknown", "14.5 is no release of 14.1"],
    ["00783", "13.0.60.2000", "unknown", "13 is between those named"],
    ["00391", "15.0.10.1", "not-listed", "newer than every generation named"],
    ["00783", "9.1.45.3000", "unknown", "ME before 11 is in none of its ranges"],
    ["00470", "14.0.0.1", "unknown", "partial"],
    ["00213", "11.8.60.1", "unknown", "partial, and the boot ROM is never fixed"],
    ["00141", "12.0.4.9999", "affected", "partial, but this line is named"],
    ["00141", "12.0.5.1", "fixed", "as above"],
    ["00086", "16.1.0.1", "not-listed", "a major that is not named"],
    ["00112", "8.1.72.3002", "unknown", "a major that is named, without a fixed version"],
  ])("INTEL-SA-%s at %s: %s (%s)", (number, text, verdict) => {
    expect(verdictOf(number, text)).toBe(verdict);
  });
});

describe("which firmware", () => {
  test("TXE 3.1 is not ME 3.1", () => {
    expect(verdictOf("00391", "3.1.70.1", { product: "TXE" })).toBe("affected");
    expect(verdictOf("00391", "3.1.70.1", { product: "ME" })).toBe("unknown");
    expect(verdictOf("00404", "3.1.70.1", { product: "TXE" })).toBe("not-applicable");
  });
  test("server firmware is not compared", () => {
    expect(verdictOf("00391", "4.1.4.1", { product: "SPS" })).toBe("unknown");
    expect(verdictOf("00404", "4.1.4.1", { product: "SPS" })).toBe("not-applicable");
    expect(verdictOf("01120", "16.1.25.1")).toBe("not-applicable");
  });
  test("nothing is said of firmware that is not known", () => {
    for (const one of shipped.advisories) {
      const { verdict } = assess(one, {
        version: undefined,
        product: undefined,
        manageable: undefined,
        platform: "linux",
      });
      expect([one.id, ["unknown", "not-applicable"].includes(verdict)]).toEqual([one.id, true]);
    }
    expect(verdictOf("00391", "12.0.60.1", { product: undefined })).toBe("unknown");
  });
  test("a consumer machine: only what does not need AMT, CVE by CVE", () => {
    const consumer = { manageable: false };
    expect(verdictOf("00404", "12.0.60.1", consumer)).toBe("not-applicable");
    expect(verdictOf("00783", "12.0.90.1", consumer)).toBe("not-applicable");
    expect(assess(row("00783"), machine("16.1.25.1", consumer))).toMatchObject({
      verdict: "affected",
      cves: ["CVE-2022-38102"],
    });
    expect(assess(row("00783"), machine("16.1.25.1")).cves).toEqual(["CVE-2022-36392", "CVE-2022-38102"]);
    expect(assess(row("00783"), machine("12.0.90.1")).cves).toEqual(["CVE-2022-36392"]);
  });
  test("whether it has AMT is not known: affected is not said, fixed is", () => {
    expect(verdictOf("00404", "12.0.60.1", { manageable: undefined })).toBe("unknown");
    expect(verdictOf("00404", "12.0.68.1", { manageable: undefined })).toBe("fixed");
    expect(verdictOf("00783", "12.0.90.1", { manageable: undefined })).toBe("unknown");
  });
  test("a fully patched 16.1.32 consumer machine: none affected, and ten unknown (nine by firmware, one by MEBx), which must show", () => {
    const verdicts = shipped.advisories.map(
      (one) => assess(one, machine("16.1.32.2473", { manageable: false })).verdict,
    );
    expect(verdicts.filter((one) => one === "affected")).toEqual([]);
    expect(verdicts.filter((one) => one === "unknown")).toHaveLength(10);
  });
  test("MEBx and LMS have versions of their own", () => {
    expect(verdictOf("00575", "15.0.45.1")).toBe("unknown");
    expect(verdictOf("00575", "15.0.45.1", { mebx: [15, 0, 0, 3] })).toBe("affected");
    expect(verdictOf("00575", "15.0.45.1", { mebx: [15, 0, 0, 4] })).toBe("fixed");
    expect(verdictOf("01342", "16.1.27.1")).toBe("not-applicable");
    expect(verdictOf("01342", "16.1.27.1", { platform: "win32" })).toBe("unknown");
  });
});

test.each(minimums.map((one) => [one.product, one.minimum.join("."), one] as const))(
  "fwupd's minimum for %s %s on both sides",
  (product, text, { minimum }) => {
    expect(judgeVersion([...minimum, 0], product, false).result).toBe("pass");
    expect(judgeVersion(justBelow(text), product, false).result).toBe("fail");
  },
);
test("fwupd calls 11.0 to 11.7 fine, since it compares the minor exactly; they are older than the oldest 11.8", () => {
  expect(judgeVersion([11, 6, 27, 3264], "CSME", false).result).toBe("fail");
});
test("no minimum is known from 16 on, and for an ME that is off there is none", () => {
  expect(judgeVersion([16, 1, 32, 2473], "CSME", false)).toMatchObject({
    result: "unknown",
    reason: { code: "no-rule" },
  });
  expect(judgeVersion([11, 6, 27, 3264], "CSME", true).result).toBe("not-applicable");
  expect(compareVersions([12, 0, 49, 0], [12, 0, 49])).toBe(0);
});
