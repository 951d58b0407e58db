import { readFileSync } from "node:fs";
import { virtualMarker } from "../mei/clients.ts";
import type { AnyCommand } from "../mei/command.ts";
import { fromPlain } from "../mei/wire/plain.ts";

export type Half = "request" | "reply";
export type Seen = "recorded" | "documented";

/** One message of the outside world, from a file of `test/golden/`. Values are JSON, in the form `mei call` takes. */
export interface Fixture {
  readonly id: string;
  readonly command: string;
  readonly seen: Seen;
  readonly machine: string;
  readonly firmware: string;
  readonly source: string;
  readonly requestHex?: string;
  readonly request?: unknown;
  readonly replyHex?: string;
  readonly reply?: unknown;
  /** The source shows only the beginning of the reply: where decoding it must stop. */
  readonly truncated?: { readonly field: string; readonly offset: number };
  /** The reply is a refusal. */
  readonly refused?: { readonly status: number; readonly statusName: string };
}

/** Bytes and the value they mean; a value that is not given was not stated by the source. */
export interface Proof {
  readonly half: Half;
  readonly from: string;
  readonly seen: Seen;
  readonly hex: string;
  readonly value?: unknown;
}

const folder = new URL("../test/golden/", import.meta.url);

/** The lines of one file of `test/golden/`. */
export const readLines = <T>(name: string): T[] =>
  readFileSync(new URL(`${name}.jsonl`, folder), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

export const readFixtures = (): Fixture[] =>
  ["amthi", "mkhi", "mchi", "watchdog", "upid", "hotham"].flatMap((name) => readLines<Fixture>(name));

/** Everything that proves this command's layout: what its declaration carries, and the fixtures that hold a whole message. */
export function proofsOf(command: AnyCommand, fixtures: readonly Fixture[]): Proof[] {
  const proofs: Proof[] = [];
  for (const { from, seen, request, requestHex, reply, replyHex } of command.golden) {
    if (requestHex !== undefined) proofs.push({ half: "request", from, seen, hex: requestHex, value: request });
    if (replyHex !== undefined) proofs.push({ half: "reply", from, seen, hex: replyHex, value: reply });
  }
  for (const fixture of fixtures.filter((one) => one.command === command.name)) {
    const { id, machine, firmware, seen, requestHex, request, replyHex, reply, truncated, refused } = fixture;
    const from = `${id}: ${firmware}, ${machine}`;
    const value = (half: Half, plain: unknown): unknown =>
      plain === undefined
        ? undefined
        : fromPlain(half === "request" ? command.requestShape : command.replyShape, plain);
    if (requestHex !== undefined)
      proofs.push({ half: "request", from, seen, hex: requestHex, value: value("request", request) });
    if (replyHex !== undefined && !truncated && !refused)
      proofs.push({ half: "reply", from, seen, hex: replyHex, value: value("reply", reply) });
  }
  return proofs;
}

/** The best that proves one half; a command that gets no reply has nothing to prove there. */
export function provenance(proofs: readonly Proof[], half: Half): Seen | "none" {
  const seen = proofs.filter((proof) => proof.half === half).map((proof) => proof.seen);
  return seen.includes("recorded") ? "recorded" : seen.includes("documented") ? "documented" : "none";
}

/** Commands without any bytes from outside, and those of which no reply was ever seen, each sorted by name. */
export function unproven(
  commands: readonly AnyCommand[],
  fixtures: readonly Fixture[],
): { readonly nothing: string[]; readonly reply: string[] } {
  const found = { nothing: [] as string[], reply: [] as string[] };
  for (const command of commands) {
    if (command.client === virtualMarker) continue; // ours to define: there is no outside
    const proofs = proofsOf(command, fixtures);
    const reply = command.silent || provenance(proofs, "reply") !== "none";
    if (proofs.length === 0) found.nothing.push(command.name);
    else if (!reply) found.reply.push(command.name);
  }
  return { nothing: found.nothing.sort(), reply: found.reply.sort() };
}
