import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { Activate } from "../../agent/provisioning/apply/apply.ts";
import { apply } from "../../agent/provisioning/apply/apply.ts";
import { readProfile } from "../../agent/provisioning/apply/read-profile.ts";
import { allCommands } from "../../mei/catalogue.ts";
import { record } from "../../mei/drivers/trace.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../../virtual-me/accounts.ts";
import { configuredMachine } from "../support/configured-machine.ts";
import { folder, type Running, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";
import { watchedRun } from "../support/watched-run.ts";

const dir = folder();
afterAll(() => dir.remove());
let me: Served;
let home: string;
let count = 0;
beforeEach(async () => {
  me = await served("acm-16-wifi");
  home = dir.in(`home-${++count}`);
  mkdirSync(home, { mode: 0o700 });
});
afterEach(() => me.stop());

/** A key nobody else has: any line of it that turns up somewhere came from here. */
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keyPem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const planted = {
  login: virtualPassword,
  admin: "Planted-Admin-71!",
  mebx: "Planted-Menu-72!",
  psk: "Planted-Wave-73",
  eap: "Planted-Eap-74",
  mps: "Planted-Mps-75!",
  shortPsk: "Plnt-76",
  weak: "Planted77",
} as const;
type Name = keyof typeof planted;

/** Each secret in every form in which it could turn up. */
function forms(): readonly (readonly [string, string])[] {
  const realm = digestRealm(me.me.machine);
  const digests = (["login", "admin"] as const).map((name) => passwordDigest("admin", realm, planted[name]).reveal());
  const texts = [...Object.values(planted), ...digests, me.me.world.localAccount.password.reveal()];
  return [
    ...texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      return [text, bytes.toString("hex"), bytes.toString("base64").replace(/=+$/, "")].map(
        (form) => [text, form] as const,
      );
    }),
    ...keyPem
      .split("\n")
      .slice(1, -2)
      .map((line) => ["the key", line] as const),
  ];
}
function mustHoldNone(text: string, where: string): void {
  for (const [secret, form] of forms()) expect(text.includes(form), `${secret} in ${where}`).toBe(false);
}
const file = (name: Name | "key"): string => {
  const path = join(home, `${name}.secret`);
  writeFileSync(path, name === "key" ? keyPem : `${planted[name]}\n`, { mode: 0o600 });
  return path;
};
/** What the program left behind, the secrets' own files apart. */
function leftIn(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => !path.endsWith(".secret") && statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");
}
const cleanEnv = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  AMT_AGENT_SOCKET: "/nonexistent.sock",
  AMT_AGENT_ADMIN_DIR: join(home, "admin"),
});
const run = (words: readonly string[]) =>
  watchedRun([...words, "--mei", `socket:${me.path}`], { cwd: home, env: cleanEnv() });

const commands: readonly (readonly [string, () => string[], number])[] = [
  ["wifi add", () => ["configure", "wifi", "add", "Office", "--passphrase-file", file("psk")], 0],
  [
    "wired 802.1X",
    () => [
      "configure",
      "wired",
      "--dot1x",
      "peap-mschapv2",
      "--dot1x-user",
      "pc",
      "--dot1x-password-file",
      file("eap"),
    ],
    0,
  ],
  [
    "cira",
    () => ["configure", "cira", "--address", "m.example", "--mps-user", "pc", "--mps-password-file", file("mps")],
    0,
  ],
  ["mebx-password", () => ["configure", "mebx-password", "--new-password-file", file("mebx")], 0],
  ["password", () => ["configure", "password", "--new-password-file", file("admin")], 0],
  ["a short passphrase", () => ["configure", "wifi", "add", "Office", "--passphrase-file", file("shortPsk")], 9],
  ["a weak password", () => ["configure", "password", "--new-password-file", file("weak")], 9],
  [
    "a key that belongs to no certificate",
    () => [
      ...["configure", "cira", "--address", "m.example", "--client-key", file("key")],
      ...["--client-certificate", "/dev/null"],
    ],
    9,
  ],
];

const profile = (): string => `version: 1
adminPassword: ${JSON.stringify(planted.admin)}
mebxPassword: ${JSON.stringify(planted.mebx)}
hostname: {host: pc-9}
wired: {dot1x: {protocol: peap-mschapv2, user: pc, password: ${JSON.stringify(planted.eap)}}}
wifi: {profiles: [{name: Office, ssid: office, security: wpa2-psk, passphrase: ${JSON.stringify(planted.psk)}}]}
cira: {address: m.example, user: pc, password: ${JSON.stringify(planted.mps)}}
`;
const profileFile = (): string => {
  const path = join(home, "profile.secret");
  writeFileSync(path, profile(), { mode: 0o600 });
  return path;
};

describe("no secret of configure", () => {
  test.each(commands)("%s: in arguments, environment, output or files", async (_what, words, status) => {
    const { code, said, seen } = await run([...words(), "--password-file", file("login"), "--json"]);
    expect([code === 0, said]).toEqual([status === 0, expect.stringContaining("{")]);
    expect(seen).toContain("configure"); // it was looked at
    mustHoldNone(`${said}\n${seen}\n${leftIn(home)}`, "output, /proc or files");
  });

  test("through the service: in its debug log and state either; nor in the API's answers and refusals", async () => {
    const at = { in: (name: string) => join(home, name) };
    const running: Running = await service(`socket:${me.path}`, at, ["--log-level", "debug"]);
    try {
      const client = apiClient({ socket: at.in("agent.sock"), clock: realClock });
      const { signal } = new AbortController();
      const login = { password: planted.login };
      const ask = (subject: "wifi" | "wired" | "cira" | "mebx-password", wanted: object) =>
        client.callAdmin("POST /v1/configure", { subject, wanted: { ...wanted }, login }, { signal });
      const wifi = (passphrase: string) => ({ profiles: [{ name: "B", ssid: "b", security: "wpa2-psk", passphrase }] });
      const answers = [
        await ask("wifi", wifi(planted.psk)),
        await ask("wired", { dot1x: { protocol: "peap-mschapv2", user: "pc", password: planted.eap } }),
        await ask("cira", { address: "m.example", user: "pc", password: planted.mps }),
        await ask("mebx-password", { password: planted.mebx }),
      ];
      expect(answers.map(({ result }) => result)).toEqual(["done", "done", "done", "sent"]);
      const refusals = await Promise.all(
        [ask("wifi", wifi(planted.shortPsk)), ask("mebx-password", { password: planted.weak })].map((asked) =>
          asked.then(
            () => "nothing was refused",
            (error: unknown) => error,
          ),
        ),
      );
      for (const refusal of refusals) expect(refusal).toMatchObject({ refusal: { code: "CONFIGURE_INPUT" } });
      const told = refusals.map((refusal) => String((refusal as Error).stack));
      mustHoldNone(JSON.stringify([answers, refusals, told]), "the API's answers");
    } finally {
      await running.stop();
    }
    expect(running.said()).toContain("local manageability");
    mustHoldNone(`${running.said()}\n${leftIn(home)}`, "the service's log or files");
  });
});

describe("no secret of apply", () => {
  test("in arguments, environment, output or files, also where a part is refused", async () => {
    const words = ["apply", profileFile(), "--set-mebx-password", "--password-file", file("login")];
    const done = await run([...words, "--json"]);
    expect([done.code, done.said]).toEqual([0, expect.stringContaining('"sent"')]);
    writeFileSync(join(home, "profile.secret"), profile().replace(planted.psk, planted.shortPsk), { mode: 0o600 });
    const refused = await run(["apply", join(home, "profile.secret"), "--password-file", file("admin")]);
    expect([refused.code, refused.said]).not.toEqual([0, ""]);
    const broken = profile().replace("host: pc-9", "host: [pc-9");
    writeFileSync(join(home, "profile.secret"), broken, { mode: 0o600 });
    const invalid = await run(["apply", join(home, "profile.secret"), "--password-file", file("admin")]);
    expect(invalid.code).not.toBe(0);
    for (const { said, seen } of [done, refused, invalid]) mustHoldNone(`${said}\n${seen}`, "output or /proc");
    mustHoldNone(leftIn(home), "files");
  });

  test("in a recording of what went to the ME and back", async () => {
    const lines: string[] = [];
    const machine = await configuredMachine("acm-16-wifi", virtualPassword, (driver) =>
      record(driver, (line) => lines.push(line), { commands: allCommands, clock: realClock }),
    );
    try {
      const files = {
        readSecret: () => new Secret(randomBytes(8).toString("hex")),
        readText: () => "",
      };
      const key = async (): Promise<Secret> => new Secret("");
      const read = await readProfile({ text: profile(), ownersAlone: true, files, key });
      const activate: Activate = () => Promise.reject(new Error("nobody asked for that"));
      await apply(read.profile, machine.reach, { dryRun: false, setMebxPassword: true, activate });
      expect(machine.writes()).toContain("AddWiFiSettings");
    } finally {
      await machine.close();
    }
    expect(lines.length).toBeGreaterThan(100);
    mustHoldNone(lines.join("\n"), "the recording");
  });
});

describe("SIGABRT in the middle leaves no core, whatever the shell allows", () => {
  test.each<[string, () => string[], string]>([
    ["configure", () => ["configure", "wifi", "add", "Office", "--passphrase-file", file("psk")], "AddWiFiSettings"],
    ["apply", () => ["apply", profileFile()], "AddWiFiSettings"],
    ["wsman", () => ["wsman", "get", "AMT_GeneralSettings", "--user", "admin"], "AMT_GeneralSettings.Get"],
  ])("%s", async (_what, words, at) => {
    const { counts } = me.me;
    const add = counts.add.bind(counts);
    let abort = (): void => {};
    Object.assign(counts, {
      add(name: string) {
        add(name);
        if (name.includes(at)) abort();
      },
    });
    const all = [...words(), "--mei", `socket:${me.path}`, "--password-file", file("login")];
    const { signal, limits, said } = await watchedRun(all, {
      cwd: home,
      env: cleanEnv(),
      started: (kill) => {
        abort = () => kill("SIGABRT");
      },
    });
    expect([signal, said]).toEqual(["SIGABRT", expect.any(String)]);
    expect(limits).toMatch(/Max core file size\s+0\s+0/);
    expect(readdirSync(home).filter((name) => name.startsWith("core"))).toEqual([]);
  });
});
