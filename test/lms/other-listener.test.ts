import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { throughPorts } from "../../agent/wsman/way.ts";
import { codeOf } from "../../mei/errors.ts";
import { realClock } from "../../platform/clock.ts";
import { linuxTcpOwners, noTcpOwners } from "../../platform/tcp-owner.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { fastClock, lmsOn, servedLms, told } from "../support/lms.ts";
import { needs } from "../support/needs.ts";
import { never } from "../support/virtual-machine.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const nobody = 65_534;
const canBeNobody = process.geteuid?.() === 0 && (await needs("netcat-openbsd"));

/** Listens as a user who has no business with AMT. */
async function listeningAsNobody(): Promise<{ port: number; heard(): string }> {
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  const child = spawn("nc", ["-l", "-k", "-v", "127.0.0.1", String(port)], { uid: nobody, gid: nobody });
  cleanups.push(() => child.kill());
  let heard = "";
  child.stdout.on("data", (part: Buffer) => {
    heard += part.toString();
  });
  await once(child.stderr, "data"); // that it listens
  return { port, heard: () => heard };
}
const snapshotAt = (port: number) => ({
  state: "open" as const,
  holder: null,
  code: null,
  ports: [{ port: 16992, state: "open" as const, at: [`127.0.0.1:${port}`] }],
  alerts: 0,
});
const options = { clock: realClock, owners: linuxTcpOwners(), serviceUid: undefined };

describe.runIf(canBeNobody)("a port of AMT's on which another user listens", () => {
  test("gets nothing of ours while another program has LME", async () => {
    const { port, heard } = await listeningAsNobody();
    const first = await lmsOn("acm-15", { reach: "off" });
    cleanups.push(() => first.close());
    const second = servedLms(virtualDriver(first.me), { placeOfOther: () => port });
    cleanups.push(() => second.close());
    await told(second.lms, () => second.lms.view().state === "held");
    for (const ask of [
      () => second.lms.connectAmt(16992, { signal: never }),
      () => second.lms.firstPort([16992, 16993], { signal: never }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: "LMS_UNTRUSTED", message: expect.stringContaining("65534") });
    expect(heard()).toBe("");
  });

  test("gets nothing of a command's, unless that is the service's user", async () => {
    const { port } = await listeningAsNobody();
    const asked = throughPorts(snapshotAt(port), options).connect({ signal: never });
    await expect(asked).rejects.toMatchObject({ code: "LMS_UNTRUSTED" });
    for (const believed of [
      { ...options, serviceUid: nobody },
      { ...options, owners: noTcpOwners },
    ]) {
      const stream = await throughPorts(snapshotAt(port), believed).connect({ signal: never });
      stream.destroy();
    }
  });
});

test("our own user's program is believed; one that takes no connections is not waited for for ever", async () => {
  const server = createServer({ pauseOnConnect: true }, (socket) => socket.on("error", () => {})).listen(
    0,
    "127.0.0.1",
  );
  cleanups.push(() => server.close());
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const stream = await throughPorts(snapshotAt(port), options).connect({ signal: never });
  stream.destroy();
  const blind = { tells: true, ownerOf: async () => undefined };
  const asked = throughPorts(snapshotAt(port), { ...options, owners: blind, clock: fastClock(50) }).connect({
    signal: never,
  });
  expect(await asked.catch(codeOf)).toBe("LMS_UNTRUSTED");
});
