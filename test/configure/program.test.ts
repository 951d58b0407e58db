import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import { exits } from "../../agent/cli/exit-codes.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { amtAgent, amtAgentJson, folder, type Running, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const dir = folder();
const env = { AMT_PASSWORD: virtualPassword, AMT_AGENT_ADMIN_DIR: dir.in("admin") };
let me: Served;
let at: string[];
beforeAll(async () => {
  me = await served("acm-16-wifi");
  at = ["--mei", `socket:${me.path}`];
});
afterAll(async () => {
  await me.stop();
  dir.remove();
});
const configure = (...words: string[]) => amtAgent(["configure", ...words, ...at], { env });
const file = (name: string, text: string): string => {
  writeFileSync(dir.in(name), text, { mode: 0o600 });
  return dir.in(name);
};

describe("configure", () => {
  test("shows, says what would change, changes it, says what it is; then there is nothing to do", async () => {
    const shown = await configure("features");
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/^Features {2}virtual ME\n {2}kvm: on\n/)]);
    const dry = await configure("features", "--no-kvm", "--user-consent", "all", "--dry-run");
    expect(dry.stdout).toMatch(/userConsent: none -> all\n {2}kvm: on -> off\n.*a dry run/);
    const done = await configure("features", "--no-kvm", "--user-consent", "all");
    expect(done.stdout).toMatch(/kvm: on -> off\n.*done, and read back\n {2}kvm: off\n/);
    const again = await amtAgentJson(["configure", "features", "--no-kvm", "--user-consent", "all", ...at], { env });
    expect(again.json).toMatchObject({
      schema: "amt-agent.configure/1",
      result: "same",
      changes: [],
      now: { kvm: false },
    });
  });

  test("each way of saying it on the command line arrives", async () => {
    const secret = file("psk", "correct horse\n");
    const words: readonly [string[], RegExp][] = [
      [["hostname", "pc-17.example.net"], /host: pc-17\n {2}domain: example.net/],
      [["wifi", "add", "Office", "--passphrase-file", secret, "--priority", "7"], /name Office, .*priority 7/],
      [["wifi", "sync", "on", "--uefi"], /sync: on\n {2}uefiSync: on/],
      [["wifi", "remove", "Test"], /profile "Test": .* -> -/],
      [["wifi", "list"], /Office/],
      [["wired", "--address", "192.0.2.9", "--mask", "255.255.255.0", "--dns", "192.0.2.1"], /address: 192.0.2.9/],
      [["wired", "--dhcp"], /dhcp: on/],
      [["proxy", "add", "proxy.example", "--network", "example.net", "--port", "3128"], /port 3128/],
      [["proxy", "remove", "proxy.example"], /proxy proxy.example: .* -> -/],
      [["audit", "on", "--storage", "noRollOver"], /storage: noRollOver/],
      [["clock", "--tolerance", "30"], /secondsAhead: -?\d/],
      [["cira", "--address", "m.example", "--mps-user", "pc", "--mps-password-file", secret], /address m.example/],
      [["cira", "off"], /policies: -/],
      [["tls", "--mode", "server", "--plaintext"], /mode: server\n {2}plaintext: on/],
    ];
    for (const [said, expected] of words) {
      const { code, stdout, stderr } = await configure(...said);
      expect([said.join(" "), code, stdout + stderr]).toEqual([said.join(" "), 0, expect.stringMatching(expected)]);
      expect(stdout + stderr).not.toMatch(/correct horse|Virtual-ME-1/);
    }
  }, 180_000);

  test("a new password by file; afterwards the old one is refused once, with a status of its own", async () => {
    const [fresh, old] = [file("new", "Another-Pass-1!\n"), file("old", `${virtualPassword}\n`)];
    const done = await configure("password", "--new-password-file", fresh);
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining("done, and read back")]);
    const again = await configure("password", "--new-password-file", fresh, "--password-file", fresh);
    expect(again.stdout).toContain("nothing to change");
    const refused = await configure("password", "--new-password-file", fresh, "--password-file", old, "--json");
    expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([exits.login[0], "AUTH_FAILED"]);
    for (const { stdout, stderr } of [done, again, refused])
      expect(stdout + stderr).not.toMatch(/Another-Pass|Virtual-ME-1/);
    await configure("password", "--new-password-file", old, "--password-file", fresh);
  });

  test("a request for a certificate is a file", async () => {
    const { code } = await configure("tls", "--csr-out", dir.in("amt.csr"), "--common-name", "a.example");
    expect([code, readFileSync(dir.in("amt.csr"), "utf8")]).toEqual([
      0,
      expect.stringMatching(/^-----BEGIN CERTIFICATE REQUEST/),
    ]);
  });

  test("AMT as a whole asks for no login", async () => {
    const { json } = await amtAgentJson(["configure", "amt", "on", "--mei", "virtual:disabled-21"]);
    expect(json).toMatchObject({ subject: "amt", result: "done", now: { on: true } });
  });
});

describe("apply", () => {
  test("from nobody's machine to the state of the profile; what is readable by others holds no secrets", async () => {
    const profile = "version: 1\nactivation: {mode: client}\nadminPassword: Hunter-2-Hunter\nhostname: {host: pc-9}\n";
    const words = ["apply", file("profile.yaml", profile), "--mei", "virtual:unprovisioned-11"];
    const bare = { env: { AMT_AGENT_ADMIN_DIR: dir.in("admin") } };
    const { code, json, stderr } = await amtAgentJson(words, bare);
    expect([code, json.activation, stderr]).toEqual([0, { before: "none", after: "client", result: "done" }, ""]);
    expect(json.subjects.map(({ subject, result }: Record<string, string>) => `${subject} ${result}`)).toEqual([
      "password same",
      "hostname done",
    ]);
    expect(JSON.stringify(json)).not.toContain("Hunter");
    chmodSync(dir.in("profile.yaml"), 0o644);
    const open = await amtAgent(words, bare);
    expect([open.code, open.stderr]).toEqual([exits.usage[0], expect.stringMatching(/adminPassword.*\{file: PATH\}/)]);
  });
});

describe("the local API", () => {
  test("does the same for administrators, and keeps and tells no secret", async () => {
    const running: Running = await service("virtual:acm-15", dir);
    try {
      const client = apiClient({ socket: dir.in("agent.sock"), clock: realClock });
      const { signal } = new AbortController();
      const login = { password: virtualPassword };
      const ask = (input: Parameters<typeof client.callAdmin<"POST /v1/configure">>[1]) =>
        client.callAdmin("POST /v1/configure", input, { signal });
      const wanted = { address: "m.example", user: "pc", password: "Hunter-2-H" };
      expect((await ask({ subject: "cira", wanted, login, dryRun: true })).result).toBe("planned");
      const done = await ask({ subject: "cira", wanted, login });
      expect([done.result, JSON.stringify(done)]).toEqual(["done", expect.not.stringContaining("Hunter")]);
      expect((await ask({ subject: "cira", wanted, login })).result).toBe("same");
      expect((await ask({ subject: "amt" })).now).toMatchObject({ on: true });
      const file = ask({ subject: "cira", wanted: { ...wanted, password: { file: "/etc/shadow" } }, login });
      await expect(file).rejects.toMatchObject({ refusal: { code: "CONFIGURE_INPUT" } });
      const wrong = ask({ subject: "features", login: { password: "Hunter-2-Hunter" } });
      await expect(wrong).rejects.toMatchObject({ refusal: { code: "AUTH_FAILED" } });
      expect(running.said()).not.toMatch(/Hunter|Virtual-ME-1/);
    } finally {
      await running.stop();
    }
  });
});
