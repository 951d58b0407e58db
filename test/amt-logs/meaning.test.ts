import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditMeaning } from "../../agent/amt-logs/audit-meaning.ts";
import { meaningOf } from "../../agent/amt-logs/event-meaning.ts";
import { decodeAuditRecord } from "../../mei/wsman/records/audit-record.ts";
import { decodeEventRecord } from "../../mei/wsman/records/event-record.ts";
import { readRecords } from "../support/wsman-answers.ts";

/** 21 bytes, from what tells one kind from another (presence-posture.md 3.7). */
const event = (sensorType: number, eventOffset: number, data: readonly number[], entity = 0) => {
  const bytes = Buffer.alloc(21);
  bytes.writeUInt32LE(1_700_000_000, 0);
  bytes.set([0xff, sensorType, 0x6f, eventOffset, 0x68, 1, 0xff, entity, 0, ...data], 4);
  return meaningOf(decodeEventRecord(bytes));
};
const AA = 0xaa;

describe("the event log", () => {
  test.each([
    [5, 0, [], "The case was opened."],
    [6, 0, [0, 0x2c, 1], "300 logins to AMT were refused: perhaps an attack."],
    [15, 0, [0x40, 8], "The PC could not start: there is nothing to start from."],
    [15, 0, [0x40, 99], "The PC could not start: failure 99."],
    [15, 2, [0x40, 0x13], "The PC starts: the operating system is started."],
    [15, 3, [AA, 0x30, 7], "One-Click Recovery failed: the image is not trusted."],
    [15, 5, [AA, 0x30, 3], "One-Click Recovery goes on (step 3)."],
    [15, 3, [AA, 0x40, 1], "The remote erasing of this platform failed (error 1)."],
    [15, 5, [AA, 0x40, 1], "The remote erasing of this platform goes on (step 1)."],
    [18, 0, [AA, 0x0b, 0x3c, 0x1d, 0x5f, 0x1d, 0x5f, 8], "A program that AMT watches is silent (5f1d3c0b-5f1d-…)."],
    [30, 0, [], "There was nothing to start from."],
    [32, 0, [], "The operating system was stuck, or lost power."],
    [35, 0, [0x40], "The firmware (BIOS) did not get ready in time."],
    [35, 0, [0x41], "The operating system did not start."],
    [36, 0, [], "A filter of AMT's System Defense matched network traffic."],
    [37, 0, [], "The ME's firmware started."],
    [192, 0, [AA, 0x30, 0], "A remote session began (SOL)."],
    [192, 0, [AA, 0x30, 3], "A remote session ended (remote storage)."],
    [192, 1, [0, 0, 2], "AMT's System Defense stopped what this PC receives."],
    [193, 0, [AA, 0x30, 0, 0], "A user asked for a connection to the management server."],
    [77, 4, [1, 2], "An event of the BIOS (sensor 77, type 111, offset 4, data 0102000000000000)."],
  ] as const)("sensor %i, offset %i, %j: %s", (sensor, offset, data, text) => {
    expect(event(sensor, offset, data, 34).message.text).toBe(text);
  });
});

describe("the audit log", () => {
  const audit = (hex: string) => auditMeaning(decodeAuditRecord(Buffer.from(hex, "hex")));

  test("says what, who and from where", () => {
    // golden audit-a-4 and audit-a-1, recorded
    expect(audit("00100012000561646d696e5ef9d68f00093132372e302e302e3100")).toMatchObject({
      kind: "setup",
      severity: "warning",
      message: { text: "AMT went from client to admin control mode." },
      by: "admin",
      from: "127.0.0.1",
      same: "mode changed",
    });
    expect(audit("00100013025efa34b902000102")).toMatchObject({
      message: { text: "AMT's setup was removed: by a program on this PC, through the ME driver." },
      by: null,
      from: null,
    });
  });

  test("an event nobody has named keeps its numbers", () => {
    expect(audit("00130063025efa34b9020000").message.text).toBe("AMT wrote down something (19/99).");
    expect(audit("00990001025efa34b9020000").message.text).toBe("AMT wrote down something (153/1).");
  });
});

test("every recorded record has a meaning that is not just its numbers", () => {
  for (const { id, kind, hex } of readRecords()) {
    const bytes = Buffer.from(hex, "hex");
    if (kind !== "audit" && kind !== "event") continue;
    const { text } = (kind === "audit" ? auditMeaning(decodeAuditRecord(bytes)) : meaningOf(decodeEventRecord(bytes)))
      .message;
    expect([id, text]).toEqual([id, expect.not.stringMatching(/something \(|sensor \d/)]);
  }
});

test("whatever bytes there are, the words are one short line that can be shown", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 21, maxLength: 21 }), (bytes) => {
      const { text } = meaningOf(decodeEventRecord(Buffer.from(bytes))).message;
      expect(text).toMatch(/^[^\p{C}]{5,200}$/u);
      expect(text).not.toContain("undefined");
    }),
    { numRuns: 2_000, seed: 6 },
  );
});
