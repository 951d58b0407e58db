import { type Coverage, coverage } from "./coverage.ts";

/** `npm run coverage:commands [-- --json]`: what each command of the ME is proven with, who calls it, which virtual machines answer it. */
const report = await coverage();
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error; // `| head` has seen enough
});

const strengths = ["recorded", "derived", "synthetic"] as const;
function answeredBy({ machines }: Coverage): string {
  const counts = strengths.map((kind) => [kind, machines.filter((one) => one.kind === kind).length] as const);
  return (
    counts
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(", ") || "none"
  );
}
const short = (file: string): string => file.replace(/\.tsx?$/, "");

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

if (process.argv.includes("--json")) console.log(JSON.stringify(report, undefined, 2));
else {
  const { commands } = report;
  console.log(
    table([
      ["family", "code", "command", "effect", "request", "reply", "virtual machines", "called by (mei call: all)"],
      ...commands.map((one) => [
        one.family,
        one.code,
        one.name,
        one.effect,
        one.request,
        one.reply,
        answeredBy(one),
        one.callers.map(short).join(", ") || "-",
      ]),
    ]),
  );
  const all = commands.length;
  const { nothing, reply } = report.unproven;
  const recorded = commands.filter((one) => one.request === "recorded" || one.reply === "recorded").length;
  const ours = commands.filter(({ family }) => family === "virtual").length;
  const documented = all - recorded - nothing.length - ours;
  const list = (names: readonly string[]): string => names.map((name) => `  ${name}`).join("\n");
  console.log(
    `\n${all} commands: ${recorded} with recorded bytes, ${documented} with documented ones, ${nothing.length} with none, ${ours} our own.`,
  );
  console.log(`\nReply never seen outside this project (${reply.length}):\n${list(reply)}`);
  console.log(`\nUnproven, no bytes from outside at all (${nothing.length}):\n${list(nothing)}`);
}
