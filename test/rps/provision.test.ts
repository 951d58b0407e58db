import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { activateThroughServer, deactivateThroughServer } from "../../agent/cli/rps.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { commandOn } from "../support/rps-command.ts";
import { type RpsServer, rpsServer, type Script } from "../support/rps-server.ts";
import { type Served, served } from "../support/served-machine.ts";

const script = (name: string): Script =>
  JSON.parse(readFileSync(new URL(`scripts/${name}.json`, import.meta.url), "utf8")) as Script;

let me: Served;
let server: RpsServer;
afterEach(async () => {
  await server.stop();
  await me.stop();
});

async function at(machine: string, name: string) {
  me = await served(machine);
  server = await rpsServer(script(name));
  return { url: `ws://127.0.0.1:${server.port}/activate`, mei: `socket:${me.path}` };
}

describe("a server provisions a virtual machine through us", () => {
  test("to client control mode, with heartbeats, progress and letters beyond ASCII", async () => {
    const { url, mei } = await at("unprovisioned-11", "ccm");
    const { context, out, err } = commandOn(mei, { json: true });
    expect(await activateThroughServer(context, { url, profile: "ccm" })).toBe("ok");
    expect(server.problems).toEqual([]);
    expect(server.finished).toBe(1);
    expect(me.me.world).toMatchObject({ provisioning: "post", controlMode: "client" });
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      did: "activate",
      virtual: true,
      controlMode: "client",
      text: "Client control mode.",
      parts: { Network: "Wired Network Configured." },
    });
    expect(err.join("\n")).toMatch(/is told: AMT's version and UUID[\s\S]*Setting up/);
  });

  test.each(["unprovisioned-18", "unprovisioned-19"])(
    "%s, which has only TLS: the server speaks it itself, through the tunnel",
    async (machine) => {
      const { url, mei } = await at(machine, "tunnel");
      const { context } = commandOn(mei);
      expect([
        await activateThroughServer(context, { url, profile: "ccm" }).catch((e) => e.code),
        server.problems,
      ]).toEqual(["ok", []]);
      expect(server.problems).toEqual([]);
      expect(me.me.world).toMatchObject({ provisioning: "post", controlMode: "client" });
      // and nothing of it could be read on the way
      const bytes = server.heard.slice(1).map((text) => Buffer.from(JSON.parse(text).payload ?? "", "base64"));
      expect(Buffer.concat(bytes).toString("latin1")).not.toMatch(/Envelope|Digest|HTTP/);
    },
  );

  test("changes to AMT's TLS port, when AMT has it, and goes on there", async () => {
    const { url, mei } = await at("acm-16-tls", "switch");
    const { context, err } = commandOn(mei, { env: { AMT_PASSWORD: virtualPassword } });
    expect(await activateThroughServer(context, { url, profile: "tls" })).toBe("ok");
    expect(server.problems).toEqual([]);
    expect(err.join("\n")).toContain("The server changes to AMT's port 16993.");
  });

  test("and ends it again; the password is in the payload, not in the method that servers log", async () => {
    const { url, mei } = await at("acm-15", "deactivate");
    const { context } = commandOn(mei, { env: { AMT_PASSWORD: virtualPassword } });
    expect(await deactivateThroughServer(context, { url })).toBe("ok");
    expect(server.problems).toEqual([]);
    expect(me.me.world).toMatchObject({ provisioning: "pre", controlMode: "none" });
    for (const text of server.heard) expect(text).not.toContain(virtualPassword);
  });
});

describe("what the server says in the end is compared with what AMT is", () => {
  test.each([
    ["it refuses", "refused", "RPS_REFUSED", /ccm does not match list of available AMT profiles.*control mode is none/],
    [
      "a part has failed",
      "half-done",
      "RPS_INCOMPLETE",
      /TLS: Failure, Failed to configure TLS.*control mode is client/,
    ],
    ["nothing was done", "nothing-done", "RPS_INCOMPLETE", /reports success, but AMT's control mode is none/],
    ["it hangs up", "closes", "RPS_CLOSED", /before it said how it went/],
  ])("%s", async (_, name, code, text) => {
    const { url, mei } = await at("unprovisioned-11", name);
    const { context, out } = commandOn(mei);
    const error = await activateThroughServer(context, { url, profile: "ccm" }).catch((found: unknown) => found);
    expect(server.problems).toEqual([]);
    expect(error).toMatchObject({ code, message: expect.stringMatching(text) });
    expect(out).toEqual([]);
  });
});
