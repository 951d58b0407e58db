import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { getUuid } from "../../mei/amthi/state.ts";
import { amthi, mkhi } from "../../mei/clients.ts";
import { socketDriver } from "../../mei/drivers/socket.ts";
import { frames } from "../../mei/drivers/socket-protocol.ts";
import { codeOf } from "../../mei/errors.ts";
import type { MeiConnection } from "../../mei/port.ts";
import { openSession, type SessionTiming } from "../../mei/session.ts";
import { startWatchdog, stopWatchdog } from "../../mei/watchdog/commands.ts";
import { realClock } from "../../platform/clock.ts";
import type { FaultKind } from "../../virtual-me/faults.ts";
import { serveVirtualMe } from "../../virtual-me/main.ts";
import { type Served, served } from "../support/served-machine.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const signal = new AbortController().signal;
let server: Served | undefined;
const start = async (...given: Parameters<typeof served>): Promise<Served> => {
  server = await served(...given);
  return server;
};
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
const [golden] = getProvisioningState.golden;
const request = Buffer.from(golden?.requestHex ?? "", "hex");
const connectFrame = (uuid: string) => frames.connect.write({ uuid });
const descriptors = (): number => readdirSync("/proc/self/fd").length;

/** A socket without our driver: what it was sent until the other end hung up. */
function wild(path: string): { socket: Socket; ended: Promise<Buffer> } {
  const socket = createConnection(path);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => {});
  const ended = new Promise<Buffer>((resolve) => socket.on("close", () => resolve(Buffer.concat(chunks))));
  return { socket, ended };
}
async function works(path: string): Promise<void> {
  const driver = socketDriver({ path, clock: realClock });
  const session = openSession(driver, amthi, { clock: realClock });
  expect((await getProvisioningState.call(session, {}, { signal })).state).toBe("pre");
  await session.close();
  await driver.close();
}

describe("the socket", () => {
  test("is 0600, and gone afterwards, with all that was made beside it", async () => {
    const { path, stop } = await start("unprovisioned-11");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(["me.sock"]);
    const directory = dirname(path);
    await stop();
    expect(existsSync(directory)).toBe(false);
  });
  test("replaces one that a dead process left, but neither a live one nor a file", async () => {
    const directory = mkdtempSync(join(tmpdir(), "amt-me-"));
    const path = join(directory, "me.sock");
    const serve = (end: AbortSignal, onReady = () => {}) =>
      serveVirtualMe({ machine: "consumer-11", socket: path, clock: realClock, signal: end, onReady });
    writeFileSync(path, "precious");
    await expect(serve(signal)).rejects.toMatchObject({ code: "SOCKET_IN_USE" });
    rmSync(path);

    // A server that is gone, its socket still there: moved away first, so that closing cannot remove it.
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(`${path}.born`, resolve));
    renameSync(`${path}.born`, path);
    await new Promise((resolve) => dead.close(resolve));
    expect(existsSync(path)).toBe(true);

    const first = new AbortController();
    await new Promise<void>((resolve, reject) => {
      const running = serve(first.signal, resolve);
      running.catch(reject);
      first.signal.addEventListener("abort", () => void running);
    });
    await expect(serve(signal)).rejects.toMatchObject({ code: "SOCKET_IN_USE" });
    first.abort();
    await expect.poll(() => existsSync(path)).toBe(false);

    await expect(serveVirtualMe({ machine: "nobody", socket: path, clock: realClock, signal })).rejects.toMatchObject({
      code: "MACHINE_UNKNOWN",
    });
    expect(readdirSync(directory)).toEqual([]);
    await expect(
      serveVirtualMe({ machine: "consumer-11", socket: join(directory, "no", "me.sock"), clock: realClock, signal }),
    ).rejects.toMatchObject({ code: "SOCKET_DENIED" });
    rmSync(directory, { recursive: true });
  });
  test("that is not there: ME_ABSENT; that speaks otherwise: ME_DRIVER", async () => {
    const directory = mkdtempSync(join(tmpdir(), "amt-me-"));
    const path = join(directory, "other.sock");
    const driver = socketDriver({ path, clock: realClock });
    await expect(driver.connect(amthi, { signal })).rejects.toMatchObject({ code: "ME_ABSENT" });
    const other = createServer((socket) =>
      socket
        .on("error", () => {})
        .resume()
        .end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    );
    await new Promise<void>((resolve) => other.listen(path, resolve));
    await expect(driver.describe({ signal })).rejects.toMatchObject({ code: "ME_DRIVER" });
    await expect(driver.connect(amthi, { signal })).rejects.toMatchObject({ code: "ME_DRIVER" });
    await driver.close();
    await new Promise((resolve) => other.close(resolve));
    rmSync(directory, { recursive: true });
  });
});

test("the holder is named across sockets and by whichever driver asks; a client of its own is free", async () => {
  const { path } = await start("unprovisioned-11");
  const [one, two] = [1, 2].map(() => socketDriver({ path, clock: realClock }));
  const first = await one!.connect(amthi, { signal });
  await expect(two!.connect(amthi, { signal })).rejects.toMatchObject({
    code: "ME_BUSY",
    holder: expect.stringMatching(new RegExp(`^\\S.* \\(process ${process.pid}\\)$`)),
    message: expect.stringContaining(`process ${process.pid}`),
  });
  const other = await two!.connect(mkhi, { signal });
  await first.close();
  await (await two!.connect(amthi, { signal })).close();
  await other.close();
  await one!.close();
  await two!.close();
});

test("what has no answer arrives even if we close at once", async () => {
  const { path, me } = await start("acm-15");
  const driver = socketDriver({ path, clock: realClock });
  const session = openSession(driver, startWatchdog.client, { clock: realClock });
  await startWatchdog.call(session, { timeout: 120 }, { signal });
  expect(me.world.watchdog.running).toBe(true);
  await stopWatchdog.call(session, {}, { signal });
  await session.close();
  expect(me.world.watchdog.running).toBe(false);
  expect(me.open).toBe(0);
  await driver.close();
});

describe("faults over the socket", () => {
  // Real time, real processes: short only where running out of it is what is expected.
  const timingOf = (kind: FaultKind): SessionTiming => ({
    connect: 10_000,
    reply: kind === "late" || kind === "hang" ? 1_500 : 20_000,
    idle: 60_000,
    busy: [5, 10],
    gone: [5, 10],
  });
  const expected: readonly (readonly [FaultKind, string])[] = [
    ["busy", "ok"],
    ["reset", "ok"],
    ["resetIdle", "ok"],
    ["short", "WIRE"],
    ["late", "ME_TIMEOUT"],
    ["empty", "ME_EMPTY"],
    ["hang", "ME_TIMEOUT"],
    ["stale", "WIRE"],
  ];
  test.each(expected)("%s: %s, then the next command gets its own answer", async (kind, code) => {
    const { path, me } = await start("unprovisioned-11");
    const driver = socketDriver({ path, clock: realClock });
    const timing = timingOf(kind);
    const session = openSession(driver, amthi, { clock: realClock, timing });
    await getUuid.call(session, {}, { signal });
    if (kind === "busy") await session.close();
    const next = kind === "busy" ? openSession(driver, amthi, { clock: realClock, timing }) : session;
    me.faults.add({ client: "amthi", kind, ms: 2_500 });
    const came = await getProvisioningState.call(next, {}, { signal }).then(() => "ok", codeOf);
    expect(came).toBe(code);
    expect(me.faults.left).toBe(0);
    for (let i = 0; i < 2; i++) {
      expect((await getUuid.call(next, {}, { signal })).uuid).toBe(me.machine.facts.uuid.value);
      expect((await getProvisioningState.call(next, {}, { signal })).state).toBe("pre");
    }
    await next.close();
    await driver.close();
  });
});

describe("hostile hosts", () => {
  test.each<[string, Buffer]>([
    ["garbage", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
    ["a frame without end", Buffer.from("04ffffffff00", "hex")],
    ["an unknown frame", Buffer.from("0900000000", "hex")],
    ["a frame of the ME's", frames.connected.write({ maxMessage: 1, version: 1, machine: "x" })],
    ["data before a connection", frames.data.write(request)],
    ["a connect that is too short", Buffer.from("01020000000102", "hex")],
    ["two questions", Buffer.concat([frames.describe.write({}), frames.describe.write({})])],
    [
      "a message larger than the client's",
      Buffer.concat([connectFrame(amthi.uuid), frames.data.write(Buffer.alloc(5121))]),
    ],
    ["two connections on one descriptor", Buffer.concat([connectFrame(mkhi.uuid), connectFrame(mkhi.uuid)])],
  ])("%s: hung up on, others are served", async (_, bytes) => {
    // Time stands still: it is not the clock that ends it.
    const { path, me } = await start("unprovisioned-11", { clock: steppedClock() });
    const { socket, ended } = wild(path);
    socket.write(bytes);
    await ended;
    expect(me.open).toBe(0);
    await works(path);
  });

  test("half a frame, then nothing: hung up on by the clock, others are served meanwhile", async () => {
    const clock = steppedClock();
    const { path } = await start("unprovisioned-11", { clock });
    const silent = wild(path);
    const half = wild(path);
    half.socket.write(connectFrame(amthi.uuid).subarray(0, 7));
    await works(path);
    await expect.poll(() => clock.pending).toBe(2);
    clock.advance(10_000);
    expect(await silent.ended).toHaveLength(0);
    expect(await half.ended).toHaveLength(0);
    await works(path);
  });

  test("one that cuts its messages byte by byte is understood", async () => {
    const { path } = await start("unprovisioned-11");
    const { socket, ended } = wild(path);
    for (const byte of Buffer.concat([connectFrame(amthi.uuid), frames.data.write(request)]))
      await new Promise((sent) => socket.write(Buffer.of(byte), sent));
    socket.end();
    const bytes = await ended;
    expect(bytes.subarray(-20).toString("hex")).toBe(golden?.replyHex);
  });

  test("one that sends and never reads is not read either: what we keep is bounded", async () => {
    const { path } = await start("unprovisioned-11");
    const driver = socketDriver({ path, clock: realClock });
    const on: MeiConnection = await driver.connect(amthi, { signal });
    const versions = Buffer.from("010100001a00000400000000", "hex");
    const before = process.memoryUsage();
    // 525 bytes for 12: the server stops reading long before this is all sent, and then so does send().
    const stop = new AbortController();
    let sent = 0;
    const flood = (async () => {
      for (; sent < 200_000; sent++) await on.send(versions, { signal: stop.signal });
    })();
    const stalled = async (): Promise<boolean> => {
      const was = sent;
      await works2(path);
      return sent === was && sent > 0;
    };
    await expect.poll(stalled, { timeout: 10_000, interval: 50 }).toBe(true);
    expect(sent).toBeLessThan(100_000);
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(32 * 2 ** 20);
    stop.abort(new Error("enough"));
    await expect(flood).rejects.toThrow("enough");
    await driver.close();
    await expect
      .poll(async () =>
        works(path).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });
  /** The others: this client is taken, its neighbour is served. */
  async function works2(path: string): Promise<void> {
    const driver = socketDriver({ path, clock: realClock });
    const on = await driver.connect(mkhi, { signal });
    await on.send(Buffer.from("ff020000", "hex"), { signal });
    expect(await on.receive({ signal })).toHaveLength(28);
    await driver.close();
  }
});

test("300 times connect, exchange, close: no descriptor is left", async () => {
  const { path, me } = await start("unprovisioned-11");
  const driver = socketDriver({ path, clock: realClock });
  const once = async (): Promise<void> => {
    const on = await driver.connect(amthi, { signal });
    await on.send(request, { signal });
    expect((await on.receive({ signal })).toString("hex")).toBe(golden?.replyHex);
    await on.close();
  };
  await once();
  const before = descriptors();
  for (let i = 0; i < 300; i++) await once();
  expect(me.open).toBe(0);
  await expect.poll(descriptors).toBeLessThanOrEqual(before);
  await driver.close();
});
