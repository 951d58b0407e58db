import { existsSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { actionTable } from "../../virtual-me/operator/actions.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, service } from "../support/program.ts";

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close();
});
const operate = (socket: string, ...words: string[]) =>
  amtAgentJson(["virtual-me", "operate", ...words, "--socket", socket]);

describe("a virtual ME of its own", () => {
  test("says at its start how it is driven, and is; its socket goes with it", { timeout: 60_000 }, async () => {
    const at = folder();
    cleanup.push(at.remove);
    const socket = at.in("me.sock");
    const me = await amtAgentStays(["virtual-me", "--machine", "ccm-12", "--socket", socket], /Drive it: .*\n/);
    cleanup.push(() => me.stop());
    const hint = /Drive it: amt-agent (.*)\n/.exec(me.said())?.[1] ?? "";
    expect(hint).toBe(`virtual-me operate kvm open --socket ${socket}`);

    const asked = await amtAgent(hint.split(" "));
    expect([asked.code, asked.stdout]).toEqual([
      0,
      expect.stringMatching(/KVM +waits for consent[\s\S]*on the screen +\d{6}/),
    ]);
    const wrong = await operate(socket, "usbr", "open");
    expect([wrong.code, wrong.json.error.code]).toEqual([exits.refused[0], "OPERATOR_REFUSED"]);
    const granted = await operate(socket, "consent", "grant");
    expect(granted.json.alerts).toEqual(["iAMT0064-1", "iAMT0052-1"]);
    const read = await amtAgentJson([
      "mei",
      "call",
      "getFeaturesState",
      "--input",
      "feature=kvm",
      "--mei",
      `socket:${socket}`,
    ]);
    expect(read.json.reply.state.flags).toMatchObject({ active: true, waitingForConsent: false });
    const off = await operate(socket, "power", "off");
    expect(off.json.state).toMatchObject({ power: "off", kvm: "open" });

    expect(await me.stop()).toBe(0);
    expect([existsSync(socket), existsSync(`${socket}.operator`)]).toEqual([false, false]);
    const nobody = await operate(socket, "state");
    expect([nobody.code, nobody.json.error.code]).toEqual([exits.unreachable[0], "OPERATOR_UNREACHABLE"]);
    expect(nobody.stderr).toMatch(/Start one.*--socket PATH/s);
  });
});

test("the one inside the service: status sees what the operator does", { timeout: 60_000 }, async () => {
  const at = folder();
  cleanup.push(at.remove);
  const running = await service("virtual:acm-15", at);
  cleanup.push(() => running.stop());
  const socket = at.in("agent.sock");
  expect(running.said()).toContain(`virtual-me operate kvm open --socket ${socket}`);
  expect((await operate(socket, "sol", "open")).json.alerts).toEqual(["iAMT0050-48"]);
  const { json } = await amtAgentJson(["info", "--socket", socket]);
  expect(JSON.stringify(json)).toMatch(/"solOpen":true|"sol":true/);
  expect(await running.stop()).toBe(0);
  expect(existsSync(`${socket}.operator`)).toBe(false);
});

test("help, list and errors are those of the table", { timeout: 60_000 }, async () => {
  const help = await amtAgent(["virtual-me", "operate", "--help"]);
  expect(help.code).toBe(0);
  const list = await amtAgentJson(["virtual-me", "operate", "list"]);
  expect(list.json.map(({ action }: { action: string }) => action)).toEqual(Object.keys(actionTable));
  const text = (await amtAgent(["virtual-me", "operate"])).stdout;
  for (const [action, { title, verbs, value }] of Object.entries(actionTable)) {
    expect(help.stdout).toContain(title);
    expect(text).toContain(action);
    for (const [verb, { title: what }] of Object.entries(verbs)) {
      expect(text, `${action} ${verb}`).toContain(what);
      if (verb !== value?.verb && Object.keys(verbs).length > 1) expect(help.stdout).toContain(verb);
    }
  }
  const unknown = await amtAgentJson(["virtual-me", "operate", "kvm", "opne"]);
  expect([unknown.code, unknown.json.error]).toEqual([
    exits.usage[0],
    { code: "OPERATOR_UNKNOWN", message: 'kvm has no "opne"; did you mean open?' },
  ]);
});
