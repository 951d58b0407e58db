import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { streamFrames } from "../../virtual-me/hbm/stream.ts";
import { serveHbm } from "../../virtual-me/main.ts";
import { hex, word } from "../support/hbm-host.ts";
import { amtAgent, amtAgentStays } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";

let folder: string;
let server: Server;
let path: string;
/** Every frame the ME has sent, as hex; `until` waits for one. */
interface Host {
  readonly socket: Socket;
  send(frame: string): void;
  until(wanted: RegExp): Promise<string>;
}
let accepted: Promise<Host>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "hbm-"));
  path = join(folder, "bus");
  server = createServer();
  accepted = once(server, "connection").then(([socket]: Socket[]) => hostOf(socket as Socket));
  await once(server.listen(path), "listening");
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function hostOf(socket: Socket): Host {
  const frames = streamFrames(1_024);
  const came: string[] = [];
  let look = (): void => {};
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    came.push(...frames.feed(chunk).map((frame) => frame.toString("hex")));
    look();
  });
  return {
    socket,
    send: (frame) => void socket.write(frames.wrap(hex(frame))),
    until: (wanted) =>
      new Promise((resolve, reject) => {
        look = () => {
          const index = came.findIndex((frame) => wanted.test(frame));
          if (index >= 0) resolve(came.splice(0, index + 1).at(-1) ?? "");
        };
        socket.once("close", () => reject(new Error(`closed; came ${came.join(" ")}`)));
        look();
      }),
  };
}
const packet = (message: string): string =>
  `44000000 ${word(0, 0, hex(message).length, 0x80).toString("hex")} ${message}`;

describe("in this process", () => {
  const clock = steppedClock();
  test("is a bus until it is told to stop, and leaves nothing", async () => {
    const stop = new AbortController();
    const done = serveHbm({ machine: "acm-15", hbm: path, clock, signal: stop.signal });
    const host = await accepted;
    expect(await host.until(/^46/)).toHaveLength(56);
    host.send("52000000");
    await host.until(/^59000000$/);
    host.send(packet("01 00 02 02"));
    expect(await host.until(/^44/)).toBe("440000000000048081010202");
    const closed = once(host.socket, "close");
    stop.abort();
    await done;
    await closed;
    expect(clock.pending).toBe(0);
  });
  test("tells what the host did wrong, and goes on", async () => {
    const stop = new AbortController();
    const wrong: string[] = [];
    const onViolation = ({ message }: Error): void => void wrong.push(message);
    const done = serveHbm({ machine: "acm-15", hbm: path, clock, signal: stop.signal, onViolation });
    const host = await accepted;
    host.send("52000000");
    await host.until(/^59/);
    host.send(packet("77 000000"));
    await host.until(/^58/);
    expect(wrong).toEqual([expect.stringContaining("119")]);
    host.send("52000000");
    await host.until(/^59/);
    stop.abort();
    await done;
  });
  test("ends when the host goes, or sends what is no frame", async () => {
    const signal = new AbortController().signal;
    const ended = expect(serveHbm({ machine: "acm-15", hbm: path, clock, signal })).rejects.toMatchObject({
      code: "HBM_GONE",
    });
    (await accepted).socket.write(Buffer.from([0xff, 0xff]));
    await ended;
    accepted = once(server, "connection").then(([socket]: Socket[]) => hostOf(socket as Socket));
    const left = expect(serveHbm({ machine: "acm-15", hbm: path, clock, signal })).rejects.toMatchObject({
      code: "HBM_GONE",
    });
    (await accepted).socket.destroy();
    await left;
  });
  test("refuses what is no bus", async () => {
    const signal = new AbortController().signal;
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const hbm of [file, join(folder, "nothing")])
      await expect(serveHbm({ machine: "acm-15", hbm, clock, signal })).rejects.toMatchObject({ code: "HBM_ABSENT" });
    await expect(serveHbm({ machine: "acm-99", hbm: path, clock, signal })).rejects.toMatchObject({
      code: "MACHINE_UNKNOWN",
    });
  });
});

describe("the program", () => {
  test("SIGUSR1 resets the ME, SIGUSR2 for half a second, as often as they come; SIGTERM ends it", async () => {
    const me = await amtAgentStays(["virtual-me", "--machine", "acm-15", "--hbm", path, "--json"], /\}/);
    const host = await accepted;
    expect(JSON.parse(me.said())).toEqual({
      machine: "acm-15",
      hbm: path,
      operator: `${path}.operator`,
      virtual: true,
      pid: me.pid,
    });
    for (const reset of ["SIGUSR1", "SIGUSR1", "SIGUSR2"] as const) {
      host.send("52000000");
      await host.until(/^59/);
      process.kill(me.pid, reset);
      await host.until(/^58/);
    }
    const began = performance.now();
    host.send("52000000");
    await host.until(/^59/);
    // From the signal on; its way here is the rest
    expect(performance.now() - began).toBeGreaterThan(250);
    host.socket.on("data", () => {});
    expect(await me.stop()).toBe(0);
  });
  test("says what is wrong with its path", async () => {
    const { code, stderr } = await amtAgent(["virtual-me", "--machine", "acm-15", "--hbm", join(folder, "none")]);
    expect(stderr).toMatch(/cannot be opened/);
    expect(code).toBe(3);
    const both = await amtAgent(["virtual-me", "--machine", "acm-15", "--hbm", path, "--cuse", "mei0"]);
    expect(both.code).toBe(2);
  });
});
