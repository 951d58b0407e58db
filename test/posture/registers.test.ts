import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../agent/posture/check.ts";
import { decode, wordsOf } from "../../agent/posture/registers/decode.ts";
import { generationOf, parseVersion, productOf, type Words } from "../../agent/posture/registers/generation.ts";
import {
  parseTable,
  readAmt,
  readFirmwareVersion,
  readStatus,
  readVpro,
} from "../../agent/posture/registers/smbios.ts";
import { judgeRegisters } from "../../agent/posture/registers/verdicts.ts";

interface Row {
  readonly id: string;
  readonly kind: "hfsts" | "smbios";
  readonly firmware: string;
  readonly subkind?: string;
  readonly response_hex?: string;
  readonly text?: string;
  readonly decoded: string;
}
const rows = readFileSync(new URL("../golden/registers.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);

const wordsIn = (text: string): Words =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => (word === "-" ? undefined : Number.parseInt(word, 16)));

const judged = (text: string, version: string | undefined): Record<string, Finding> => {
  const words = wordsIn(text);
  const generation = generationOf(parseVersion(version), words);
  return Object.fromEntries(
    judgeRegisters({ words, generation, source: "test", when: "runtime" }).map((one) => [one.id, one]),
  );
};
const M = "org.fwupd.hsi.Mei.ManufacturingMode";
const S = "org.fwupd.hsi.Mei.OverrideStrap";
const B = "org.fwupd.hsi.IntelBootguard";

const results = (text: string, version: string | undefined, ids: readonly string[]): (string | undefined)[] => {
  const all = judged(text, version);
  return ids.map((id) => all[id]?.result);
};
const guard = [`${B}.Enabled`, `${B}.Verified`, `${B}.Acm`, `${B}.Policy`, `${B}.Otp`, "me.bootGuardProfile"];

describe("the six vectors of posture.md 1.5", () => {
  test("ASUS Z790 HERO 16.1.32.2473: closed, fuses locked, consumer, on mains, Boot Guard on and nothing verified", () => {
    const text = "90000245 39850106 00000020 00004000 - 40200002";
    expect(decode("csme16", wordsIn(text))).toMatchObject({
      workingState: "normal",
      flashDescriptorUnlocked: false,
      powerSource: "ac",
      sku: "consumer",
      manufacturingLock: true,
      fuseLock: true,
      bootGuardDisabled: false,
      verified: false,
      forceAcm: false,
      enforcement: 0,
    });
    expect(results(text, "16.1.32.2473", [M, S])).toEqual(["pass", "pass"]);
    expect(results(text, "16.1.32.2473", guard)).toEqual(["pass", "fail", "fail", "fail", "pass", "fail"]);
  });

  test("ADL-P with HAP 16.0: the ME is off, the descriptor open, Boot Guard enforces", () => {
    const text = "80022054 30284106 00000020 00006000 00001F03 C46003CF";
    expect(decode("csme16", wordsIn(text))).toMatchObject({
      workingState: "disabled",
      error: "disabled",
      operationMode: "debug",
      flashDescriptorUnlocked: true,
      manufacturingLock: true,
      fuseLock: true,
      forceAcm: true,
      verified: true,
      measured: true,
      enforcement: 3,
      txt: true,
    });
    expect(results(text, "16.0.0.1", [M, "me.workingState", "me.operationMode"])).toEqual([
      "fail",
      "not-applicable",
      "fail",
    ]);
    expect(results(text, "16.0.0.1", guard)).toEqual(["pass", "pass", "pass", "pass", "pass", "pass"]);
    expect(judged(text, "16.0.0.1")["me.bootGuardProfile"]?.value).toBe("verified and measured, enforced");
  });

  test("ThinkPad X1C Gen12, CSME 18: profile 5, no manufacturing lock, and closed all the same", () => {
    const text = "A0000245 00F10500 00000020 00000000 02F41F03 40000000";
    expect(decode("csme18", wordsIn(text))).toMatchObject({
      workingState: "normal",
      flashDescriptorUnlocked: false,
      powerSource: "dc",
      sku: "consumer",
      acmActive: true,
      acmDone: true,
      bootGuardProfile: 5,
      manufacturingLock: false,
      fuseLock: true,
      txt: false,
    });
    expect(results(text, "18.0.5.2155", [M, S])).toEqual(["pass", "pass"]);
    expect(results(text, "18.0.5.2155", guard)).toEqual([
      "pass",
      "not-applicable",
      "pass",
      "not-applicable",
      "pass",
      "pass",
    ]);
  });

  test("ThinkPad P16 Gen3, CSME 19.0.5.2095: as that, corporate, with TXT", () => {
    const text = "90000245 89218700 00000030 00000000 02F61F03 40000000";
    expect(decode("csme18", wordsIn(text))).toMatchObject({ sku: "corporate", txt: true, bootGuardProfile: 5 });
    expect(results(text, "19.0.5.2095", [M, S, ...guard])).not.toContain("fail");
  });

  test("Dell XPS 13 9350, CSME 20.0.0.1322: the descriptor is not locked", () => {
    const text = "A4000255 80218500 00000030 00000004 02F61F03 00000000";
    expect(decode("csme18", wordsIn(text))).toMatchObject({
      flashDescriptorUnlocked: true,
      fuseLock: false,
      bootGuardProfile: 5,
      flashLogExists: true,
    });
    const { [M]: manufacturing, [`${B}.Otp`]: otp } = judged(text, "20.0.0.1322");
    expect(manufacturing).toMatchObject({ result: "fail", value: "flash descriptor not locked" });
    expect(otp?.result).toBe("fail");
  });

  test("Sky Lake-H: normal; what was not read is not known", () => {
    const all = judged("90000245 86110306", "11.8.50.3425");
    expect(all["me.workingState"]?.result).toBe("pass");
    expect(all[M]?.result).toBe("pass");
    expect(all[`${B}.Otp`]).toMatchObject({ result: "unknown", reason: { code: "no-data" } });
  });
});

describe("where the sources disagree, the side we take", () => {
  const of = (id: string, text: string, version: string): Finding | undefined => judged(text, version)[id];

  test("14 and 15 with open fuses: fwupd says closed, coreboot says open; unknown, since 320 finished machines have it", () => {
    expect(of(M, "90000245 39850106 00000020 00004000 10041F03 044003CB", "15.0.45.2411")).toMatchObject({
      result: "unknown",
      reason: { code: "conflicting-sources" },
    });
  });
  test("11 to 13: both go by bit 4 alone, and so do we, whatever the fuses say", () => {
    expect(of(M, "90000255 80100106 00000020 00004004 00001F01 44400AC9", "12.0.85.1869")?.result).toBe("fail");
    expect(of(M, "90000245 89108106 00000030 00084000 00000000 00000000", "11.8.50.3425")?.result).toBe("pass");
  });
  test("16 and 17: CHIPSEC reads bit 4 as manufacturing mode; it is the descriptor's lock, and open is a failure either way", () => {
    expect(of(M, "90000255 39850106 00001020 00004000 10041F03 044003CB", "16.1.25.1932")).toMatchObject({
      result: "fail",
      value: "flash descriptor not locked",
    });
  });
  test("16 and 17 with open fuses: fwupd is silent, coreboot says open; open", () => {
    expect(of(M, "90000245 3B850106 00000020 00004004 00000000 00000000", "16.0.0.1423")?.result).toBe("fail");
  });
  test("16 and 17 without bit 21: coreboot says open, finished ThinkPads have it so; unknown", () => {
    expect(of(M, "A0000242 72FF0107 00000030 00004000 02041F03 C44003CB", "16.1.27.2176")?.result).toBe("unknown");
  });
  test("18 without bit 21: secboot says open, fwupd dropped the test; closed (flexible end of manufacturing)", () => {
    expect(of(M, "90000245 60008300 00000030 00000000 02F61F03 40000000", "18.0.5.2098")?.result).toBe("pass");
  });
  test("18 with open fuses: fwupd says closed, coreboot open; unknown", () => {
    expect(of(M, "90000245 60008300 00000030 00000000 02F61F03 00000000", "18.0.5.2098")?.result).toBe("unknown");
  });
  test("18 in debug mode: open, as fwupd has it", () => {
    expect(of(M, "90020245 60008300 00000030 00000000 02F61F03 40000000", "18.0.5.2098")).toMatchObject({
      result: "fail",
      value: "debug",
    });
  });
  test("15: bit 21 is shown as the lock (golden.md 4.1), and not judged", () => {
    expect(decode("csme14", wordsIn("0 0 0 0 0 40200000"))).toMatchObject({ manufacturingLock: true });
  });
  test("16: what fwupd reads as one bit more of the SVN is the lock", () => {
    expect(decode("csme16", wordsIn("0 0 0 0 0 40200002"))).toMatchObject({
      bootPolicySvn: 0,
      manufacturingLock: true,
    });
  });
  test.each([
    [0, "fail"],
    [1, "fail"],
    [2, "unknown"],
    [3, "pass"],
  ])("enforcement policy %i: fwupd passes 2 and 3, secboot 3: %s", (policy, result) => {
    const word = (0x40000000 | (policy << 6)).toString(16);
    expect(of(`${B}.Policy`, `90000245 0 0 0 0 ${word}`, "16.1.25.1")?.result).toBe(result);
  });
  test("ACM: fwupd asks HFSTS6, secboot HFSTS5; where they differ it is unknown", () => {
    expect(of(`${B}.Acm`, "90000245 0 0 0 00001F03 40000000", "16.1.25.1")?.result).toBe("unknown");
    expect(of(`${B}.Acm`, "90000245 0 0 0 00001F03 40000001", "16.1.25.1")?.result).toBe("pass");
    expect(of(`${B}.Acm`, "90000245 0 0 0 00000000 40000000", "16.1.25.1")?.result).toBe("fail");
  });
  test("fwupd's test of ME 18 puts HFSTS6 of another board into HFSTS5 and expects no valid ACM; the documented word passes", () => {
    expect(of(`${B}.Acm`, "90000245 0 0 0 02F61F03 40000000", "18.0.5.2098")?.result).toBe("pass");
    expect(of(`${B}.Acm`, "90000245 0 0 0 40200002 40000000", "18.0.5.2098")?.result).toBe("fail");
  });
  test("SKU 0 of ME 11.0 is not ignition firmware (golden.md 4.8)", () => {
    expect(generationOf(parseVersion("11.0.0.1160"), wordsIn("90000255 86110306 00000000"))).toBe("csme11");
  });
  test("HFSTS4 bit 2 before 18: set on thousands and documented nowhere, so not shown", () => {
    expect(decode("csme16", wordsIn("0 0 0 00000004"))).not.toHaveProperty("flashLogExists");
  });
});

describe("which firmware it is", () => {
  test.each([
    ["3.1.50.2222", 6, "TXE"],
    ["3.0.1.1104", 1, "ME"],
    ["3.0.1.1104", 0, undefined],
    ["9.0.2.1345", 2, "ME"],
    ["12.0.24.1314", 6, "CSME"],
    [undefined, 6, undefined],
  ])("%s with %i registers: %s", (version, count, product) => {
    expect(
      productOf(
        parseVersion(version),
        Array.from({ length: count }, () => 0x90000245),
      ),
    ).toBe(product);
  });
  test("server firmware by its mode, whatever its number; nothing is judged by a layout that is not its own", () => {
    const all = judged("700F0345 B8006000", "3.0.7.1");
    expect(Object.values(all).every(({ result, reason }) => result === "unknown" && reason?.code === "no-rule")).toBe(
      true,
    );
  });
  test("without a version no layout is taken for granted", () => {
    expect(judged("90000245 0 0 0 0 0", undefined)[M]).toMatchObject({
      result: "unknown",
      reason: { code: "no-rule" },
    });
  });
  test("all ones is nobody's answer", () => {
    expect(wordsOf([0xffffffff, 0x90000245])).toEqual([undefined, 0x90000245]);
  });
});

/** `ME 16.1.27.2176 Consumer SKU`, `11.8.92.4222`, `ME 7`: as far as it says. */
const versionIn = (firmware: string): string | undefined => {
  const whole = /\d+\.\d+\.\d+\.\d+/.exec(firmware)?.[0];
  if (whole !== undefined) return whole;
  const major = /^(?:CS)?ME (\d+)/.exec(firmware)?.[1];
  return major === undefined ? undefined : `${major}.0.0.0`;
};
const wordsOfRow = ({ text }: Row): string => (/HFSTS1\.\.6 ([0-9A-F ]+)/.exec(text ?? "")?.[1] ?? text ?? "").trim();
const number = (decoded: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(decoded)?.[1];
  return found === undefined ? undefined : Number(found);
};

describe("every recorded register", () => {
  const recorded = rows.filter(({ kind }) => kind === "hfsts");
  test("there are fifty", () => expect(recorded).toHaveLength(50));

  test.each(recorded.filter(({ id }) => id !== "smbios-db-fwupd-30"))("$id: $firmware", (row) => {
    const words = wordsIn(wordsOfRow(row));
    const [one = 0, two = 0, three, , , six] = words;
    const said = row.decoded;
    expect(one & 15).toBe(number(said, /working state (\d+)/));
    // By names where the layout has them: read with the layout of 16, whose first fields are the same everywhere
    const fields = decode("csme16", words);
    const names = { 0: "reset", 1: "initialising", 2: "recovery", 4: "disabled", 5: "normal" } as Record<
      number,
      string
    >;
    const working = number(said, /working state (\d+)/) as number;
    expect(fields.workingState).toBe(names[working] ?? working);
    expect(fields.flashDescriptorUnlocked).toBe(number(said, /mfg (?:bit4 )?(\d)/) === 1);
    const errors = ["none", "uncategorised", "disabled", "image-failure", "debug-failure"];
    const error = number(said, /error (?:\[15:12\] )?(\d+)/) as number;
    expect(fields.error).toBe(errors[error]);
    const mode = number(said, /(?:operation mode \[19:16\]|opmode) (\d+)/);
    expect((one >>> 16) & 15).toBe(mode);
    expect(fields.phase).toBe(number(said, /phase (?:\[31:28\] )?(\d+)/));
    expect(fields.phase).toBe(two >>> 28);
    const sku = number(said, /(?:SKU \[6:4\]|sku) (\d)/);
    if (sku !== undefined) expect(((three ?? 0) >>> 4) & 7).toBe(sku);
    const lock = number(said, /FPF ?lock (\d)/);
    if (lock !== undefined && six !== undefined) {
      expect(fields.fuseLock).toBe(lock === 1);
      expect(fields.manufacturingLock).toBe(number(said, /bit21 (\d)/) === 1);
    }
  });

  test.each(recorded.filter(({ response_hex }) => response_hex !== undefined))(
    "$id: as a structure of the table",
    (row) => {
      const bytes = Buffer.from(row.response_hex ?? "", "hex");
      const words = readStatus({ type: bytes.readUInt8(0), bytes });
      expect(words).toEqual(wordsIn(wordsOfRow(row).split(" ").slice(0, 6).join(" ")));
    },
  );

  /** Every verdict on manufacturing that the recorded machines get, by version and row, so that a changed rule shows whom it hits. */
  test("the verdicts on manufacturing, machine by machine", () => {
    const verdicts = recorded.map((row) => {
      const { result = "none" } = judged(wordsOfRow(row), versionIn(row.firmware))[M] ?? {};
      return `${row.id} ${result}`;
    });
    expect(verdicts).toMatchSnapshot();
  });
});

describe("every recorded SMBIOS structure", () => {
  const structures = rows.filter(({ response_hex }) => response_hex !== undefined);
  const kinds = (kind: RegExp): Row[] => structures.filter(({ subkind }) => kind.test(subkind ?? ""));

  test("there are 95 beside the registers", () =>
    expect(rows.filter(({ kind }) => kind === "smbios")).toHaveLength(95));

  test.each(kinds(/type 130/))("$id: $firmware", (row) => {
    const bytes = Buffer.from(row.response_hex ?? "", "hex");
    const amt = readAmt({ type: bytes.readUInt8(0), bytes });
    const at = (pattern: RegExp): number => number(row.decoded, pattern) as number;
    expect(amt).toEqual({
      supported: at(/supported (\d+)/) === 1,
      enabled: at(/enabled (\d+)/) === 1,
      ider: at(/IDE-R (\d+)/),
      sol: at(/SOL (\d+)/),
      network: at(/network (\d+)/),
      kvm: at(/KVM (\d+)/) === 1,
    });
  });

  test.each(kinds(/type 131/))("$id: $firmware", (row) => {
    const bytes = Buffer.from(row.response_hex ?? "", "hex");
    const vpro = readVpro({ type: bytes.readUInt8(0), bytes });
    expect(vpro?.version?.join(".")).toBe(/-> ([\d.]+)/.exec(row.decoded)?.[1]);
    expect(vpro?.amt).toBe(/bit3 AMT=1/.test(row.decoded));
    expect(vpro?.standardManageability).toBe(/bit4=1/.test(row.decoded));
  });

  test.each(kinds(/type 0xDD/))("$id: $firmware", (row) => {
    const table = Buffer.concat([
      Buffer.from(row.response_hex ?? "", "hex"),
      Buffer.from(`${(row.text ?? "").replace("strings: ", "").split(" | ").join("\0")}\0\0`, "latin1"),
    ]);
    const [structure] = parseTable(table);
    const version = structure && readFirmwareVersion(structure);
    expect(version?.join(".")).toBe(/\d+\.\d+\.\d+\.\d+/.exec(row.firmware)?.[0]);
  });

  test("a table that lies about its lengths is refused, never read past its end", () => {
    expect(() => parseTable(Buffer.from("db03", "hex"))).toThrow(/header/);
    expect(() => parseTable(Buffer.from("db020000", "hex"))).toThrow(/2 bytes/);
    expect(() => parseTable(Buffer.from("db0600000104", "hex"))).toThrow(/no end/);
    expect(() => readStatus({ type: 0xdb, bytes: Buffer.from("db0600000104", "hex") })).toThrow(/4 entries/);
  });
});
