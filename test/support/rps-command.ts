import type { Context } from "../../agent/cli/context.ts";
import { type Clock, realClock } from "../../platform/clock.ts";
import { thisHost } from "../../platform/paths.ts";

export interface Said {
  readonly context: Context;
  readonly out: string[];
  readonly err: string[];
}

/** What a command is given, with all it says kept. */
export function commandOn(
  mei: string,
  {
    clock = realClock,
    signal = new AbortController().signal,
    json = false,
    env = {},
  }: {
    clock?: Clock;
    signal?: AbortSignal;
    json?: boolean;
    env?: Readonly<Record<string, string>>;
  } = {},
): Said {
  const out: string[] = [];
  const err: string[] = [];
  const context: Context = {
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), paint: (_, text) => text, width: 80 },
    host: { ...thisHost(), env },
    clock,
    flags: { mei },
    json,
    signal,
    version: "1.2.3",
  };
  return { context, out, err };
}
