import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig, mayBeVirtual, schemas } from "../../agent/config.ts";
import { parseMei } from "../../agent/mei-spec.ts";
import { reach } from "../../agent/settings.ts";
import { type Flags, type Setting, settings } from "../../agent/settings-table.ts";
import { type Host, placesOf } from "../../platform/paths.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "amt-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const host = (change: Partial<Host> = {}): Host => ({
  platform: "linux",
  uid: 1000,
  home: "/home/ann",
  env: { XDG_RUNTIME_DIR: "/run/user/1000" },
  exists: () => false,
  ...change,
});
let files = 0;
const file = (text: string): string => {
  const at = path.join(folder, `${++files}.yaml`);
  writeFileSync(at, text);
  return at;
};
const load = (text: string, flags: Flags = {}, env: Host["env"] = {}) =>
  loadConfig({ ...flags, config: file(text) }, host({ env }));

describe("a value", () => {
  test("comes from the flag, else the environment, else the file, else the default", () => {
    const env = { AMT_AGENT_LOG_LEVEL: "warn", AMT_AGENT_MEI: "linux" };
    const { values, sources } = load(
      "log:\n  level: error\nmei: windows\nallowVirtual: true\n",
      { mei: "virtual" },
      env,
    );
    expect(values).toMatchObject({
      mei: "virtual",
      "log.level": "warn",
      allowVirtual: true,
      "watch.intervalSeconds": 11,
    });
    expect([sources.mei, sources["log.level"], sources.allowVirtual, sources["watch.intervalSeconds"]]).toMatchObject([
      { from: "flag", name: "--mei" },
      { from: "environment", name: "AMT_AGENT_LOG_LEVEL" },
      { from: "file", name: expect.stringMatching(/\.yaml:4$/) },
      { from: "default" },
    ]);
  });
  test("has its type from any source", () => {
    expect(load("watch: {intervalSeconds: 5}").values["watch.intervalSeconds"]).toBe(5);
    expect(load("", { "watch.intervalSeconds": "7" }).values["watch.intervalSeconds"]).toBe(7);
    expect(load("", {}, { AMT_AGENT_ALLOW_VIRTUAL: "yes" }).values.allowVirtual).toBe(true);
  });
  test("that is the default is a valid one", () => {
    const { values } = loadConfig({}, host());
    for (const [key, schema] of Object.entries(schemas))
      expect([key, schema.safeParse(values[key as keyof typeof values]).success]).toEqual([key, true]);
  });
  test.each(["", "# nothing\n", "---\n", "null\n"])("is the default where the file is %j", (text) => {
    expect(load(text).values.mei).toBe("auto");
  });
});

describe("a mistake names key and source:", () => {
  test.each<[string, string, Flags, Host["env"], RegExp]>([
    [
      "below the least",
      "mei: auto\nwatch:\n  intervalSeconds: 1\n",
      {},
      {},
      /^watch\.intervalSeconds \(.*\.yaml:3\): 1 must be at least 2\.$/,
    ],
    [
      "text for a number",
      "watch:\n  intervalSeconds: often\n",
      {},
      {},
      /^watch\.intervalSeconds .*"often" must be a whole number/,
    ],
    [
      "half a number",
      "",
      { "watch.intervalSeconds": "2.5" },
      {},
      /^watch\.intervalSeconds \(--watch-interval\): "2\.5"/,
    ],
    [
      "a choice",
      "",
      {},
      { AMT_AGENT_LOG_LEVEL: "wran" },
      /^log\.level \(AMT_AGENT_LOG_LEVEL\): "wran" must be one of error, warn, info, debug; did you mean warn\?/,
    ],
    ["yes or no", "allowVirtual: perhaps\n", {}, {}, /^allowVirtual .*must be true or false/],
    ["nothing", "mei:\n", {}, {}, /^mei \(.*:1\): null must be text/],
    ["an empty variable", "", {}, { AMT_AGENT_MEI: "" }, /^mei \(AMT_AGENT_MEI\) is empty/],
    ["an ME", "mei: virtul:x\n", {}, {}, /^mei \(.*:1\): "virtul:x" does not name an ME: .*did you mean virtual\?/],
    ["an unknown key", "sockt: /x\n", {}, {}, /^sockt \(.*:1\) is not a setting; did you mean socket\?/],
    [
      "an unknown key within",
      "log:\n  leval: info\n",
      {},
      {},
      /^log\.leval \(.*:2\) is not a setting; did you mean log\.level\?/,
    ],
    [
      "a key of the object's own",
      "constructor: 1\n",
      {},
      {},
      /^constructor \(.*:1\) is not a setting; valid: mei, socket/,
    ],
    ["a group that is a value", "log: info\n", {}, {}, /^log \(.*:1\) must hold settings/],
    ["a list", "- mei\n", {}, {}, /^The configuration file \(.*:1\) must hold settings/],
    ["no YAML", "mei: [\n", {}, {}, /^The configuration file is not YAML \(.*:\d\)/],
    ["a key twice", "mei: auto\nmei: linux\n", {}, {}, /^The configuration file is not YAML \(.*:2\)/],
  ])("%s", (_, text, flags, env, said) => {
    expect(() => load(text, flags, env)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(said) }),
    );
  });

  test("a file that was asked for and is not there", () => {
    expect(() => loadConfig({ config: "/nonexistent.yaml" }, host())).toThrow(
      /no configuration file \/nonexistent\.yaml/,
    );
    expect(() => loadConfig({}, host({ env: { AMT_AGENT_CONFIG: "/nonexistent.yaml" } }))).toThrow(/nonexistent/);
  });
  test("a file that every user may write", () => {
    const at = file("mei: auto\n");
    chmodSync(at, 0o666);
    expect(() => loadConfig({ config: at }, host())).toThrow(/may be written by every user: chmod o-w/);
  });
  test("a variable that is not ours is said, not refused", () => {
    const { warnings } = loadConfig(
      {},
      host({ env: { AMT_AGENT_SOKET: "/x", AMT_AGENT_TEST_INSTALL: "1", HOME: "/" } }),
    );
    expect(warnings).toEqual([
      "The environment variable AMT_AGENT_SOKET is not a setting; did you mean AMT_AGENT_SOCKET?",
    ]);
  });
});

test("every setting has a variable of its own, and flags do not collide", () => {
  const all = Object.values<Setting>(settings);
  const variables = all.flatMap(({ env }) => env ?? []);
  expect(new Set(variables).size).toBe(variables.length);
  // A list has none: the file that names commands is judged by who may write it
  expect(all.filter(({ env }) => env === undefined).map(({ kind }) => kind.is)).toEqual(["destinations", "agents"]);
  const flags = all.flatMap(({ flag }) => (flag ? [flag.split(" ")[0]] : []));
  expect(new Set(flags).size).toBe(flags.length);
});

describe("guarded programs", () => {
  const id = "03020100-0504-0706-0809-0a0b0c0d0e0f";
  const agents = (...lines: readonly string[]) =>
    load(`presence:\n  agents:\n${lines.map((one) => `    - ${one}\n`).join("")}`);
  test("are a list with one source each", () => {
    const found = agents(
      `{name: a, id: ${id}, self: true}`,
      `{name: b, id: 1${id.slice(1)}, lease: 1000, executable: /x}`,
    );
    expect(found.values["presence.agents"]).toMatchObject([
      { name: "a", self: true, timeoutSeconds: 5 },
      { name: "b", lease: 1000, executable: "/x" },
    ]);
  });
  test.each<[string, string[], RegExp]>([
    [
      "without a source",
      [`{name: a, id: ${id}}`],
      /^presence\.agents\.0 \(.*:2\): must say exactly one of self, unit, command, lease/,
    ],
    ["with two", [`{name: a, id: ${id}, self: true, lease: 1}`], /must say exactly one/],
    ["with no GUID", ["{name: a, id: x, self: true}"], /^presence\.agents\.0\.id \(.*\): must be a GUID/],
    ["with AMT's mark for none", ["{name: a, id: 00000000-0000-0000-0000-000000000000, self: true}"], /zero GUID/],
    [
      "of one name",
      [`{name: a, id: ${id}, self: true}`, `{name: A, id: 1${id.slice(1)}, self: true}`],
      /is there twice/,
    ],
    ["with a command that is looked for", [`{name: a, id: ${id}, command: [true]}`], /agents\.0\.command/],
    ["with a word that is none", [`{name: a, id: ${id}, self: true, restart: true}`], /agents\.0 .*restart/i],
    [
      "that are too many",
      Array.from({ length: 17 }, (_, n) => `{name: a${n}, id: ${10 + n}${id.slice(2)}, self: true}`),
      /at most 16/,
    ],
  ])("%s are refused", (_, lines, said) => {
    expect(() => agents(...lines)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(said) }),
    );
  });
  test("with a command need a file that nobody else may write", () => {
    const at = file(`presence: {agents: [{name: a, id: ${id}, command: [/bin/true]}]}\n`);
    const config = () => loadConfig({ config: at }, host()).values["presence.agents"];
    chmodSync(at, 0o644);
    expect(config()).toHaveLength(1);
    chmodSync(at, 0o664);
    expect(config).toThrow(/names a command, and for that the file must be safe: .*chmod g-w/);
  });
});

describe("a virtual ME", () => {
  const may = (flags: Flags, env: Host["env"], text = ""): boolean => mayBeVirtual(load(text, flags, env));
  test("is run on the command line's word, or where the configuration allows it", () => {
    expect(may({ mei: "virtual:x" }, {})).toBe(true);
    expect(may({}, { AMT_AGENT_MEI: "virtual:x" })).toBe(false);
    expect(may({}, {}, "mei: virtual:x\n")).toBe(false);
    expect(may({}, {}, "mei: virtual:x\nallowVirtual: true\n")).toBe(true);
  });
});

describe("what a command needs", () => {
  test("without a file is what flags and environment say", async () => {
    expect(await reach({}, host())).toEqual({
      mei: "auto",
      meiFrom: "default",
      socket: "/run/user/1000/amt-agent/agent.sock",
    });
    expect(await reach({ mei: "linux" }, host({ env: { AMT_AGENT_SOCKET: "/s" } }))).toEqual({
      mei: "linux",
      meiFrom: "flag",
      socket: "/s",
    });
    await expect(reach({ socket: "" }, host())).rejects.toThrow("socket (--socket) is empty");
  });
  test("with a file is what that says too", async () => {
    const config = file("socket: /from/file\nmei: windows\n");
    expect(await reach({ config }, host())).toEqual({ mei: "windows", meiFrom: "file", socket: "/from/file" });
    expect(await reach({ config, mei: "auto" }, host())).toMatchObject({ mei: "auto", meiFrom: "flag" });
  });
  test("is the machine's own service where there is one, not the user's", async () => {
    const exists = (at: string): boolean => at === "/run/amt-agent/agent.sock";
    expect(await reach({}, host({ exists }))).toMatchObject({ socket: "/run/amt-agent/agent.sock" });
    expect(await reach({ config: file("") }, host({ exists }))).toMatchObject({ socket: "/run/amt-agent/agent.sock" });
  });
  test("is the machine's own service where the package is, which may come yet; the user's where that one is there alone", async () => {
    const installed = "/usr/lib/amt-agent/amt-agent.cjs";
    expect(await reach({}, host({ exists: (at) => at === installed }))).toMatchObject({
      socket: "/run/amt-agent/agent.sock",
    });
    const own = "/run/user/1000/amt-agent/agent.sock";
    expect(await reach({}, host({ exists: (at) => at === installed || at === own }))).toMatchObject({ socket: own });
  });
});

describe("places", () => {
  test("of root", () => {
    expect(placesOf(host({ uid: 0, env: {} }))).toEqual({
      config: "/etc/amt-agent/config.yaml",
      socketToServe: "/run/amt-agent/agent.sock",
      socketToAsk: "/run/amt-agent/agent.sock",
      stateDir: "/var/lib/amt-agent",
      ownState: expect.stringMatching(/\.local\/state\/amt-agent$/),
      adminDir: "/var/lib/amt-agent-admin",
      spoolDir: "/var/lib/amt-agent-spool",
      sendDir: "/var/lib/amt-agent-send",
      windowDir: expect.stringMatching(/\.local\/share\/amt-agent\/window$/),
    });
  });
  test("of a user", () => {
    expect(placesOf(host())).toMatchObject({
      socketToServe: "/run/user/1000/amt-agent/agent.sock",
      stateDir: "/home/ann/.local/state/amt-agent",
    });
    // a relative path there is invalid and ignored
    expect(placesOf(host({ env: { XDG_RUNTIME_DIR: "run", XDG_STATE_HOME: "/state" } }))).toMatchObject({
      socketToServe: "/state/amt-agent/agent.sock",
      stateDir: "/state/amt-agent",
    });
  });
  test("of a unit with its own user", () => {
    const env = { RUNTIME_DIRECTORY: "/run/amt-agent", STATE_DIRECTORY: "/var/lib/amt-agent:/x" };
    expect(placesOf(host({ uid: 990, env }))).toMatchObject({
      socketToServe: "/run/amt-agent/agent.sock",
      stateDir: "/var/lib/amt-agent",
    });
  });
  test("of Windows", () => {
    expect(placesOf(host({ platform: "win32", uid: undefined, env: { ProgramData: "D:\\Data" } }))).toEqual({
      config: "D:\\Data\\amt-agent\\config.yaml",
      socketToServe: "\\\\.\\pipe\\amt-agent",
      socketToAsk: "\\\\.\\pipe\\amt-agent",
      stateDir: "D:\\Data\\amt-agent\\state",
      ownState: expect.stringMatching(/amt-agent$/),
      adminDir: "D:\\Data\\amt-agent\\admin",
      spoolDir: "D:\\Data\\amt-agent\\spool",
      sendDir: "D:\\Data\\amt-agent\\send",
      windowDir: expect.stringMatching(/AppData\\Local\\amt-agent\\window$/),
    });
  });
});

describe("--mei", () => {
  test.each([
    ["auto", { kind: "auto" }],
    ["linux", { kind: "linux" }],
    ["windows", { kind: "windows" }],
    ["virtual", { kind: "virtual" }],
    ["virtual:acm-15", { kind: "virtual", machine: "acm-15" }],
    ["socket:/run/a:b.sock", { kind: "socket", path: "/run/a:b.sock" }],
    ["trace:C:\\x.jsonl", { kind: "trace", file: "C:\\x.jsonl" }],
  ])("%s", (text, spec) => expect(parseMei(text)).toEqual(spec));
  test.each([
    ["virtul:x", /did you mean virtual\?/],
    ["Linux", /did you mean linux\?/],
    ["", /valid: auto, linux, windows, virtual, socket, trace/],
    ["virtual:", /machine's name is missing/],
    ["socket", /path is missing/],
    ["trace:", /file is missing/],
    ["linux:/dev/mei0", /takes nothing after it/],
  ])("%j is refused", (text, said) => {
    expect(() => parseMei(text)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(said) }),
    );
  });
});
