import { loadConfig } from "../config.ts";
import { entriesIn } from "../posture/delivery/spool.ts";
import { type Standing, standingOf } from "../posture/delivery/standing.ts";
import type { Run } from "./context.ts";
import { harmless } from "./terminal.ts";

/** `amt-agent posture spool`: what waits for whom, since when, and why. Nothing is sent, and nothing written. */
export const spool: Run = async ({ flags, host, terminal, json }) => {
  const { values } = loadConfig(flags, host);
  const directory = values["posture.spoolDir"];
  const entries = await entriesIn(directory);
  const destinations = await Promise.all(
    values["posture.send"].map(async ({ name, to }) => ({
      ...{ name, to },
      ...(await standingOf(values["posture.sendDir"], name, entries)),
    })),
  );
  const bytes = entries.reduce((sum, one) => sum + one.bytes, 0);
  const most = { reports: values["posture.spoolReports"], bytes: values["posture.spoolMegabytes"] * 1024 * 1024 };
  if (json) {
    const document = {
      schema: "amt-agent.posture-spool/1",
      directory,
      reports: entries.length,
      bytes,
      most,
      destinations,
    };
    terminal.out(JSON.stringify(document, null, 2));
    return "ok";
  }
  terminal.out(
    `${entries.length} of at most ${most.reports} reports, ${bytes} of at most ${most.bytes} bytes in ${harmless(directory)}`,
  );
  if (destinations.length === 0) terminal.out("Nobody to send to: the configuration has no posture.send.");
  for (const { name, to, ...one } of destinations)
    for (const line of linesOf(`${name} (${to})`, one)) terminal.out(harmless(line));
  return "ok";
};

function linesOf(name: string, { waiting, since, delivered, refused, deliveredAt, failing, seen }: Standing): string[] {
  const past = `${delivered} sent${deliveredAt === null ? "" : `, the last ${deliveredAt}`}${refused > 0 ? `, ${refused} refused` : ""}`;
  const now = waiting === 0 ? "nothing waits" : `${waiting} ${waiting === 1 ? "waits" : "wait"} since ${since}`;
  const lines = [`  ${name}: ${now}; ${past}`];
  if (!seen) lines.push("    no sender has been at work for it: amt-agent sender");
  if (failing)
    lines.push(
      `    ${failing.attempts} ${failing.attempts === 1 ? "attempt" : "attempts"} failed since ${failing.since}, again at ${failing.next}: ${failing.message} (${failing.code})`,
    );
  return lines;
}
