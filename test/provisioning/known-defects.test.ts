import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { afterEach, expect, test } from "vitest";
import type { Chain } from "../../agent/provisioning/chain.ts";
import { readRoots } from "../../agent/provisioning/look.ts";
import { operate } from "../../agent/provisioning/operate.ts";
import type { Reach } from "../../agent/provisioning/web.ts";
import type { Wish } from "../../agent/provisioning/wish.ts";
import type { Way } from "../../agent/wsman/way.ts";
import type { KindName } from "../../virtual-me/pki/kinds.ts";
import {
  activateAdmin,
  activateClient,
  chainOfKind,
  factoryPassword,
  given,
  goodPassword,
  intentOf,
  type Station,
  station,
  upgradeBy,
} from "../support/provisioning.ts";

/** Defects of other clients (rpc.md, Appendix B), by their number there. 25 is in password-ways.test.ts. */
let at: Station;
afterEach(() => at.close());
const on = async (machine: string): Promise<void> => {
  at = await station(machine);
};
const onReach = (wish: Wish, changed: Partial<Reach>) =>
  operate(intentOf(wish), { ...at.options, reach: { ...at.options.reach, ...changed }, dryRun: false });

/** AdminSetup and CommitChanges are sent again when the connection ends without an answer. */
test.each([
  ["unprovisioned-11", "IPS_HostBasedSetupService.AdminSetup"],
  ["unprovisioned-19", "AMT_SetupAndConfigurationService.CommitChanges"],
])("2: what counts is sent once, also when its answer is lost: %s %s", async (machine, request) => {
  await on(machine);
  at.me.faults.add({ client: "web", kind: "lost", at: request });
  expect(await at.operate(activateAdmin())).toMatchObject({ outcome: "done", controlMode: "admin" });
  expect([at.me.faults.left, at.me.counts.of(request)]).toEqual([0, 1]);
});

/** Another program's port whose certificate is refused passes for no port, and LME is taken from under that program. */
test("3: a certificate that is not trusted ends the operation; no other way is tried", async () => {
  await on("unprovisioned-19");
  const { certificates, key } = chainOfKind("unknown-root");
  const stranger = createServer({ cert: certificates.map(String).join(""), key: key.reveal() });
  stranger.on("tlsClientError", () => {}); // the other side hangs up, as it should
  stranger.listen(0, "127.0.0.1");
  await once(stranger, "listening");
  const { port } = stranger.address() as AddressInfo;
  let ways = 0;
  const openWay = async (): Promise<Way> => {
    ways++;
    const dial = async () => connect(port, "127.0.0.1");
    return { tls: true, overMei: false, connect: dial, connectTo: dial, close: async () => {} };
  };
  try {
    await expect(onReach(activateClient(), { openWay })).rejects.toMatchObject({ code: "TLS_UNTRUSTED" });
    expect([ways, at.me.counts.of("lme.sessions"), at.me.world.controlMode]).toEqual([1, 0, "none"]);
  } finally {
    stranger.close();
  }
});

/** AMT's own certificate is taken unseen once AMT is set up. */
test.each([
  ["before it is set up", "unprovisioned-19", activateClient, "none"],
  ["when it is set up", "acm-16-tls", () => end, "admin"],
] as const)("14: AMT's certificate has to be the one that is trusted, %s", async (_, machine, wish, mode) => {
  await on(machine);
  const trust = { by: "hash", algorithm: "sha256", hash: Buffer.alloc(32) } as const;
  await expect(onReach(wish(), { trust })).rejects.toMatchObject({ code: "TLS_UNTRUSTED" });
  expect([at.me.world.controlMode, at.me.counts.of("http")]).toEqual([mode, 0]);
});
const end: Wish = { kind: "deactivate", partial: false, password: factoryPassword };

/** A certificate that AMT cannot take is found out by AMT alone, with an error that does not say what is wrong. */
test.each<[KindName, string]>([
  ["inactive-root", "ROOT_INACTIVE"],
  ["wrong-usage", "CHAIN_USAGE"],
  ["wrong-domain", "DOMAIN_MISMATCH"],
  ["expired", "CHAIN_EXPIRED"],
  ["not-yet-valid", "CHAIN_NOT_YET_VALID"],
])("15: a certificate's fault has its own name, and nothing is sent: %s", async (kind, code) => {
  await on("unprovisioned-11");
  const wish: Wish = { kind: "activate", mode: "admin", password: given(), chain: chainOfKind(kind) };
  await expect(at.operate(wish)).rejects.toMatchObject({ code });
  expect(at.me.counts.of("http")).toBe(0);
});

/** What CommitChanges returns is not looked at, so that a setup that was never committed passes for done. */
test("16: CommitChanges that is refused is no success", async () => {
  await on("unprovisioned-19");
  at.me.world.flashWrites = 1; // for Setup
  await expect(at.operate(activateClient())).rejects.toMatchObject({
    code: "WSMAN_RETURN_VALUE",
    message: expect.stringMatching(/CommitChanges.*38 FLASH_WRITE_LIMIT/),
  });
  expect([at.me.world.controlMode, at.me.world.provisioning]).toEqual(["none", "pre"]);
});

/** What UpgradeClientToAdmin and AddNextCertInChain return is not looked at, or shown as another method's. */
test("17: each method's own return value comes out, under its own name", async () => {
  await on("unprovisioned-11");
  await at.operate(activateClient());
  at.me.world.flashWrites = 0;
  await expect(at.operate(upgradeBy(goodPassword))).rejects.toMatchObject({
    code: "WSMAN_RETURN_VALUE",
    message: expect.stringMatching(/UpgradeClientToAdmin.*6 FLASH_WRITE_LIMIT/),
  });
  const whole = chainOfKind("provisioning");
  const [leaf, , root] = whole.certificates;
  const broken = { ...whole, certificates: [leaf, root] } as unknown as Chain;
  await expect(at.operate({ kind: "upgrade", password: goodPassword, chain: broken })).rejects.toMatchObject({
    code: "WSMAN_RETURN_VALUE",
    message: expect.stringMatching(/AddNextCertInChain.*4 /),
  });
  expect([at.me.world.controlMode, at.me.world.provisioning]).toEqual(["client", "post"]);
});

/** Roots are kept by name, so that of two with one name the second hides the first. */
test("19: roots of one name are all there", async () => {
  await on("unprovisioned-11");
  const { hashes } = at.me.world;
  for (const [handle, hash] of [...hashes]) hashes.set(handle, { ...hash, name: "One name" });
  expect(await at.operate(activateAdmin())).toMatchObject({ outcome: "done", controlMode: "admin" });
  const roots = await readRoots(at.options.reach.me, at.options);
  expect([roots.length, new Set(roots.map(({ name }) => name)).size]).toEqual([hashes.size, 1]);
});
