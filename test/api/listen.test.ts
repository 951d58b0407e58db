import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ListenError, listenAt } from "../../agent/api/listen.ts";
import { groupId } from "../../platform/group.ts";
import { openDirectory } from "../support/local-api.ts";

let directory: ReturnType<typeof openDirectory>;
let socket: string;
const servers: Server[] = [];
const server = (): Server => {
  const made = createServer((connection) => connection.end());
  servers.push(made);
  return made;
};
beforeEach(() => {
  directory = openDirectory();
  socket = path.join(directory.path, "run", "agent.sock");
});
afterEach(async () => {
  for (const one of servers.splice(0)) await new Promise((resolve) => one.close(resolve));
  directory.remove();
});

const root = process.geteuid?.() === 0;
const modeOf = (file: string): number => statSync(file).mode & 0o7777;
const problem = (attempt: Promise<unknown>): Promise<ListenError> =>
  attempt.then(
    () => Promise.reject(new Error("it listens")),
    (error: ListenError) => error,
  );
const inside = (): string[] => readdirSync(path.dirname(socket));

/** A socket file whose listener was killed: nobody there to remove it. */
async function leaveStale(at: string): Promise<void> {
  mkdirSync(path.dirname(at), { recursive: true });
  const script = `require("node:net").createServer().listen(${JSON.stringify(at)}, () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(existsSync(at)).toBe(true);
}

describe("a socket", () => {
  test("is open to everyone, in a directory that only we may write", async () => {
    await listenAt(server(), socket, { access: "everyone" });
    expect(modeOf(socket)).toBe(0o666);
    expect(modeOf(path.dirname(socket))).toBe(root ? 0o755 : 0o700);
    expect(inside()).toEqual(["agent.sock"]);
  });

  test.runIf(root)("for administrators is the group's where there is one, else the owner's", async () => {
    const none = await listenAt(server(), socket, { access: "admin", group: "no-such-group-here" });
    expect([none.group, modeOf(socket), statSync(socket).gid]).toEqual([undefined, 0o660, 0]);
    const given = await listenAt(server(), `${socket}.2`, { access: "admin", group: "daemon" });
    expect([given.group, modeOf(`${socket}.2`), statSync(`${socket}.2`).gid]).toEqual([
      "daemon",
      0o660,
      groupId("daemon"),
    ]);
  });

  test("goes away with its server, but not when it is another's by then", async () => {
    const first = await listenAt(server(), socket, { access: "everyone" });
    first.release();
    expect(existsSync(socket)).toBe(false);
    const second = await listenAt(server(), socket, { access: "everyone" });
    first.release();
    expect(existsSync(socket)).toBe(true);
    second.release();
    expect(inside()).toEqual([]);
  });
});

describe("an address that is taken", () => {
  test("by nobody any more is taken over", async () => {
    await leaveStale(socket);
    await listenAt(server(), socket, { access: "everyone" });
    expect(modeOf(socket)).toBe(0o666);
    expect(inside()).toEqual(["agent.sock"]);
  });

  test("by a service is left to it, and its process named", async () => {
    await listenAt(server(), socket, { access: "everyone" });
    const before = lstatSync(socket).ino;
    const error = await problem(listenAt(server(), socket, { access: "everyone" }));
    expect(error).toMatchObject({ code: "API_ALREADY_RUNNING", pid: process.pid });
    expect(error.message).toContain(`process ${process.pid}`);
    expect(lstatSync(socket).ino).toBe(before);
    expect(inside()).toEqual(["agent.sock"]);
  });

  test("by a file is left alone", async () => {
    mkdirSync(path.dirname(socket));
    writeFileSync(socket, "mine");
    expect(await problem(listenAt(server(), socket, { access: "everyone" }))).toMatchObject({ code: "API_ADDRESS" });
    expect(inside()).toEqual(["agent.sock"]);
  });

  test("by a symlink is left alone, whatever it points to", async () => {
    mkdirSync(path.dirname(socket));
    symlinkSync("/etc/passwd", socket);
    expect(await problem(listenAt(server(), socket, { access: "everyone" }))).toMatchObject({ code: "API_ADDRESS" });
  });

  test("by a stale socket goes to exactly one of many who want it at once", async () => {
    await leaveStale(socket);
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () => listenAt(server(), socket, { access: "everyone" })),
    );
    const lost = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [attempt.reason.code] : []));
    expect(lost).toEqual(Array(7).fill("API_ALREADY_RUNNING"));
    expect(inside()).toEqual(["agent.sock"]);
  });
});

describe("a directory", () => {
  test("that every user may write is refused", async () => {
    mkdirSync(path.dirname(socket));
    chmodSync(path.dirname(socket), 0o777);
    const error = await problem(listenAt(server(), socket, { access: "everyone" }));
    expect(error).toMatchObject({ code: "API_ADDRESS", message: expect.stringContaining("chmod o-w") });
  });
  test("like /tmp, where nobody may remove another's files, will do", async () => {
    mkdirSync(path.dirname(socket));
    chmodSync(path.dirname(socket), 0o1777);
    await listenAt(server(), socket, { access: "everyone" });
  });
  test("that is too deep for a socket's path is named", async () => {
    const deep = path.join(directory.path, "x".repeat(100), "agent.sock");
    expect(await problem(listenAt(server(), deep, { access: "everyone" }))).toMatchObject({
      code: "API_ADDRESS",
      message: expect.stringContaining("107 bytes"),
    });
  });
});
