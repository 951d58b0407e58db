import { describe, expect, test } from "vitest";
import { type LogWish, readAmtLogs } from "../../agent/amt-logs/read.ts";
import { createWsman, type Wsman } from "../../mei/wsman/client.ts";
import { ReturnValueError } from "../../mei/wsman/errors.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { auditBytes, eventBytes } from "../../virtual-me/cim/journal.ts";
import { configuredMachine } from "../support/configured-machine.ts";

const { signal } = new AbortController();
const both: LogWish = { events: true, audit: true, since: undefined, limit: 100 };
const start = Date.UTC(2026, 0, 1);
const time = (n: number): Date => new Date(start + n * 1_000);
const audits = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) => auditBytes(time(n), { app: 18, event: 4 }));
const boots = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) =>
    eventBytes(time(count - n), { sensor: 15, type: 0x6f, offset: 2, severity: 1, entity: 34, data: [0x40, 1] }),
  );

describe("a virtual machine's logs", () => {
  test("are read to the end, newest first, and nothing is written", async () => {
    const machine = await configuredMachine("acm-15", virtualPassword);
    try {
      const entries = await readAmtLogs(machine.reach.wsman, both, { signal });
      const of = (source: string) => entries.filter((one) => one.source === source);
      expect([of("amt-log").length, of("audit").length]).toEqual([21, 7]);
      // Its clock was set in between: the order is the log's own
      const times = of("audit").map(({ at }) => at?.slice(11, 16));
      expect(times).toEqual(["19:46", "19:45", "12:29", "11:56", "11:54", "18:37", "18:36"]);
      const later = await readAmtLogs(
        machine.reach.wsman,
        { ...both, events: false, since: new Date("2020-06-29T18:00:00Z") },
        { signal },
      );
      expect(later.length).toBe(4);
      const since = await readAmtLogs(
        machine.reach.wsman,
        { ...both, since: new Date("2021-12-08T00:00:00Z") },
        { signal },
      );
      expect(since.map(({ source }) => source)).toEqual(Array(8).fill("amt-log"));
      expect(machine.writes().filter((one) => !/PositionToFirstRecord|ReadRecords|GetRecords/.test(one))).toEqual([]);
    } finally {
      await machine.close();
    }
  });

  test("an empty log is empty, and no error", async () => {
    const machine = await configuredMachine("ccm-12", virtualPassword);
    try {
      expect(await readAmtLogs(machine.reach.wsman, { ...both, audit: false }, { signal })).toEqual([]);
      expect((await readAmtLogs(machine.reach.wsman, { ...both, events: false }, { signal })).length).toBeLessThan(5);
    } finally {
      await machine.close();
    }
  });
});

/** Firmware that answers these two methods as it likes; each is asked over the real client's shapes. */
function firmware(answers: { events?: (from: number, most: number) => object; audits?: (from: number) => object }) {
  const asked: string[] = [];
  const nothing: Wsman = createWsman({ post: () => Promise.reject(new Error("not to be asked")) });
  const invoke = async (_of: unknown, method: string, input: Record<string, number>): Promise<unknown> => {
    asked.push(`${method} ${input.IterationIdentifier ?? input.StartIndex}`);
    if (method === "GetRecords")
      return answers.events?.(input.IterationIdentifier ?? 0, input.MaxReadRecords ?? 0) ?? {};
    return answers.audits?.(input.StartIndex ?? 0) ?? { TotalRecordCount: 0, RecordsReturned: 0 };
  };
  return { asked, wsman: { ...nothing, invoke: invoke as Wsman["invoke"] } };
}

describe("firmware that answers oddly", () => {
  test("says there is always more: an end all the same", async () => {
    const page = boots(390);
    const { asked, wsman } = firmware({
      events: (_, most) => ({ IterationIdentifier: 1, NoMoreRecords: false, RecordArray: page.slice(0, most) }),
    });
    const entries = await readAmtLogs(wsman, { ...both, audit: false, limit: 1_000 }, { signal });
    expect([entries.length, asked]).toEqual([1_000, ["GetRecords 1", "GetRecords 391", "GetRecords 781"]]);
  });

  test("gives more than was asked for, or claims four thousand million records", async () => {
    const { asked, wsman } = firmware({
      events: () => ({ IterationIdentifier: 9, NoMoreRecords: true, RecordArray: boots(50_000) }),
      audits: () => ({ TotalRecordCount: 0xffff_ffff, RecordsReturned: 9_999, EventRecords: audits(5_000) }),
    });
    const entries = await readAmtLogs(wsman, both, { signal });
    expect(entries.length).toBe(200);
    expect(asked.length).toBeLessThanOrEqual(12);
  });

  test("has records that are none: each is told, the others too", async () => {
    const records = [Buffer.alloc(0), Buffer.alloc(60_000, 0xff), Buffer.from("nonsense"), ...audits(1)];
    const { wsman } = firmware({
      events: () => ({ IterationIdentifier: 1, NoMoreRecords: true, RecordArray: [Buffer.alloc(5), ...boots(1)] }),
      audits: () => ({ TotalRecordCount: 4, RecordsReturned: 4, EventRecords: records }),
    });
    const entries = await readAmtLogs(wsman, both, { signal });
    expect(entries.map(({ message }) => message.code)).toEqual([
      "log.unreadable",
      "log.event.progress",
      "log.audit",
      "log.unreadable",
      "log.unreadable",
      "log.unreadable",
    ]);
    expect(Math.max(...entries.map(({ record }) => record.length))).toBeLessThanOrEqual(1_024);
  });

  test("names of control characters and of ten thousand letters are tamed", async () => {
    const by = `\u001b[2J${"x".repeat(200)}`;
    const hostile = auditBytes(time(1), { app: 18, event: 8, by, from: "\u202e1.2.3.4\n" });
    const { wsman } = firmware({
      audits: () => ({ TotalRecordCount: 1, RecordsReturned: 1, EventRecords: [hostile] }),
    });
    const [entry] = await readAmtLogs(wsman, { ...both, events: false }, { signal });
    expect(`${entry?.by}${entry?.from}`).toMatch(/^[^\p{C}]{1,130}$/u);
  });

  test("says no with a number that means empty, and with one that does not", async () => {
    const no = (value: number) => () => {
      throw new ReturnValueError("AMT_MessageLog.GetRecords", value, undefined);
    };
    for (const value of [2, 3, 0x23, 0x24])
      expect(await readAmtLogs(firmware({ events: no(value) }).wsman, { ...both, audit: false }, { signal })).toEqual(
        [],
      );
    const failed = readAmtLogs(firmware({ events: no(1) }).wsman, { ...both, audit: false }, { signal });
    await expect(failed).rejects.toThrow(ReturnValueError);
  });
});
