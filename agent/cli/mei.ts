import { readFile } from "node:fs/promises";
import { allCommands } from "../../mei/catalogue.ts";
import { ConfigError } from "../config-error.ts";
import { callMei } from "../mei-call.ts";
import type { Context, Run } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { withMe } from "./source.ts";
import { harmless } from "./terminal.ts";

export interface CallOptions {
  readonly name: string;
  readonly words: readonly string[];
  /** A JSON file, `-` for standard input: the only way for input that holds a secret. */
  readonly inputFile: string | undefined;
  readonly confirmed: boolean;
}

/** `amt-agent mei call NAME` */
export async function call(context: Context, { name, words, inputFile, confirmed }: CallOptions): Promise<Exit> {
  const { terminal, json, signal } = context;
  const document = inputFile === undefined ? {} : await documentIn(inputFile);
  const answer = await withMe(context, {
    service: (client) =>
      client.callAdmin(
        "POST /v1/mei/call",
        { command: name, input: document, pairs: [...words], confirmed },
        { signal },
      ),
    direct: (me) => callMei(me, { name, input: { document, pairs: words }, confirmed }, { signal }),
  });
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else {
    terminal.out(
      `${terminal.paint("bold", answer.command)} (${answer.code})${answer.virtual ? terminal.paint("yellow", " virtual ME") : ""}`,
    );
    terminal.out(harmless(JSON.stringify(answer.reply, null, 2)).replaceAll("\\x0a", "\n"));
  }
  return "ok";
}

async function documentIn(file: string): Promise<Record<string, unknown>> {
  const from = file === "-" ? "standard input" : file;
  try {
    const document: unknown = JSON.parse(await textOf(file));
    if (typeof document === "object" && document !== null && !Array.isArray(document)) return { ...document };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own words would show a piece of the input, and that can be a secret
    throw new ConfigError(`The input (${from}) is not JSON.`);
  }
  throw new ConfigError(`The input (${from}) must be a JSON object, as in {"interface": "wired"}.`);
}

async function textOf(file: string): Promise<string> {
  if (file !== "-") return readFile(file, "utf8");
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** `amt-agent mei list` */
export const list: Run = async ({ terminal, json }) => {
  if (json) {
    const rows = allCommands.map(({ name, code, title, effect, requestShape, source }) => ({
      name,
      code,
      title,
      effect,
      input: requestShape,
      source,
    }));
    terminal.out(JSON.stringify(rows, null, 2));
    return "ok";
  }
  const width = Math.max(...allCommands.map(({ name }) => name.length)) + 2;
  for (const { name, code, title, effect } of allCommands)
    terminal.out(
      `${name.padEnd(width)}${terminal.paint("dim", code.padEnd(22))}${effect === "change" ? terminal.paint("yellow", "changes  ") : "reads    "}${title}`,
    );
  return "ok";
};
