import { readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realms, virtualPassword } from "../../virtual-me/accounts.ts";
import { amtAgent, amtAgentJson, folder } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

let machine: Awaited<ReturnType<typeof served>>;
let dir: ReturnType<typeof folder>;
let mei: string;
beforeEach(async () => {
  dir = folder();
  machine = await served("acm-15");
  mei = `socket:${machine.path}`;
});
afterEach(async () => {
  await machine.stop();
  dir.remove();
});
const env = { AMT_PASSWORD: virtualPassword };
const make = (...words: string[]) =>
  amtAgentJson(["presence", "user", "--user", "admin", "--yes", "--mei", mei, ...words], { env });
const users = (): readonly string[] => machine.me.world.accounts.list().map(({ name }) => name);

test("a user who can report programs from this PC and nothing else; the password is in a file of its owner's, and nowhere else", async () => {
  const { code, json, stderr } = await make("--password-out", dir.in("secret"));
  expect([code, json]).toMatchObject([0, { name: "presence", access: "local", realms: [9] }]);
  expect(machine.me.world.accounts.get("presence")).toMatchObject({
    access: "local",
    realms: [realms.agentPresenceLocal],
    enabled: true,
  });
  const password = readFileSync(dir.in("secret"), "utf8").trim();
  expect(statSync(dir.in("secret")).mode & 0o777).toBe(0o600);
  expect(password).toHaveLength(20);
  expect(JSON.stringify(json) + stderr).not.toContain(password);
  // He gets in, reads what he may not change, and is refused the rest
  const as = (words: readonly string[]) =>
    amtAgentJson([...words, "--user", "presence", "--password-file", dir.in("secret"), "--mei", mei]);
  expect((await as(["presence", "list"])).code).toBe(0);
  const id = "03020100-0504-0706-0809-0a0b0c0d0e0f";
  expect((await as(["presence", "add", id, "--yes"])).json.error.code).toBe("WSMAN_FAULT");
  expect((await as(["sessions", "end", "kvm"])).json.steps[0].outcome).toBe("refused");
}, 60_000);

test("one of that name is left as it is, and nothing is kept for it", async () => {
  await make("--password-out", dir.in("first"));
  const before = machine.me.world.accounts.get("presence");
  const { code, json } = await make("--password-out", dir.in("second"));
  expect([code, json.error.code]).toEqual([7, "CONFIGURE_REFUSED"]);
  expect(machine.me.world.accounts.get("presence")).toEqual(before);
  expect(() => readFileSync(dir.in("second"))).toThrow(/ENOENT/);
}, 60_000);

test("who may not make users is refused, and the password is thrown away", async () => {
  await make("--manage", "--name", "keeper", "--password-out", dir.in("keeper"));
  expect(machine.me.world.accounts.get("keeper")?.realms).toEqual([9, 10]);
  const words = ["presence", "user", "--name", "other", "--password-out", dir.in("other"), "--yes", "--mei", mei];
  const { code } = await amtAgentJson([...words, "--user", "keeper", "--password-file", dir.in("keeper")]);
  expect([code, users().includes("other")]).toEqual([7, false]);
  expect(() => readFileSync(dir.in("other"))).toThrow(/ENOENT/);
}, 60_000);

test("it must be meant, and the name be one that AMT takes", async () => {
  const unsaid = await amtAgentJson(["presence", "user", "--mei", mei], { env });
  expect([unsaid.code, unsaid.json.error.code]).toEqual([2, "METHOD_NOT_CONFIRMED"]);
  for (const name of ["a:b", "x".repeat(17), "$$own", "admin", "with blank"])
    expect((await make("--name", name)).code).toBe(2);
  const text = await amtAgent(
    ["presence", "user", "--user", "admin", "--yes", "--mei", mei, "--password-out", dir.in("secret")],
    { env },
  );
  expect(text.stdout).toContain(`passwordFile: ${dir.in("secret")}`);
}, 60_000);
