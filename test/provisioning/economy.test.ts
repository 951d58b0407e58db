import { afterEach, describe, expect, test } from "vitest";
import type { Wish } from "../../agent/provisioning/wish.ts";
import { activateAdmin, activateClient, type Station, station } from "../support/provisioning.ts";

let at: Station | undefined;
afterEach(async () => {
  await at?.close();
  at = undefined;
});

/** HTTP requests, the refused first one and reading back included: the limits are the project's own. `peer`: what rpc.md gives for another client. */
const budgets: readonly (readonly [string, () => Wish, { http: number; certificates: number; peer: string }])[] = [
  ["unprovisioned-11", activateClient, { http: 5, certificates: 0, peer: "rpc.md 3.2: Get, Setup" }],
  ["unprovisioned-11", activateAdmin, { http: 6, certificates: 3, peer: "rpc.md 3.3: Get, Get, Add x 3, AdminSetup" }],
  ["unprovisioned-19", activateClient, { http: 5, certificates: 0, peer: "rpc.md 3.2: Get, Setup, CommitChanges" }],
  ["unprovisioned-19", activateAdmin, { http: 6, certificates: 0, peer: "rpc.md 3.4: Get, SetAdmin, SetMEBx, Commit" }],
];

describe("firmware's time", () => {
  test.each(budgets)("%s", async (machine, wish, { http, certificates, peer }) => {
    at = await station(machine);
    const { counts } = at.me;
    const asked = wish();
    const start = performance.now();
    expect(await at.operate(asked)).toMatchObject({ outcome: "done", confirmed: true });
    const ms = Math.round(performance.now() - start);
    const amthi = Object.entries(counts.all).filter(([name]) => name.startsWith("amthi."));
    const commands = amthi.reduce((sum, [, times]) => sum + times, 0);
    const mode = asked.kind === "activate" ? asked.mode : "";
    console.log(
      `${machine} ${mode}: ${counts.of("http")} HTTP requests (limit ${http + certificates}), ${commands} AMTHI commands, ` +
        `${counts.of("lme.sessions")} LME session, ${ms} ms; peer: ${peer}, each on a handshake of its own`,
    );
    expect(counts.of("http")).toBeLessThanOrEqual(http + certificates);
    expect(counts.of("lme.sessions")).toBe(1);
    for (const [name, times] of Object.entries(counts.all))
      if (/\.(Setup|AdminSetup|CommitChanges)$/.test(name)) expect([name, times]).toEqual([name, 1]);
  });
});
