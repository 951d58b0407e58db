import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestRealm, passwordDigest, realms, virtualPassword } from "../../virtual-me/accounts.ts";
import { amtAgent, amtAgentJson, type Json } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

let machine: Awaited<ReturnType<typeof served>>;
let mei: string;
const begin = async (name: string): Promise<void> => {
  machine = await served(name);
  mei = `socket:${machine.path}`;
};
afterEach(() => machine.stop());
const act = (...words: string[]) => machine.me.operator.perform(words);
const end = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  amtAgentJson(["sessions", "end", ...words, "--mei", mei], { env });
const outcomes = (json: Json): Record<string, string> =>
  Object.fromEntries(json.steps.map(({ kind, outcome }: Json) => [kind, outcome]));

/** Every session that firmware of this kind lets somebody open, and the consent for it. */
async function openAll(): Promise<void> {
  if (machine.me.world.controlMode === "client") {
    await act("consent", "request");
    await act("consent", "grant");
  }
  for (const kind of ["kvm", "sol", "usbr"]) await act(kind, "open");
}
const open = () => {
  const { kvm, sol, ider, consent } = machine.me.world;
  return { kvm, sol, ider, consent };
};
const nothing = { kvm: false, sol: false, ider: false, consent: false };

describe.each([
  ["client control mode", "ccm-12", "ended"],
  ["admin control mode", "acm-15", "none"],
  ["admin control mode with TLS alone", "acm-16-tls", "none"],
])("in %s", (_mode, name, consent) => {
  beforeEach(() => begin(name));

  test("all sessions are ended without a password, the screen first and the consent last", async () => {
    await openAll();
    const { code, json } = await end([]);
    expect([code, json.way, json.left.map(({ kind }: Json) => kind)]).toEqual([0, "system", ["web-ui"]]);
    expect(Object.entries(outcomes(json))).toEqual([
      ["kvm", "ended"],
      ["sol", "ended"],
      ["usbr", "ended"],
      ["consent", consent],
    ]);
    expect(open()).toEqual(nothing);
  });

  test("one kind alone; and what is not there is no failure", async () => {
    await openAll();
    const { code, json } = await end(["sol"]);
    expect([code, outcomes(json)]).toEqual([0, { sol: "ended" }]);
    expect(open()).toMatchObject({ kvm: true, sol: false, ider: true });
    expect(outcomes((await end(["sol"])).json)).toEqual({ sol: "none" });
  });
});

describe("as a user of AMT's", () => {
  test.each(["ccm-12", "acm-15"])("the administrator of %s ends them with his password", async (name) => {
    await begin(name);
    await openAll();
    const { code, json } = await end(["--user", "admin"], { AMT_PASSWORD: virtualPassword });
    expect([code, json.way, outcomes(json).kvm]).toEqual([0, "login", "ended"]);
    expect(open()).toEqual(nothing);
  });

  test("whom firmware does not let is told so, and by which way; nothing is ended", async () => {
    await begin("acm-15");
    const digest = passwordDigest("guest", digestRealm(machine.me.machine), "Guest-of-AMT-1");
    machine.me.world.accounts.set({
      name: "guest",
      digest,
      access: "any",
      realms: [realms.generalInfo],
      enabled: true,
    });
    await openAll();
    const env = { AMT_PASSWORD: "Guest-of-AMT-1" };
    const { code, json } = await end(["--user", "guest"], env);
    expect([code, json.way]).toEqual([7, "login"]);
    expect(json.steps[0]).toMatchObject({
      kind: "kvm",
      outcome: "refused",
      message: { params: { status: "AccessDenied" } },
    });
    expect(open()).toMatchObject({ kvm: true, sol: true, ider: true });
    const said = await amtAgent(["sessions", "end", "kvm", "--user", "guest", "--mei", mei], { env });
    expect(said.stdout).toContain("AMT refused (AccessDenied)");
    expect(said.stdout).toContain("Told AMT as the user who logged in.");
  });

  test("a wrong password is a login's failure, and nothing is ended", async () => {
    await begin("acm-15");
    await openAll();
    const { code, json } = await end(["--user", "admin"], { AMT_PASSWORD: "wrong-Password-1" });
    expect([code, json.error.code]).toEqual([11, "AUTH_FAILED"]);
    expect(open()).toMatchObject({ kvm: true, sol: true, ider: true });
  });
});

describe("what is not there", () => {
  test("firmware without KVM says so", async () => {
    await begin("standard-9");
    const { code, json } = await end(["kvm"]);
    expect([code, json.steps[0].message.code]).toEqual([0, "end.absent"]);
  });

  test("a session of an unknown kind is a wrong word; System Defense is not ended from here", async () => {
    await begin("acm-15");
    expect((await end(["telnet"])).code).toBe(2);
    expect((await end(["system-defense"])).json.error.message).toContain("a setting of AMT's administrator");
  });
});

describe("the user's consent", () => {
  test("is shown as far as it is, and taken back: what waits for it ends", async () => {
    await begin("ccm-12");
    const state = async (): Promise<string> => (await amtAgentJson(["consent", "--mei", mei])).json.state;
    expect(await state()).toBe("notStarted");
    await act("kvm", "open");
    expect(await state()).toBe("displayed");
    const { code, json } = await amtAgentJson(["consent", "cancel", "--mei", mei]);
    expect([code, outcomes(json)]).toEqual([0, { consent: "ended" }]);
    expect(await state()).toBe("notStarted");
    expect(open()).toEqual(nothing);
    await expect(act("consent", "grant")).rejects.toThrow(/no code is on the screen/);
  });

  test("and the digits are nowhere to be read", async () => {
    await begin("ccm-12");
    await act("consent", "request");
    for (const command of ["consent", "sessions", "status"]) {
      const { stdout, stderr } = await amtAgent([command, "--json", "--mei", mei]);
      expect(stdout + stderr).not.toMatch(/"\d{6}"|OptInCode/);
    }
  });
});

describe("asking for help", () => {
  const help = (what: string) => amtAgentJson(["help-desk", what, "--mei", mei]);

  test("AMT connects, that is a session with its server, and it ends when the user says so", async () => {
    await begin("acm-15");
    expect((await help("status")).json).toMatchObject({ connection: "none", allowed: true });
    const told = new Promise<void>((resolve) => machine.me.world.alerts.listen(() => resolve()));
    expect((await help("connect")).json).toMatchObject({ connection: "connecting", trigger: "user" });
    await told; // that the tunnel is open
    const { json } = await amtAgentJson(["sessions", "--mei", mei]);
    expect(json.sessions).toContainEqual(
      expect.objectContaining({
        kind: "cira",
        can: expect.objectContaining({ params: { server: "mps.example.com" } }),
      }),
    );
    expect(outcomes((await end([])).json)).not.toHaveProperty("cira");
    expect(machine.me.world.connection).toBe("connected");
    expect((await help("disconnect")).json).toMatchObject({ connection: "none" });
  });

  test.each([
    ["nobody set AMT up", "unprovisioned-18", [], "connect", "HELP_NOT_SET_UP"],
    ["its administrator does not allow it", "acm-15", ["tunnel forbid"], "connect", "HELP_NOT_ALLOWED"],
    ["there is no connection of the user's", "acm-15", [], "disconnect", "HELP_NOT_YOURS"],
    ["the connection is the administrator's", "acm-15", ["tunnel open"], "disconnect", "HELP_NOT_YOURS"],
  ] as const)("is refused with the reason: %s", async (_why, name, before, what, expected) => {
    await begin(name);
    for (const line of before) await act(...line.split(" "));
    const { code, json } = await help(what);
    expect([code, json.error.code]).toEqual([7, expected]);
  });

  test("a tunnel that others opened is not ended as the user's", async () => {
    await begin("acm-15");
    await act("tunnel", "open");
    const { code, json } = await end(["cira"]);
    expect([code, json.steps[0].message.code]).toEqual([7, "end.not-the-users"]);
  });
});

describe("the wireless link", () => {
  test("goes back to the operating system", async () => {
    await begin("acm-16-wifi");
    await act("wlan", "to-me");
    const { code, json } = await amtAgentJson(["wlan", "to-host", "--mei", mei]);
    expect([code, json.preference]).toEqual([0, "host"]);
    const asked = await amtAgentJson(["wsman", "enumerate", "AMT_EthernetPortSettings", "--mei", mei]);
    expect(JSON.stringify(asked.json)).toContain('"LinkPreference":"host"');
  });
  test("is none where there is none", async () => {
    await begin("acm-15");
    expect((await amtAgentJson(["wlan", "to-host", "--mei", mei])).json.error.code).toBe("WLAN_ABSENT");
  });
});

describe("the harder stop", () => {
  const off = (words: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
    amtAgentJson(["sessions", "switch-off", "--yes", ...words, "--mei", mei], { env });
  const steps = (json: Json): Record<string, string> =>
    Object.fromEntries(json.steps.map(({ door, outcome }: Json) => [door, outcome]));

  test.each([
    ["ccm-12", "client control mode"],
    ["acm-15", "admin control mode"],
    ["acm-16-tls", "admin control mode with TLS alone"],
  ])(
    "as administrator of %s, %s: all is off, read back, and the way back is true",
    async (name) => {
      await begin(name);
      await openAll();
      const env = { AMT_PASSWORD: virtualPassword };
      const { code, json } = await off(["--user", "admin"], env);
      expect([code, json.way, steps(json)]).toEqual([0, "login", { redirection: "off", listener: "off", kvm: "off" }]);
      expect(open()).toMatchObject({ kvm: false, sol: false, ider: false });
      expect(machine.me.world.features).toMatchObject({ kvm: false, sol: false, ider: false });
      await expect(act("sol", "open")).rejects.toThrow();
      expect(json.back).toBe("amt-agent configure features --sol --usbr --kvm");
      const back = json.back.split(" ").slice(1);
      expect((await amtAgent([...back, "--user", "admin", "--mei", mei], { env })).code).toBe(0);
      expect(machine.me.world.features).toMatchObject({ kvm: true, sol: true, ider: true });
      await act("sol", "open");
    },
    60_000,
  );

  test("without a password AMT keeps its settings: that is said, the sessions are ended, and who may is named", async () => {
    await begin("acm-15");
    await openAll();
    const { code, json } = await off();
    expect([code, json.way, steps(json), json.back]).toEqual([
      7,
      "system",
      { redirection: "refused", listener: "refused", kvm: "refused" },
      null,
    ]);
    expect(json.ended.map(({ kind, outcome }: Json) => `${kind} ${outcome}`)).toEqual([
      "kvm ended",
      "sol ended",
      "usbr ended",
      "consent none",
    ]);
    expect(open()).toEqual(nothing);
    const { stdout } = await amtAgent(["sessions", "switch-off", "--yes", "--mei", mei]);
    expect(stdout).toContain("sessions switch-off --user admin --yes");
  });

  test("what is off already is no failure; and it must be meant", async () => {
    await begin("acm-15");
    const env = { AMT_PASSWORD: virtualPassword };
    expect((await amtAgentJson(["sessions", "switch-off", "--mei", mei])).json.error.code).toBe("METHOD_NOT_CONFIRMED");
    expect((await off(["--user", "admin"], env)).code).toBe(0);
    const { code, json } = await off(["--user", "admin"], env);
    expect([code, steps(json), json.back]).toEqual([
      0,
      { redirection: "was-off", listener: "was-off", kvm: "was-off" },
      null,
    ]);
  });

  test("firmware without KVM says so", async () => {
    await begin("standard-9");
    expect(steps((await off()).json)).toMatchObject({ kvm: "none" });
  });
});
