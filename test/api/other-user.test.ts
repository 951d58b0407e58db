import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import { assertTrustedServer } from "../../agent/api/trust.ts";
import { realClock } from "../../platform/clock.ts";
import { openDirectory, startPlainApi } from "../support/local-api.ts";

const nobody = 65_534;
const child = path.join(import.meta.dirname, "../support/other-user.child.ts");
const asNobody = (...args: string[]): [string, string[]] => [
  "setpriv",
  [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    "--clear-groups",
    process.execPath,
    "--import",
    import.meta.resolve("tsx"),
    child,
    ...args,
  ],
];
const env = { PATH: process.env.PATH, HOME: "/nonexistent" };

/** Node and this tree may lie where only root may look. */
function nobodyCanRun(): boolean {
  if (process.geteuid?.() !== 0) return false;
  try {
    const [command, args] = asNobody("serve", "/nonexistent/s");
    execFileSync(command, [...args.slice(0, 4), "-e", `require("node:fs").readFileSync(${JSON.stringify(child)})`], {
      env,
    });
    return true;
  } catch {
    return false; // that is the answer
  }
}

describe.runIf(nobodyCanRun())("another user", () => {
  test("asks with our client: status yes, admin calls API_DENIED by the socket's mode", async () => {
    const api = await startPlainApi();
    try {
      const [command, args] = asNobody("ask", api.socket);
      const asked = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
      let out = "";
      asked.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
      await once(asked, "close");
      expect(JSON.parse(out)).toEqual({ standing: "unknown", code: "API_DENIED" });
    } finally {
      await api.stop();
    }
  });

  test("who listens there is not sent a secret, unless that is the service's user", async () => {
    const directory = openDirectory();
    const socket = path.join(directory.path, "agent.sock");
    chownSync(directory.path, nobody, nobody);
    const [command, args] = asNobody("serve", `${socket}.admin`);
    const server = spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"] });
    await once(server.stdout, "data");
    const { signal } = new AbortController();
    const call = (serviceUid?: number) =>
      apiClient({
        socket,
        clock: realClock,
        checkServer: (connection, address) => {
          assertTrustedServer(connection, address, serviceUid === undefined ? {} : { serviceUid });
          throw new Error("trusted");
        },
      }).callAdmin("POST /v1/mei/call", { command: "x" }, { signal });
    await expect(call()).rejects.toMatchObject({
      code: "API_SERVER_UNTRUSTED",
      message: expect.stringContaining(`belongs to user ${nobody}`),
    });
    await expect(call(nobody)).rejects.toThrow("trusted");
    // root's directory, the wrong listener; then the right listener in a directory open to all
    chownSync(directory.path, 0, 0);
    await expect(call()).rejects.toMatchObject({ code: "API_SERVER_UNTRUSTED" });
    chmodSync(directory.path, 0o777);
    await expect(call(nobody)).rejects.toThrow(/every user may write/);
    server.stdin.end();
    await once(server, "exit");
    directory.remove();
  });
});
