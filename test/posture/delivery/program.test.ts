import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiClient } from "../../../agent/api/client.ts";
import { verifyPosture } from "../../../agent/posture/document/verify.ts";
import { realClock } from "../../../platform/clock.ts";
import { linesIn } from "../../support/letters.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Running, service } from "../../support/program.ts";
import { never } from "../../support/virtual-machine.ts";

const dir = folder();
const places = ["--spool-dir", dir.in("spool"), "--send-dir", dir.in("send"), "--config", dir.in("config.yaml")];
const away = createServer((_, answer) => void answer.writeHead(503).end());
let agent: Running;
let sender: Running;
beforeAll(async () => {
  away.listen(0, "127.0.0.1");
  await once(away, "listening");
  const { port } = away.address() as AddressInfo;
  writeFileSync(
    dir.in("config.yaml"),
    `allowVirtual: true\nposture:\n  hours: 0\n  key: file\n  send:\n    - {name: archive, to: file, path: ${dir.in("posture.ndjson")}}\n` +
      `    - {name: away, to: https, url: "http://127.0.0.1:${port}/"}\n`,
  );
  agent = await service("virtual:acm-15", dir, ["--lms-port-offset", "23000", ...places]);
  sender = await amtAgentStays(["sender", ...places], /posture reports go to archive, away/);
}, 60_000);
afterAll(async () => {
  await sender?.stop();
  await agent?.stop();
  away.close();
  dir.remove();
});
const client = () => apiClient({ socket: dir.in("agent.sock"), clock: realClock });
const spool = async () => {
  const { json } = await amtAgentJson(["posture", "spool", ...places]);
  return json;
};
/** The sender says nothing when it is done. */
async function eventually<T>(ask: () => Promise<T>, fits: (found: T) => boolean): Promise<T> {
  let found = await ask();
  for (let left = 20; left > 0 && !fits(found); left -= 1) found = await ask();
  return found;
}

describe("service and sender", () => {
  test("what the service makes is in the archive, signed, and waits for the one that is away", async () => {
    await client().callAdmin("POST /v1/posture/collect", undefined, { signal: never });
    const state = await eventually(
      spool,
      ({ destinations }) => destinations[1].failing !== null && destinations[0].delivered > 0,
    );
    expect(state).toMatchObject({ schema: "amt-agent.posture-spool/1", reports: 1 });
    expect(state.destinations).toMatchObject([
      { name: "archive", to: "file", waiting: 0, delivered: 1, failing: null },
      {
        name: "away",
        to: "https",
        waiting: 1,
        delivered: 0,
        failing: { code: "DELIVERY_ANSWER", message: "the server answered 503" },
      },
    ]);
    const [line] = linesIn(dir.path, "posture.ndjson");
    expect(verifyPosture(`${line}\n`).posture.sequence).toBe(1);
    const { stdout } = await amtAgent(["posture", "spool", ...places]);
    expect(stdout).toMatch(/archive \(file\): nothing waits; 1 sent, the last \S+Z\n/);
    expect(stdout).toMatch(/attempts? failed since \S+Z, again at \S+Z: the server answered 503 \(DELIVERY_ANSWER\)/);
  }, 60_000);
  test("a second sender is refused; one that was killed goes on where it was", async () => {
    const second = await amtAgent(["sender", ...places]);
    expect(second.code).toBe(5);
    await sender.stop("SIGKILL");
    await client().callAdmin("POST /v1/posture/collect", undefined, { signal: never });
    sender = await amtAgentStays(["sender", ...places], /posture reports go to/);
    await eventually(spool, ({ destinations }) => destinations[0].delivered === 2);
    const sequences = linesIn(dir.path, "posture.ndjson").map((line) => verifyPosture(`${line}\n`).posture.sequence);
    expect(sequences).toEqual([1, 2]);
  }, 60_000);
});

describe("posture send", () => {
  test("one report to all, and what became of it", async () => {
    const report = dir.in("report.json");
    writeFileSync(report, `${readFileSync(dir.in("posture.ndjson"), "utf8").split("\n")[0]}\n`);
    const dry = await amtAgent(["posture", "send", report, "--dry-run", ...places.slice(4)]);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining("would be sent to file") });
    const { code, stdout } = await amtAgent(["posture", "send", report, "--json", ...places.slice(4)]);
    expect(code).toBe(15);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "amt-agent.posture-send/1",
      report: { sequence: 1 },
      outcomes: [
        { destination: "archive", result: "sent", code: null },
        { destination: "away", result: "failed", code: "DELIVERY_ANSWER" },
      ],
    });
    expect((await amtAgent(["posture", "send", report, "--to", "archive", ...places.slice(4)])).code).toBe(0);
  }, 60_000);
  test("to nobody that there is, and of what is no report", async () => {
    const wrong = await amtAgent(["posture", "send", dir.in("report.json"), "--to", "archiv", ...places.slice(4)]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('has no "archiv"; did you mean archive?') });
    const no = await amtAgent(["posture", "send", dir.in("config.yaml"), ...places.slice(4)]);
    expect(no.code).toBe(10);
  }, 60_000);
});
