import { readFileSync } from "node:fs";
import { InputError } from "../../mei/wire/plain.ts";
import { type Anchor, anchorFrom, anchorsIn } from "../events/anchors.ts";
import { historyDir } from "../events/segments.ts";
import { type Break, type Range, type Verdict, verify } from "../events/verify.ts";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export interface VerifyOptions {
  readonly anchors: readonly string[];
  /** A file with more of them; `-` is standard input. */
  readonly from: string | undefined;
}

/** `amt-agent events verify`: reads the files, with or without the service. */
export async function verifyEvents(context: Context, options: VerifyOptions): Promise<Exit> {
  const { terminal, json, flags, host } = context;
  const anchors = await anchorsOf(options);
  const verdict = verify(historyDir((await settingOf("stateDir", flags, host)).text), anchors);
  if (json) terminal.out(JSON.stringify({ schema: "amt-agent.events-verify/1", ...verdict }, null, 2));
  else for (const line of renderVerdict(verdict, terminal)) terminal.out(line);
  return verdict.ok ? "ok" : "problem";
}

async function anchorsOf({ anchors, from }: VerifyOptions): Promise<Anchor[]> {
  const said = anchors.map((word) => {
    const anchor = anchorFrom(word);
    if (!anchor) throw new InputError("--anchor", `is ID:HASH, or the 64 hex digits alone, not "${word}"`);
    return anchor;
  });
  if (from === undefined) return said;
  const known = readFileSync(from === "-" ? 0 : from, "utf8");
  await refuseChangedReports(known);
  const found = anchorsIn(known);
  if (found.length === 0) throw new InputError("--anchors", "holds no anchor: amt-agent.history/1:ID:HASH");
  return [...said, ...found];
}

/** Posture reports have an anchor in them, and a signature: one that is not what was signed is a witness of nothing. Rejects PostureError. */
async function refuseChangedReports(known: string): Promise<void> {
  const reports = known.split(/(?<=\n)/).filter((line) => line.startsWith('{"digest":"sha256:'));
  if (reports.length === 0) return;
  const { verifyPosture } = await import("../posture/document/verify.ts");
  for (const report of reports) verifyPosture(report);
}

const rangeWords: Readonly<Record<Exclude<Range["state"], "broken">, string>> = {
  removed: "removed by the service to make room",
  anchored: "intact and anchored",
  intact: "intact, not anchored",
};
const harmWords: Readonly<Record<Break["how"], string>> = {
  changed: "changed",
  deleted: "deleted",
  reordered: "moved to another place",
  truncated: "cut off",
  rewritten: "not the one that was noted elsewhere",
};

/** Pure. */
export function renderVerdict(verdict: Verdict, { paint }: Pick<Terminal, "paint">): string[] {
  const { ranges, head, events, torn, anchors, ok } = verdict;
  const lines = ranges.flatMap(({ from, to, state, breaks }) => {
    if (state !== "broken") return [`  events ${from} to ${to}: ${paint("green", rangeWords[state])}`];
    return breaks.map(({ how, id, file, line }) => {
      const what = id !== null ? `event ${id}` : file === "head.json" ? "the note of the newest event" : "an event";
      const where = file === null ? "" : ` (${file}${line === null ? "" : `, line ${line}`})`;
      return `  ${paint("red", "BROKEN")}: ${what} was ${harmWords[how]}${how === "deleted" && id !== null ? ", or more from there on" : ""}${where}`;
    });
  });
  if (torn > 0) lines.push(`  ${torn} bytes of an event that was being written at the end: no sign of tampering`);
  if (anchors.removed > 0) lines.push(`  ${anchors.removed} anchors are of events that were removed to make room`);
  const sum = ok
    ? paint("bold", `The history is what was written: ${events} events, the newest ${head.id}.`)
    : paint("red", "The history is NOT what was written.");
  const unanchored = anchors.checked === 0 && ok;
  return [
    sum,
    ...lines,
    ...(unanchored
      ? ["  Whoever may write these files could have made all of it anew: compare with the log, see --anchors."]
      : []),
    `  newest: amt-agent.history/1:${head.id}:${head.hash}`,
  ];
}
