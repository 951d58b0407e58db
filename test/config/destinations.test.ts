import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { Destinations } from "../../agent/config-destinations.ts";
import { credentialsOf } from "../../agent/posture/delivery/credentials.ts";
import { folder } from "../support/program.ts";

const dir = folder();
afterAll(() => dir.remove());
const wrong = (...all: unknown[]): string[] =>
  Destinations.safeParse(all).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];

describe("posture.send", () => {
  test("takes one of each kind", () => {
    const guid = "4c4c4544-0042-3010-8052-b4c04f564432";
    const all = [
      { name: "a", to: "file", path: "/var/log/posture.ndjson" },
      { name: "b", to: "https", url: "https://fleet.example.com/in", tokenFile: "/etc/amt-agent/credentials/token" },
      { name: "c", to: "otlp", url: "http://127.0.0.1:4318/v1/logs" },
      { name: "d", to: "mqtt", url: "mqtts://broker.example.com" },
      { name: "e", to: "syslog", host: "logs.example.com" },
      { name: "f", to: "pushgateway", url: "http://localhost:9091" },
      { name: "g", to: "console", url: "https://console.example.com/api/v1/devices", guid },
    ];
    expect(wrong(...all)).toEqual([]);
  });
  test.each([
    [{ to: "https", url: "http://fleet.example.com/in" }, /url must begin with https:\/\//],
    [{ to: "https", url: "https://me:pw@fleet.example.com/in" }, /must hold no user, password/],
    [{ to: "https", url: "https://h/", certFile: "/c.pem" }, /keyFile certFile and keyFile belong together/],
    [{ to: "https", url: "https://h/", token: "abc" }, /nrecognized key/],
    [{ to: "mqtt", url: "mqtt://broker.example.com" }, /must begin with mqtts:\/\//],
    [{ to: "mqtt", url: "mqtts://h", topic: "all/#" }, /topic must be a topic without/],
    [{ to: "mqtt", url: "mqtts://h", user: "u" }, /user and passwordFile belong together/],
    [{ to: "pushgateway", url: "https://h/", user: "u", passwordFile: "/p", tokenFile: "/t" }, /say one of them/],
    [{ to: "file", path: "posture.ndjson" }, /must be a whole path/],
    [{ to: "smoke" }, /to Invalid/],
  ])("refuses %j", (one, why) => {
    expect(wrong({ name: "x", ...one }).join("; ")).toMatch(why);
  });
  test("refuses a name that is there twice, or could be no file's", () => {
    const to = { to: "file", path: "/x" };
    expect(wrong({ name: "a", ...to }, { name: "a", ...to })).toEqual(["1.name is there twice"]);
    expect(wrong({ name: "../a", ...to })[0]).toMatch(/^0\.name must be small letters/);
  });
});

describe("credentials", () => {
  const none = credentialsOf({ env: {}, exists: () => false });
  test("are taken from a file that nobody else can read, and cannot be printed", () => {
    const path = dir.in("token");
    writeFileSync(path, "hush\nmore\n", { mode: 0o600 });
    const secret = none.secret(path);
    expect(secret.reveal()).toBe("hush");
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain("hush");
  });
  test.each([
    ["that others can read", "open", 0o644, "hush\n", /may be read by others: chmod 0600/],
    ["that is empty", "empty", 0o600, "\n", /has no secret in its first line/],
    ["that would end a header", "bad", 0o600, "hu\u0007sh\n", /has no secret in its first line/],
  ])("are refused from a file %s", (_, name, mode, text, why) => {
    writeFileSync(dir.in(name), text, { mode });
    expect(() => none.secret(dir.in(name))).toThrow(why);
    expect(() => none.secret(dir.in(name))).not.toThrow(/hu.?sh/);
  });
  test("come from systemd where it hands them over, by the name they have at their owner's", () => {
    writeFileSync(dir.in("send_fleet"), "handed\n", { mode: 0o440 });
    const handed = credentialsOf({
      env: { CREDENTIALS_DIRECTORY: dir.path },
      exists: (path) => path === dir.in("send_fleet"),
    });
    expect(handed.secret("/etc/amt-agent/credentials/fleet").reveal()).toBe("handed");
    expect(() => handed.secret("/etc/amt-agent/credentials/other")).toThrow(/other cannot be used/);
  });
});
