import type { Progress, Result } from "../provisioning/progress.ts";
import type { Context } from "./context.ts";
import { harmless } from "./terminal.ts";

/** Shows an operation as it goes on: lines for people, with `--json` one JSON document a line. */
export function progressTo({ terminal, json }: Pick<Context, "terminal" | "json">): (progress: Progress) => void {
  const say = (text: string): void => terminal.out(harmless(text));
  return (progress) => {
    if (json) return terminal.out(JSON.stringify(progress));
    switch (progress.event) {
      case "plan": {
        const seconds = progress.steps.reduce((sum, one) => sum + one.seconds, 0);
        const { length } = progress.steps;
        const how = `${length === 1 ? "1 step" : `${length} steps`}, about ${seconds} s`;
        const where = progress.virtual ? terminal.paint("yellow", ", on a virtual ME") : "";
        terminal.out(`${terminal.paint("bold", how)} (${progress.plan})${where}`);
        return;
      }
      case "step":
        if (progress.state === "begun")
          say(`  ${progress.title.text} (about ${progress.seconds} s${progress.once ? "; not to be broken off" : ""})`);
        return;
      case "note":
        say(`  ${progress.note.text}`);
    }
  };
}

const modes: Readonly<Record<string, string>> = {
  none: "AMT is set up for nobody.",
  client: "AMT is set up in client control mode.",
  admin: "AMT is set up in admin control mode.",
};

export function showResult({ terminal, json }: Pick<Context, "terminal" | "json">, result: Result): void {
  if (json) terminal.out(JSON.stringify({ event: "result", ...result }));
  else if (result.outcome === "checked")
    terminal.out("Everything that can be checked is in order. Nothing was changed.");
  else for (const line of linesOf(result)) terminal.out(line);
}

function* linesOf(result: Result): Iterable<string> {
  yield modes[result.controlMode] ?? `AMT is in control mode ${result.controlMode}.`;
  const { password } = result;
  const [how, ...rest] = (password ?? "").split(":");
  const place = harmless(rest.join(":"));
  if (how === "file") yield `The password of its user admin is in ${place}`;
  if (how === "systemd-creds")
    yield `The password of its user admin: systemd-creds decrypt --name=amt-password ${place} -`;
  if (how === "dpapi")
    yield `The password of its user admin is in ${place}, for this Windows user to open with DPAPI (docs/provisioning.md)`;
  if (how === "escrow") yield `${place} has the password of its user admin.`;
}
