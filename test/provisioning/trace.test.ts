import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { orderedChain } from "../../agent/provisioning/chain.ts";
import { readPfx } from "../../agent/provisioning/pfx.ts";
import type { Wish } from "../../agent/provisioning/wish.ts";
import { allCommands } from "../../mei/catalogue.ts";
import { record } from "../../mei/drivers/trace.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { digestRealm, passwordDigest } from "../../virtual-me/accounts.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { pfxPassword, writePki } from "../../virtual-me/pki/write.ts";
import { folder } from "../support/program.ts";
import { activateAdmin, activateClient, operateOn, station } from "../support/provisioning.ts";

const planted = new Secret("Planted-Pass-77");
const menu = new Secret("Planted-Menu-78");
const password = { secret: planted, reference: "given by its owner" };
const pki = folder();
afterAll(() => pki.remove());
writePki({ directory: pki.in("pki"), domain: "example.com" });
const chain = orderedChain(readPfx(readFileSync(pki.in("pki/provisioning.pfx")), new Secret(pfxPassword)));
const admin: Wish = {
  ...(activateAdmin() as Extract<Wish, { kind: "activate" }>),
  password,
  chain,
  mebxPassword: menu,
};
const client: Wish = { ...(activateClient() as Extract<Wish, { kind: "activate" }>), password };
const end: Wish = { kind: "deactivate", partial: false, password: planted };

/** As it would stand in a message of any kind, in hex and as text. */
const forms = (secret: string | Buffer): readonly string[] => {
  const bytes = Buffer.from(secret as string);
  return [bytes.toString("latin1"), bytes.toString("hex"), bytes.toString("base64").replace(/=+$/, "")];
};

test.each<[string, string, readonly Wish[]]>([
  ["client, upgrade, deactivate", "unprovisioned-11", [client, { kind: "upgrade", password: planted, chain }, end]],
  ["admin, deactivate", "unprovisioned-11", [admin, end]],
  ["client over TLS", "unprovisioned-19", [client]],
  ["admin, secure, deactivate", "unprovisioned-19", [admin, end]],
])("a recording of %s holds no secret", async (_, machine, wishes) => {
  const at = await station(machine);
  const lines: string[] = [];
  try {
    const account = at.me.world.localAccount.password.reveal();
    for (const wish of wishes) {
      const driver = record(virtualDriver(at.me), (line) => lines.push(line), {
        commands: allCommands,
        clock: realClock,
      });
      expect((await operateOn(driver, wish, at.options)).outcome).toBe("done");
    }
    const text = lines.join("\n");
    const realm = digestRealm(at.me.machine);
    const digest = passwordDigest("admin", realm, planted.reveal()).reveal();
    const key = createHash("md5").update(`$$OsAdmin:${realm}:${account}`).digest("hex");
    const secrets = {
      planted: forms(planted.reveal()),
      "its digest": [...forms(digest), ...forms(Buffer.from(digest, "hex"))],
      menu: forms(menu.reveal()),
      "the certificate's": forms(pfxPassword),
      "the account's": [...forms(account), ...forms(key), ...forms(Buffer.from(key, "hex"))],
      "the key": [...forms("PRIVATE KEY"), ...chain.key.reveal().split("\n").slice(1, -2)],
    };
    for (const [name, found] of Object.entries(secrets))
      for (const one of found) expect([name, text.includes(one)]).toEqual([name, false]);
    // It is a recording of just that: the account was asked for, and what came through the channels is there, unseen
    expect(text).toContain('"client":"amthi"');
    expect(text).toContain('"client":"lme"');
    expect(text).toContain(`"masked":[[`);
    expect(lines.length).toBeGreaterThan(40);
  } finally {
    await at.close();
  }
});
