import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { getLocalSystemAccount } from "../../mei/amthi/access.ts";
import { setOneTimePassword } from "../../mei/amthi/provisioning.ts";
import { allCommands } from "../../mei/catalogue.ts";
import { amthi, lme, type MeiClient, mkhi, virtualMarker } from "../../mei/clients.ts";
import { linuxDriver } from "../../mei/drivers/linux.ts";
import { openTrace, record, replay, TraceError, traceFile } from "../../mei/drivers/trace.ts";
import { masksOf } from "../../mei/drivers/trace-mask.ts";
import type { MeiConnection, MeiDriver } from "../../mei/port.ts";
import { openSession } from "../../mei/session.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { openVirtual } from "../../virtual-me/main.ts";
import { SocketKernel } from "../support/socket-kernel.ts";

const signal = new AbortController().signal;
const quiet = { commands: allCommands, clock: realClock };
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const closing = <T extends { close(): unknown }>(it: T): T => {
  undo.push(() => it.close());
  return it;
};
const command = (name: string) => allCommands.find((candidate) => candidate.name === name)!;

/** Asks all these of a driver, by sessions, and says what was answered. */
async function ask(driver: MeiDriver, names: readonly string[]): Promise<unknown[]> {
  const sessions = new Map<MeiClient, ReturnType<typeof openSession>>();
  const answers: unknown[] = [];
  for (const name of names) {
    const { client } = command(name);
    const session = sessions.get(client) ?? openSession(driver, client, { clock: realClock });
    sessions.set(client, session);
    answers.push(
      await command(name)
        .call(session, {}, { signal })
        .catch((error: { code: string }) => error.code),
    );
  }
  for (const session of sessions.values()) await session.close();
  return answers;
}
async function recording(use: (driver: MeiDriver) => Promise<unknown>, machine = "ccm-12"): Promise<string> {
  const lines: string[] = [];
  const driver = record(await openVirtual({ machine, clock: realClock }), (line) => lines.push(line), quiet);
  await use(driver);
  await driver.close();
  return `${lines.join("\n")}\n`;
}

describe("a recording", () => {
  const names = ["getCodeVersions", "getProvisioningState", "getFirmwareVersion", "getProvisioningState"];

  test("answers as the machine did, in another order too, and is gone where it ends", async () => {
    let live: unknown[] = [];
    const text = await recording(async (driver) => {
      live = await ask(driver, names);
    });
    expect(live.every((answer) => typeof answer === "object")).toBe(true);
    expect(await ask(closing(replay(text)), names)).toEqual(live);
    expect(await ask(closing(replay(text)), names.toReversed())).toEqual(live.toReversed());
    const once = closing(replay(text));
    await ask(once, names);
    expect(await ask(once, ["getProvisioningState"])).toEqual(["ME_GONE"]);
  });

  test("tells the device, and never passes for it", async () => {
    const text = await recording((driver) => ask(driver, names));
    const driver = closing(replay(text, { name: "trace:x" }));
    expect(await driver.describe({ signal })).toMatchObject({ device: "virtual:ccm-12", virtual: true });
    const connection = await driver.connect(amthi, { signal });
    expect(connection).toMatchObject({ virtual: true, client: amthi });
    expect(driver.name).toBe("trace:x");
    await expect(driver.connect(virtualMarker, { signal })).rejects.toMatchObject({ code: "ME_NO_CLIENT" });
  });

  test.runIf(process.platform === "linux")(
    "keeps refusals to connect, what was said unasked, and the silence after",
    async () => {
      const properties = { maxMessage: 4000, version: 1 };
      const kernel = new SocketKernel({ "/dev/mei0": { clients: { [mkhi.uuid]: "EBUSY", [lme.uuid]: properties } } });
      const lines: string[] = [];
      const driver = closing(record(linuxDriver({ clock: realClock, kernel }), (line) => lines.push(line), quiet));
      await expect(driver.connect(mkhi, { signal })).rejects.toMatchObject({ code: "ME_BUSY" });
      const connection = await driver.connect(lme, { signal });
      const said = [Buffer.from([97, 0, 0, 0, 1]), Buffer.alloc(0)];
      for (const message of said) {
        kernel.say(message);
        expect(await connection.receive({ signal })).toEqual(message);
      }
      const stop = new AbortController();
      const waiting = connection.receive({ signal: stop.signal });
      stop.abort(new Error("enough"));
      await expect(waiting).rejects.toThrow("enough");
      await connection.close();
      await connection.close();
      const written = lines.map((line) => JSON.parse(line));
      expect(written.slice(1).map(({ c, client, op, code }) => [c, client, op, code])).toEqual([
        [1, "mkhi", "error", "ME_BUSY"],
        [2, "lme", "connect", undefined],
        [2, "lme", "receive", undefined],
        [2, "lme", "receive", undefined],
        [2, "lme", "error", "ABORTED"],
        [2, "lme", "close", undefined],
      ]);
      expect(written[0]).toMatchObject({
        schema: "amt-agent.trace/1",
        driver: "linux",
        device: { device: "/dev/mei0" },
      });

      const again = closing(replay(lines.join("\n")));
      await expect(again.connect(mkhi, { signal })).rejects.toMatchObject({ code: "ME_BUSY" });
      const replayed = await again.connect(lme, { signal });
      for (const message of said) expect(await replayed.receive({ signal })).toEqual(message);
      const parked = replayed.receive({ signal });
      await replayed.close();
      await expect(parked).rejects.toMatchObject({ code: "ME_CLOSED" });
    },
  );

  test("a reset comes where it came", async () => {
    const text = trace(
      { op: "connect", max: 100, version: 1 },
      { op: "send", hex: "01" },
      { op: "receive", hex: "81" },
      { op: "send", hex: "02" },
      { op: "error", during: "receive", code: "ME_GONE" },
      { op: "close" },
      { c: 2, op: "connect", max: 100, version: 1 },
      { c: 2, op: "send", hex: "02" },
      { c: 2, op: "receive", hex: "82" },
    );
    const driver = closing(replay(text));
    const first = await driver.connect(amthi, { signal });
    expect(await exchange(first, "01")).toBe("81");
    await expect(exchange(first, "02")).rejects.toMatchObject({ code: "ME_GONE" });
    await expect(exchange(first, "02")).rejects.toMatchObject({ code: "ME_GONE" });
    const second = await driver.connect(amthi, { signal });
    expect(second.generation).toBeGreaterThan(first.generation);
    expect(await exchange(second, "02")).toBe("82");
    await expect(second.send(Buffer.alloc(101), { signal })).rejects.toMatchObject({ code: "ME_TOO_LARGE" });
    await expect(exchange(second, "03")).rejects.toMatchObject({ code: "ME_GONE" });
  });

  test("who waits before asking hears the answer; who waits after the last answer hears that it is over", async () => {
    const text = trace(
      { op: "connect", max: 100, version: 1 },
      { op: "send", hex: "01" },
      { op: "receive", hex: "81" },
      { op: "send", hex: "02" },
    );
    const driver = closing(replay(text));
    const pump = await driver.connect(amthi, { signal });
    const other = await driver.connect(amthi, { signal });
    const early = pump.receive({ signal });
    await pump.send(Buffer.from([1]), { signal });
    expect((await early).toString("hex")).toBe("81");
    const late = pump.receive({ signal });
    await other.send(Buffer.from([2]), { signal });
    await expect(late).rejects.toMatchObject({ code: "ME_GONE" });
  });
});

describe("secrets in a recording", () => {
  test("a password that the firmware answers with is not written, and the trace still replays", async () => {
    const answers: Buffer[] = [];
    const text = await recording(async (driver) => {
      const connection = await driver.connect(amthi, { signal });
      await connection.send(getLocalSystemAccount.encodeRequest({}), { signal });
      answers.push(await connection.receive({ signal }));
    });
    const { user, password } = getLocalSystemAccount.decodeReply(answers[0]!);
    expect(password.reveal().length).toBeGreaterThan(8);
    expect(text).not.toContain(Buffer.from(password.reveal()).toString("hex"));
    expect(text).toContain(Buffer.from(user).toString("hex"));
    const [again] = (await ask(closing(replay(text)), ["getLocalSystemAccount"])) as [
      { user: string; password: Secret },
    ];
    expect(again.user).toBe(user);
    expect(again.password.reveal()).toBe("*".repeat(33));
  });

  test("a password that we send is not written, and any of its length matches", async () => {
    const send = async (driver: MeiDriver, password: string): Promise<string> => {
      const connection = await driver.connect(amthi, { signal });
      await connection.send(setOneTimePassword.encodeRequest({ password: new Secret(password) }), { signal });
      const reply = (await connection.receive({ signal })).toString("hex");
      await connection.close();
      return reply;
    };
    let live = "";
    const text = await recording(async (driver) => {
      live = await send(driver, "P@ssw0rd");
    });
    expect(text).not.toContain(Buffer.from("P@ssw0rd").toString("hex"));
    expect(await send(closing(replay(text)), "Geheim!!")).toBe(live);
    await expect(send(closing(replay(text)), "longer than it was")).rejects.toMatchObject({ code: "ME_GONE" });
  });

  const masks = masksOf(allCommands);
  const reply = getLocalSystemAccount.encodeReply({ user: "$$OsAdmin", password: new Secret("x".repeat(32)) });
  test.each([
    [
      "two bytes more behind a password",
      amthi,
      "reply",
      lengthened(reply, 2),
      [
        [49, 82],
        [82, 84],
      ],
    ],
    ["a reply that no declaration reads", amthi, "reply", reply.subarray(0, 60), [[16, 60]]],
    ["a request that no declaration knows", amthi, "request", Buffer.alloc(40, 9), [[16, 40]]],
    ["a short one", amthi, "request", Buffer.alloc(12, 9), []],
    ["a client without declarations", { ...mkhi, name: "x", uuid: "x" }, "reply", Buffer.alloc(20), [[16, 20]]],
    ["what passes through an LME channel", lme, "request", Buffer.from([94, ...Buffer.alloc(30)]), [[9, 31]]],
    ["a login over LME", lme, "reply", Buffer.from([50, ...Buffer.alloc(60)]), [[16, 61]]],
    ["a window of LME", lme, "reply", Buffer.from([91, ...Buffer.alloc(16)]), []],
    ["a port of LME", lme, "reply", apf("tcpip-forward"), []],
    ["a trap over LME", lme, "reply", apf("udp-send-to@amt.intel.com"), [[16, 70]]],
  ] as const)("%s", (_, client, half, bytes, expected) => {
    expect(masks(client, half, bytes).map(({ start, end }) => [start, end])).toEqual(expected);
  });
});

describe("a broken trace", () => {
  const good = { t: 1, c: 1, client: "amthi", op: "send", hex: "00" };
  test.each([
    ["", 1, "empty"],
    ["{", 1, "not JSON"],
    ['{"schema":"other/1"}', 1, '"schema" is "other/1"'],
    ['{"schema":"amt-agent.trace/1","driver":"linux","device":{"device":3}}', 1, '"device" is not a text'],
    [trace("half a li"), 2, "not JSON"],
    [trace({ ...good, hex: "0" }), 2, '"hex" is not pairs'],
    [trace(good, { ...good, op: "listen" }), 3, '"op" is "listen"'],
    [trace({ ...good, t: -1 }), 2, '"t" is not a whole number'],
    [trace({ op: "error", code: "ME_GONE" }), 2, '"during"'],
    [trace({ ...good, masked: [[0, 2]] }), 2, "beyond the message"],
    [trace({ ...good, masked: [[2, 1]] }), 2, '"masked" must be'],
    [trace([]), 2, "not a JSON object"],
  ])("%j: line %d, and what is wrong with it", (text, line, what) => {
    const failure = (() => {
      try {
        return replay(text, { name: "trace:x" });
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(TraceError);
    expect(failure).toMatchObject({ code: "TRACE_INVALID", line, message: expect.stringContaining(what) });
    expect((failure as Error).message).toContain(`trace:x, line ${line}`);
  });

  test("a file: written for its owner only, never over another; read back; named when it is broken or not there", async () => {
    const directory = mkdtempSync(join(tmpdir(), "trace-"));
    undo.push(() => rmSync(directory, { recursive: true }));
    const path = join(directory, "mei.jsonl");
    const file = traceFile(path);
    const driver = record(await openVirtual({ clock: realClock }), (line) => file.write(line), quiet);
    const live = await ask(driver, ["getProvisioningState"]);
    await driver.close();
    file.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(() => traceFile(path)).toThrow("EEXIST");
    expect(await ask(closing(await openTrace(path)), ["getProvisioningState"])).toEqual(live);
    writeFileSync(path, `${readFileSync(path, "utf8")}{"t":`);
    await expect(openTrace(path)).rejects.toMatchObject({
      code: "TRACE_INVALID",
      message: expect.stringContaining(path),
    });
    await expect(openTrace(join(directory, "none"))).rejects.toMatchObject({ code: "TRACE_INVALID" });
  });
});

function lengthened(message: Buffer, by: number): Buffer {
  const longer = Buffer.concat([message, Buffer.alloc(by)]);
  longer.writeUInt32LE(longer.length - 12, 8);
  return longer;
}
function apf(request: string): Buffer {
  const message = Buffer.alloc(70);
  message[0] = 80;
  message.writeUInt32BE(request.length, 1);
  message.write(request, 5);
  return message;
}
/** A trace of one AMTHI connection, unless a line says otherwise. A text is a line as it stands. */
function trace(...events: unknown[]): string {
  const header = { schema: "amt-agent.trace/1", driver: "linux", device: null, code: "ME_DENIED" };
  return [header, ...events]
    .map((event, index) => {
      if (typeof event === "string") return event;
      const whole =
        index === 0 || Array.isArray(event) ? event : { t: index, c: 1, client: "amthi", ...(event as object) };
      return JSON.stringify(whole);
    })
    .join("\n");
}
async function exchange(connection: MeiConnection, hex: string): Promise<string> {
  await connection.send(Buffer.from(hex, "hex"), { signal });
  return (await connection.receive({ signal })).toString("hex");
}
