import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { createLog, type Format, type Log } from "../../agent/log.ts";
import { printable } from "../../agent/log-fields.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { steppedClock } from "../support/stepped-clock.ts";

/** What a log of this format says when `say` speaks. */
async function said(format: Format, say: (log: Log) => void, level: "debug" | "info" = "debug"): Promise<string[]> {
  const to = new PassThrough();
  let text = "";
  to.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const log = createLog({ level, format, to, clock: { ...realClock, now: () => new Date(0) } });
  say(log);
  await log.close();
  return text.split("\n").slice(0, -1);
}

describe("an entry", () => {
  test("for the journal begins with its priority", async () => {
    const lines = await said("journald", (log) => {
      log.error("a");
      log.warn("b");
      log.info("c", { uid: 5, path: "/x y" });
      log.debug("d");
    });
    expect(lines).toEqual(["<3>a", "<4>b", '<6>c uid=5 path="/x y"', "<7>d"]);
  });
  test("as text has time and level", async () => {
    expect(await said("text", (log) => log.info("up", { socket: "/run/a.sock" }))).toEqual([
      "1970-01-01T00:00:00.000Z info  up socket=/run/a.sock",
    ]);
  });
  test("as JSON is one object", async () => {
    const [line = ""] = await said("json", (log) => log.child({ part: "api" }).warn("x", { n: 1 }));
    expect(JSON.parse(line)).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      level: "warn",
      message: "x",
      part: "api",
      n: 1,
    });
  });
  test("below the level is not written", async () => {
    expect(await said("journald", (log) => log.debug("x"), "info")).toEqual([]);
  });
  test.each(["journald", "text", "json"] as const)("cannot pass for two, nor drive a terminal (%s)", async (format) => {
    const lines = await said(format, (log) => log.info("a\n<0>forged\u001b[2J", { who: "x\r\n<0>\u2028\u009b1m" }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{Cc}]/u);
  });
});

describe("a secret", () => {
  const word = "P@ssw0rd-hunter2";
  test("is masked by type and by name, wherever it stands", async () => {
    for (const format of ["journald", "text", "json"] as const) {
      const lines = await said(format, (log) => {
        log.info("1", { given: new Secret(word), list: [new Secret(word)] });
        log.info("2", {
          password: word,
          Passphrase: word,
          adminSecret: word,
          pfx: word,
          key: word,
          privateKeyPem: word,
        });
        log.info("3", { inner: { deep: { token: word } }, bytes: Buffer.from(word) });
        log.child({ mebxPassword: word }).error("4", { error: Object.assign(new Error("no"), { password: word }) });
        log.error("5", { error: new Error("outer", { cause: Object.assign(new Error("inner"), { input: word }) }) });
      });
      expect(lines).toHaveLength(5);
      expect(lines.join("\n")).not.toContain("hunter2");
      expect(lines.join("\n")).not.toContain(Buffer.from(word).toString("base64").slice(0, 12));
      expect(lines[1]).toContain("[secret]");
    }
  });
  test("does not hide counts and yes or no", () => {
    expect(printable({ keys: 3, passwordSet: true, key: null })).toEqual({ keys: 3, passwordSet: true, key: null });
  });
});

test("fields are bounded and never fail", () => {
  const circle: Record<string, unknown> = { name: "me" };
  circle.self = circle;
  const hostile = {
    get broken(): never {
      throw new Error("no");
    },
  };
  const deep = Array.from({ length: 100 }).reduce<unknown>((inner) => ({ inner }), 1);
  const out = printable({
    circle,
    hostile,
    deep,
    long: "x".repeat(1e6),
    many: Array(1e5).fill(1),
    big: 5n,
    f() {},
    nan: Number.NaN,
  });
  expect(out).toMatchObject({
    circle: { name: "me", self: "[circular]" },
    hostile: { broken: "[unreadable]" },
    big: "5",
    nan: "NaN",
  });
  expect(JSON.stringify(out).length).toBeLessThan(5_000);
});

describe("a burst", () => {
  /** A destination that takes nothing until told to. */
  function dam(): { to: Writable; open(): void; lines: string[] } {
    const waiting: (() => void)[] = [];
    const lines: string[] = [];
    let free = false;
    const to = new Writable({
      write(chunk: Buffer, _encoding, next) {
        lines.push(chunk.toString().trimEnd());
        if (free) next();
        else waiting.push(next);
      },
    });
    return {
      to,
      lines,
      open() {
        free = true;
        for (const next of waiting.splice(0)) next();
      },
    };
  }
  const many = 200_000;
  const sentence = "something happened that takes a hundred bytes to say, or nearly so, counting from the beginning on";

  test("of 200,000 entries into a log nobody reads holds little, and what was lost is counted", async () => {
    const { to, open, lines } = dam();
    const log = createLog({ level: "info", format: "text", to, clock: realClock });
    const before = process.memoryUsage();
    for (let n = 0; n < many; n++) log.info(sentence, { n });
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    for (let n = 0; n < many; n++) log.info(sentence, { n });
    const after = process.memoryUsage();
    expect(to.writableLength).toBeLessThan(2 * 1024 * 1024);
    // 400,000 entries are some 50 MB of text alone; garbage counts here too, so the bound is no tighter
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(40 * 1024 * 1024);
    open();
    await log.close();
    const lost = lines
      .map((line) => /were not logged.*dropped=(\d+)/.exec(line)?.[1])
      .filter((count) => count !== undefined);
    const written = lines.filter((line) => line.includes(sentence)).length;
    expect(lost.length).toBeGreaterThan(0);
    expect(written).toBeGreaterThan(1_000);
    expect(written + lost.reduce((sum, count) => sum + Number(count), 0)).toBe(2 * many);
  });

  test("that stays within the bound loses nothing and keeps the order", async () => {
    const { to, open, lines } = dam();
    const log = createLog({ level: "info", format: "journald", to, clock: realClock });
    for (let n = 0; n < 1_000; n++) log.info(String(n));
    open();
    await log.close();
    expect(lines).toEqual(Array.from({ length: 1_000 }, (_, n) => `<6>${n}`));
  });
});

test("a log that cannot be written does not end the program, nor hold its end up", async () => {
  const to = new Writable({ write: (_chunk, _encoding, next) => next(new Error("EPIPE")) });
  const log = createLog({ level: "info", format: "text", to, clock: realClock });
  log.info("a");
  log.info("b");
  await log.close();
  log.info("c");
  expect(to.destroyed).toBe(true);
});

test("closing gives up on a destination that never takes anything", async () => {
  const clock = steppedClock();
  const log = createLog({ level: "info", format: "text", to: new Writable({ write: () => {} }), clock });
  log.info("a");
  const closed = log.close();
  clock.advance(1_000);
  await closed;
});
