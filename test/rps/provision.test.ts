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
});
