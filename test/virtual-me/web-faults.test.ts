import { createHash } from "node:crypto";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { getControlMode, unprovision } from "../../mei/amthi/provisioning.ts";
import { digestRealm } from "../../virtual-me/accounts.ts";
import { classUri } from "../../virtual-me/cim/uris.ts";
import type { Fault } from "../../virtual-me/faults.ts";
import { elements, envelope } from "../support/cim-service.ts";
import { channelTo } from "../support/local-tls.ts";
import { type Running, running } from "../support/virtual-machine.ts";
import { anonymous, challengeIn, quiet, withLogin } from "../support/web.ts";

let machine: Running | undefined;
afterEach(async () => {
  await machine?.close();
  machine = undefined;
});
const service = "IPS_HostBasedSetupService";

async function started(...faults: Fault[]): Promise<Running> {
  machine = await running("unprovisioned-11", { faults });
  return machine;
}
/** What comes back on a connection of its own, and whether AMT ended it. */
async function exchange({ me }: Running, bytes: string): Promise<{ text: string; closed: boolean }> {
  const channel = (await channelTo(me, 16992))!;
  let text = "";
  let closed = false;
  channel.on("data", (part: Buffer) => {
    text += part.toString("latin1");
  });
  channel.once("close", () => {
    closed = true;
  });
  channel.on("error", () => {});
  channel.write(bytes);
  await quiet(40);
  const result = { text, closed };
  channel.destroy();
  return result;
}
/** Setup as its host calls it: a challenge, then the request with the answer to it. */
async function setup(on: Running): Promise<{ text: string; closed: boolean }> {
  const { user, password } = on.me.world.localAccount;
  const challenge = challengeIn((await exchange(on, anonymous)).text);
  const digest = createHash("md5")
    .update(`admin:${digestRealm(on.me.machine)}:Aa1!aaaa`)
    .digest("hex");
  const input = elements({ NetAdminPassEncryptionType: "2", NetworkAdminPassword: digest });
  const uri = classUri(service);
  const body = envelope(`${uri}/Setup`, uri, `<r:Setup_INPUT>${input}</r:Setup_INPUT>`);
  return exchange(on, withLogin(challenge, { user, password: password.reveal(), body }));
}
const at = `${service}.Setup`;

test("everything that arrives is counted by name, and the operator can read it", async () => {
  const on = await started();
  expect((await setup(on)).text).toMatch(/ReturnValue>0</);
  expect((await setup(on)).text).toMatch(/ReturnValue>2</);
  await on.call(getControlMode);
  expect(on.me.counts.all).toEqual({ [at]: 2, "amthi.getControlMode": 1, http: 4 });
  expect((await on.me.operator.act("state", "show")).state.counts).toEqual(on.me.counts.all);
});

test("lost: it is done, once, and the connection ends without an answer", async () => {
  const on = await started({ client: "web", kind: "lost", at });
  expect(await setup(on)).toEqual({ text: "", closed: true });
  expect(on.me.world.controlMode).toBe("client");
  expect(on.me.counts.of(at)).toBe(1);
  expect((await setup(on)).text).toMatch(/ReturnValue>2</);
});

test("the Nth request, whichever it is; the challenge is one of them", async () => {
  const on = await started(
    { client: "web", kind: "lost", skip: 1 },
    { client: "web", kind: "lost", at: "login", skip: 1 },
  );
  expect(await setup(on)).toEqual({ text: "", closed: true });
  expect(await exchange(on, anonymous)).toEqual({ text: "", closed: true });
  expect(on.me.faults.left).toBe(0);
});

test("a reset before it is done, after it is done, and after the answer", async () => {
  for (const [kind, mode, answered] of [
    ["resetBefore", "none", false],
    ["reset", "client", false],
    ["resetIdle", "client", true],
  ] as const) {
    const on = await started({ client: "web", kind, at });
    const { text } = await setup(on);
    expect(/ReturnValue>0</.test(text), kind).toBe(answered);
    on.clock.advance(1);
    expect(on.me.world, kind).toMatchObject({ controlMode: mode, resets: 1 });
    expect(on.me.counts.of(at), kind).toBe(mode === "none" ? 0 : 1);
    await on.close();
  }
  machine = undefined;
});

test("hang and late: no answer, or one in time", async () => {
  const on = await started(
    { client: "web", kind: "hang", at: "login" },
    { client: "web", kind: "late", at: "login", ms: 1_000 },
  );
  expect(await exchange(on, anonymous)).toEqual({ text: "", closed: false });
  const channel = (await channelTo(on.me, 16992))!;
  channel.write(anonymous);
  await quiet();
  on.clock.advance(1_000);
  const [data] = (await once(channel, "data")) as [Buffer];
  expect(data.toString("latin1")).toMatch(/^HTTP\/1\.1 401 /);
  channel.destroy();
});

test("by the name of a command: over MEI as well, before and after it is done", async () => {
  const on = await started(
    { client: "amthi", kind: "resetBefore", at: "unprovision" },
    { client: "amthi", kind: "reset", at: "unprovision" },
  );
  on.me.operator.provision("client");
  expect((await on.call(getControlMode)).mode).toBe("client");
  await expect(on.call(unprovision, { mode: "none" })).rejects.toMatchObject({ code: "ME_GONE" });
  expect([on.me.world.controlMode, on.me.counts.of("amthi.unprovision")]).toEqual(["client", 0]);
  await expect(on.call(unprovision, { mode: "none" })).rejects.toMatchObject({ code: "ME_GONE" });
  expect([on.me.world.controlMode, on.me.counts.of("amthi.unprovision")]).toEqual(["none", 1]);
});
