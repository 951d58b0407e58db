import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import * as provisioningCommands from "../../mei/amthi/provisioning.ts";
import { digestRealm } from "../../virtual-me/accounts.ts";
import type { KindName } from "../../virtual-me/pki/kinds.ts";
import { channelTo, localTls, provisioning } from "../support/local-tls.ts";
import { type Running, running } from "../support/virtual-machine.ts";
import { anonymous } from "../support/web.ts";

let machine: Running | undefined;
afterEach(async () => {
  await machine?.close();
  machine = undefined;
});
const { startConfigurationHostBased, stopConfiguration } = provisioningCommands;
const setupService = "AMT_SetupAndConfigurationService";
const authorization = "AMT_AuthorizationService";

async function armed(
  name: string,
  { kind = "provisioning", algorithm = "sha256" }: { kind?: KindName; algorithm?: "sha256" | "sha384" } = {},
) {
  machine = await running(name);
  const on = machine;
  const client = provisioning(kind);
  const arm = (hash = client.hash(algorithm)) =>
    on.call(startConfigurationHostBased, {
      serverHashAlgorithm: algorithm,
      serverCertificateHash: Buffer.concat([hash, Buffer.alloc(64)]).subarray(0, 64),
      hostVpn: false,
      suffixListLength: 0,
      suffixes: "",
    });
  const { world } = on.me;
  const digest = createHash("md5")
    .update(`admin:${digestRealm(world.machine)}:Aa1!aaaa`)
    .digest();
  return {
    on,
    world,
    client,
    arm,
    told: await arm(),
    admin: { Username: "admin", DigestPassword: digest.toString("base64") },
  };
}

describe("secure host-based configuration", () => {
  test.each<[string, "sha256" | "sha384"]>([
    ["unprovisioned-18", "sha256"],
    ["unprovisioned-19", "sha256"],
    ["unprovisioned-19", "sha384"],
  ])(
    "%s, %s: AMT's certificate by the hash it told, ours by the one it was told; then it has an owner",
    async (name, algorithm) => {
      const { world, client, told, admin } = await armed(name, { algorithm });
      const tls = await localTls(machine!.me, client);
      const size = algorithm === "sha256" ? 32 : 48;
      expect(createHash(algorithm).update(tls!.leaf!.raw).digest()).toEqual(told.amtCertificateHash.subarray(0, size));
      expect(tls!.leaf!.subject).toMatch(/CN=AMT RCFG$/);
      expect(tls!.leaf!.subject).toMatch(/virtual ME.*not Intel/);
      const heard: string[] = [];
      world.alerts.listen(({ id, argument }) => heard.push(`${id}-${argument}`));
      expect(await tls!.invoke(setupService, "CommitChanges")).toBe("2057"); // nobody to own it
      expect(await tls!.invoke(authorization, "SetAdminAclEntryEx", admin)).toBe("0");
      if (name === "unprovisioned-19") {
        expect(await tls!.invoke(setupService, "CommitChanges")).toBe("2057"); // the BIOS extension's password is still the factory's
        expect(await tls!.invoke(setupService, "SetMEBxPassword", { Password: "Mebx-Passw0rd" })).toBe("0");
      }
      expect(world).toMatchObject({ provisioning: "in", controlMode: "none" });
      expect(await tls!.invoke(setupService, "CommitChanges")).toBe("0");
      expect(world).toMatchObject({ provisioning: "post", controlMode: "admin", armed: undefined });
      expect(world.setup).toMatchObject({ byHost: true, commonName: "provision.example.com" });
      expect(world.accounts.get("admin")?.digest.reveal()).toBe(
        Buffer.from(admin.DigestPassword, "base64").toString("hex"),
      );
      expect(heard).toEqual(["iAMT0055-2", "iAMT0055-4"]);
      expect(world.timers.size).toBe(0);
      // From here on the password counts, on this connection and on others
      expect((await tls!.post("x", "AMT_GeneralSettings", "")).status).toBe(401);
      const other = await localTls(machine!.me);
      expect((await other!.post("x", "AMT_GeneralSettings", "")).status).toBe(401);
    },
  );

  test("whoever shows no certificate, another one, or the right one of a chain that is no good, is sent away", async () => {
    const { on, world, arm } = await armed("unprovisioned-19");
    expect(await refused()).toBe(true);
    expect(await refused("with-unit")).toBe(true); // another hash than was told
    for (const kind of [
      "expired",
      "wrong-domain",
      "wrong-usage",
      "unknown-root",
      "inactive-root",
      "without-root",
    ] as const) {
      await on.call(stopConfiguration);
      await arm(provisioning(kind).hash("sha256"));
      expect(await refused(kind), kind).toBe(true);
    }
    expect(world).toMatchObject({ provisioning: "in", controlMode: "none" });
    expect(world.armed?.owner).toBeUndefined();
  });
  /** The handshake may end well with the answer to the first request missing (TLS 1.2: AMT looks when it is over). */
  async function refused(kind?: KindName): Promise<boolean> {
    const tls = await localTls(machine!.me, kind && provisioning(kind));
    return (
      tls === undefined ||
      tls.invoke(setupService, "CommitChanges").then(
        () => false,
        () => true,
      )
    );
  }

  test("another certificate at every attempt; stop, a reset and ten minutes end it", async () => {
    const { on, world, client, arm, told, admin } = await armed("unprovisioned-19");
    const tls = await localTls(on.me, client);
    await tls!.invoke(authorization, "SetAdminAclEntryEx", admin);
    await on.call(stopConfiguration);
    expect(world).toMatchObject({ provisioning: "pre", controlMode: "none", armed: undefined });
    expect(world.accounts.list()).toEqual([]);
    expect((await tls!.post("x", "AMT_GeneralSettings", "")).status).toBe(401);
    const second = await arm();
    expect(second.amtCertificateHash).not.toEqual(told.amtCertificateHash);
    on.clock.advance(600_000);
    expect(world).toMatchObject({ provisioning: "pre", armed: undefined });
    await arm();
    on.me.operator.reset();
    expect(world).toMatchObject({ provisioning: "pre", armed: undefined });
    expect(world.timers.size).toBe(0);
  });

  test("wifi-14, whose local ports are plain, opens TLS for the attempt, and closes it after", async () => {
    machine = await running("wifi-14");
    const { me } = machine;
    await machine.call(provisioningCommands.unprovision, { mode: "none" });
    expect(await channelTo(me, 16993)).toBeUndefined();
    const client = provisioning();
    await machine.call(startConfigurationHostBased, {
      serverHashAlgorithm: "sha256",
      serverCertificateHash: Buffer.concat([client.hash("sha256"), Buffer.alloc(32)]),
      hostVpn: false,
      suffixListLength: 0,
      suffixes: "",
    });
    expect(await channelTo(me, 16993)).toBeDefined();
    expect(await channelTo(me, 16992)).toBeDefined();
    await machine.call(stopConfiguration);
    expect(await channelTo(me, 16993)).toBeUndefined();
  });
});

test("while nobody configures it, a TLS port asks for a login as ever", async () => {
  machine = await running("unprovisioned-19");
  const tls = await localTls(machine.me);
  tls!.socket.write(anonymous);
  expect((await tls!.post("x", "AMT_GeneralSettings", "")).status).toBe(401);
});
