import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realClock } from "../../platform/clock.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { order } from "../../virtual-me/operator/client.ts";
import { type Control, serveOperator } from "../../virtual-me/operator/control.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";
import { never } from "../support/virtual-machine.ts";

let directory: string;
let path: string;
let clock: SteppedClock;
let me: VirtualMe;
let control: Control;
const broken: unknown[] = [];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "amt-op-"));
  path = join(directory, "me.sock.operator");
  clock = steppedClock();
  me = await createVirtualMe("acm-15", { clock });
  control = await serveOperator(me.operator, { path, clock, onFailure: (error) => broken.push(error) });
});
afterEach(async () => {
  await control.close();
  me.close();
  expect([existsSync(path), clock.pending, broken.splice(0)]).toEqual([false, 0, []]);
  rmSync(directory, { recursive: true });
});
const ask = (...words: string[]) => order(path, words, { clock: realClock, signal: never });
/** Sends bytes as they are; what comes back, and how it ended. */
async function send(bytes: string | Buffer, { ends = true } = {}): Promise<string> {
  const socket = connect(path);
  socket.on("error", () => {}); // hung up on while writing
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  if (ends) socket.end(bytes);
  else socket.write(bytes);
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(parts).toString("utf8");
}
const code = (answer: string): string => (JSON.parse(answer) as { code: string }).code;

test("an order is carried out, a refusal says why, and the socket is its owner's alone", async () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect((await ask("kvm", "open")).state.kvm).toBe("open");
  expect(me.world.kvm).toBe(true);
  await expect(ask("kvm", "open")).rejects.toMatchObject({ code: "OPERATOR_REFUSED" });
  await expect(ask("kvm", "opne")).rejects.toMatchObject({ code: "OPERATOR_UNKNOWN" });
  const both = await Promise.all([ask("sol", "open"), ask("usbr", "open")]);
  expect(both.map(({ alerts }) => alerts)).toEqual([["iAMT0050-48"], ["iAMT0050-50"]]);
  expect(await send('{"words":["sol","close"]}\n', { ends: false })).toContain('"ok":true');
});

describe("hostile input", () => {
  test("what is no request is told so, and one connection is one request", async () => {
    const bad = [
      "\n",
      "{}\n",
      "null\n",
      "[]\n",
      '"kvm"\n',
      '{"words":"kvm"}\n',
      '{"words":[1]}\n',
      "GET / HTTP/1.1\r\n\r\n",
    ];
    for (const text of bad) expect(code(await send(text)), text).toBe("OPERATOR_PROTOCOL");
    expect(code(await send(`{"words":["${"x".repeat(2_000)}"]}\n`))).toBe("OPERATOR_PROTOCOL");
    expect(code(await send("x".repeat(100_000), { ends: false }))).toBe("OPERATOR_PROTOCOL");
    expect(code(await send('{"words":["a","b","c","d","e"]}\n'))).toBe("OPERATOR_PROTOCOL");
    for (const words of ['["__proto__","show"]', '["kvm","__proto__"]', '["kvm","hasOwnProperty"]', "[]"])
      expect(code(await send(`{"words":${words}}\n`)), words).toBe("OPERATOR_UNKNOWN");
    const twice = '{"words":["sol","open"]}\n{"words":["sol","close"]}\n';
    expect((await send(twice)).match(/"ok"/g)).toHaveLength(1);
    expect(me.world.sol).toBe(true);
    expect(await send('{"words":["sol"')).toBe(""); // hung up on in the middle
  });
  test("noise of any kind leaves it as it was", async () => {
    const before = JSON.stringify(await ask("state"));
    const words = fc.array(fc.oneof(fc.constantFrom("kvm", "consent", "state"), fc.string()), { maxLength: 3 });
    const lines = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
      words
        .filter((some) => !["open", "enable", "reset"].some((one) => some.includes(one)))
        .map((some) => Buffer.from(`${JSON.stringify({ words: some })}\n`)),
      fc.json().map((text) => Buffer.from(`${text}\n`)),
    );
    await fc.assert(
      fc.asyncProperty(lines, async (bytes) => {
        const answer = await send(bytes);
        expect(answer === "" || /^\{"ok":.*\}\n$/.test(answer)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(JSON.stringify(await ask("state"))).toBe(before);
  });
  test("whoever says nothing, or takes no answer, is hung up on after ten seconds", async () => {
    const silent = connect(path);
    await once(silent, "connect");
    const deaf = connect(path).pause();
    deaf.write('{"words":["state"]}\n');
    while (clock.pending < 2) await turn();
    await ask("state");
    clock.advance(10_000);
    await once(silent.resume(), "close");
    await once(deaf.resume(), "close");
  });
  test("the seventeenth at once is turned away, the next is not", async () => {
    const held = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const socket = connect(path);
        await once(socket, "connect");
        return socket;
      }),
    );
    while (clock.pending < 16) await turn();
    expect(await send("")).toBe("");
    for (const socket of held) socket.destroy();
    while (clock.pending > 0) await turn();
    expect((await ask("state")).alerts).toEqual([]);
  });
});

test.skipIf(process.geteuid?.() !== 0)("another user is refused, even where the mode would let them in", async () => {
  chmodSync(directory, 0o755);
  const script = `require("net").connect(${JSON.stringify(path)}).on("error", (e) => console.log(e.code)).on("data", (d) => console.log(String(d))).write('{"words":["sol","open"]}\\n')`;
  const asOther = async (): Promise<string> => {
    const child = spawn(process.execPath, ["-e", script], { uid: 65534, gid: 65534, cwd: "/" });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      said += part;
    });
    await once(child, "close");
    return said;
  };
  expect(await asOther()).toContain("EACCES");
  chmodSync(path, 0o666);
  expect(code(await asOther())).toBe("OPERATOR_DENIED");
  expect(me.world.sol).toBe(false);
});

describe("places", () => {
  test("a socket that somebody listens at, a file, a directory that is not there", async () => {
    const at = (name: string) =>
      serveOperator(me.operator, { path: name, clock, onFailure: (error) => broken.push(error) });
    await expect(at(path)).rejects.toMatchObject({ code: "SOCKET_IN_USE" });
    writeFileSync(join(directory, "file"), "");
    await expect(at(join(directory, "file"))).rejects.toMatchObject({ code: "SOCKET_IN_USE" });
    await expect(at(join(directory, "no", "me"))).rejects.toMatchObject({ code: "SOCKET_DENIED" });
    expect((await ask("state")).state.machine).toBe("acm-15");
  });
  test("nobody there, and something that is no virtual ME", async () => {
    const elsewhere = join(directory, "other");
    const asked = () => order(elsewhere, ["state"], { clock: realClock, signal: never });
    await expect(asked()).rejects.toMatchObject({ code: "OPERATOR_UNREACHABLE" });
    for (const answer of ["", "hello\n", "null\n", '{"ok":true}\n', '{"ok":false}\n', "x".repeat(70_000)]) {
      const server = createServer((socket) =>
        socket
          .on("error", () => {})
          .resume()
          .end(answer),
      ).listen(elsewhere);
      await once(server, "listening");
      await expect(asked(), answer.slice(0, 20)).rejects.toMatchObject({ code: "OPERATOR_PROTOCOL" });
      await new Promise((resolve) => server.close(resolve));
    }
    const stop = new AbortController();
    const late = createServer((socket) => {
      socket.on("error", () => {}).resume();
      stop.abort(new Error("enough"));
    }).listen(elsewhere);
    await once(late, "listening");
    await expect(order(elsewhere, ["state"], { clock: realClock, signal: stop.signal })).rejects.toThrow("enough");
    await new Promise((resolve) => late.close(resolve));
  });
});
