import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { Wish } from "../../agent/provisioning/wish.ts";
import { activateAdmin, activateClient, type Station, station } from "../support/provisioning.ts";

let at: Station | undefined;
afterEach(async () => {
  await at?.close();
  at = undefined;
});

type Times = number | "certificates" | "hashes";
type Steps = readonly (readonly [name: string, times: Times])[];
interface Sequence {
  readonly firmware: "plain" | "tls";
  readonly mode: "client" | "admin";
  readonly source: string;
  readonly amthi: Steps;
  readonly http: Steps;
}
/** What rpc.md gives for another client: written down from there, not measured. */
const { peer, sequences } = JSON.parse(readFileSync(new URL("peer.json", import.meta.url), "utf8")) as {
  readonly peer: string;
  readonly sequences: readonly Sequence[];
};

/** HTTP requests, the refused first one and reading back included: the limits are the project's own. */
const budgets: readonly (readonly [
  string,
  Sequence["firmware"],
  () => Wish,
  { http: number; certificates: number },
])[] = [
  ["unprovisioned-11", "plain", activateClient, { http: 5, certificates: 0 }],
  ["unprovisioned-11", "plain", activateAdmin, { http: 6, certificates: 3 }],
  ["unprovisioned-19", "tls", activateClient, { http: 5, certificates: 0 }],
  ["unprovisioned-19", "tls", activateAdmin, { http: 6, certificates: 0 }],
];
/** A login with the new password, and what it reads: the peer believes AMT. */
const READING_BACK = 2;

const sum = (counts: readonly (readonly [string, number])[]): number => counts.reduce((all, [, n]) => all + n, 0);
const inWords = (counts: readonly (readonly [string, number])[]): string =>
  counts.map(([name, times]) => (times === 1 ? name : `${name} x ${times}`)).join(", ");
/** What AMT was asked to do, beyond reading. */
const changes = (counts: readonly (readonly [string, number])[]) =>
  counts.filter(([name]) => /^[A-Z]+_\w+\.(?!Get$)/.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));

describe(`firmware's time, beside that of ${peer}`, () => {
  test.each(budgets)("%s, %s", async (machine, firmware, wish, { http, certificates }) => {
    at = await station(machine);
    const { counts, world } = at.me;
    const asked = wish();
    const mode = asked.kind === "activate" ? asked.mode : "";
    const start = performance.now();
    expect(await at.operate(asked)).toMatchObject({ outcome: "done", confirmed: true });
    const ms = Math.round(performance.now() - start);
    const all = Object.entries(counts.all);
    const amthi = all
      .filter(([name]) => name.startsWith("amthi."))
      .map(([name, times]) => [name.slice("amthi.".length), times] as const);
    const wsman = all.filter(([name]) => /^[A-Z]+_/.test(name));
    const refused: readonly [string, number] = ["401", counts.of("http") - sum(wsman)];

    const theirs = sequences.find((one) => one.firmware === firmware && one.mode === mode);
    const known = { certificates, hashes: counts.of("amthi.getCertificateHashEntry") };
    const counted = (steps: Steps = []) =>
      steps.map(([name, times]) => [name, typeof times === "number" ? times : known[times]] as const);
    const peers = { amthi: counted(theirs?.amthi), http: counted(theirs?.http) };
    console.log(
      [
        `${machine} ${mode}: ${ms} ms, 1 LME session (peer: a channel for each request; its time is firmware's, which rpc.md 4.4 has`,
        "from its users only: client control mode over LME 98 s, over LMS 0.83 s)",
        `  HTTP requests  ${counts.of("http")} (limit ${http + certificates}): ${inWords([refused, ...wsman])}`,
        `            peer ${sum(peers.http)} (${theirs?.source}): ${inWords(peers.http)}`,
        `  AMTHI commands ${sum(amthi)}: ${inWords(amthi)}`,
        `            peer ${sum(peers.amthi)}: ${inWords(peers.amthi)}`,
      ].join("\n"),
    );
    expect(world.provisioning).toBe("post");
    expect(counts.of("http")).toBeLessThanOrEqual(http + certificates);
    expect(counts.of("http")).toBeLessThanOrEqual(sum(peers.http) + READING_BACK);
    expect(counts.of("lme.sessions")).toBe(1);
    // The same is asked of AMT, each as often: what is more is looking, before and after
    expect(changes(wsman)).toEqual(changes(peers.http));
    for (const [name, times] of wsman)
      if (/\.(Setup|AdminSetup|CommitChanges)$/.test(name)) expect([name, times]).toEqual([name, 1]);
  });
});
