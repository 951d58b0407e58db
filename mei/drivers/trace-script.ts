import type { MeiErrorCode } from "../errors.ts";
import { isReplayable, type Trace } from "./trace-format.ts";

/** What was heard: a message, a failure, or that nobody heard anything until they stopped listening. */
export type Heard =
  | { readonly message: Buffer }
  | { readonly code: MeiErrorCode; readonly line: number }
  | { readonly silence: true };

/** A request and all that was heard until the next one on its connection. */
export interface Exchange {
  readonly request: Buffer;
  readonly masked: readonly (readonly [number, number])[];
  readonly heard: Heard[];
  refused?: { readonly code: MeiErrorCode; readonly line: number };
  used: boolean;
}
/** One attempt to connect, and what was heard before the first request. */
export type Connecting =
  | { readonly max: number; readonly version: number; readonly heard: Heard[] }
  | { readonly code: MeiErrorCode; readonly line: number };

/** All that was recorded of one ME client, in order. */
export interface Script {
  readonly connecting: Connecting[];
  readonly exchanges: Exchange[];
}

/** The trace by client name. What we ourselves broke off (aborts, deadlines, closing) says nothing of the ME, except that it was silent. */
export function scriptsOf(trace: Trace): ReadonlyMap<string, Script> {
  const scripts = new Map<string, Script>();
  /** By connection: the request of the moment, and where what is heard belongs. */
  const open = new Map<number, { heard: Heard[]; last?: Exchange }>();
  for (const event of trace.events) {
    const { c, line } = event;
    const script = scripts.get(event.client) ?? { connecting: [], exchanges: [] };
    scripts.set(event.client, script);
    switch (event.op) {
      case "connect": {
        const heard: Heard[] = [];
        script.connecting.push({ max: event.max, version: event.version, heard });
        open.set(c, { heard });
        break;
      }
      case "send": {
        const last: Exchange = {
          request: Buffer.from(event.hex, "hex"),
          masked: event.masked ?? [],
          heard: [],
          used: false,
        };
        script.exchanges.push(last);
        open.set(c, { heard: last.heard, last });
        break;
      }
      case "receive":
        open.get(c)?.heard.push({ message: Buffer.from(event.hex, "hex") });
        break;
      case "error": {
        const at = open.get(c);
        const failure = isReplayable(event.code) ? { code: event.code, line } : undefined;
        if (event.during === "connect" && failure) script.connecting.push(failure);
        if (event.during === "send" && failure && at?.last) at.last.refused = failure;
        if (event.during === "receive" && event.code !== "ME_CLOSED") at?.heard.push(failure ?? { silence: true });
        break;
      }
    }
  }
  return scripts;
}

/** The same bytes, apart from what was masked. */
export function answers({ request, masked }: Exchange, message: Buffer): boolean {
  if (request.length !== message.length) return false;
  const shown = Buffer.from(message);
  for (const [start, end] of masked) request.copy(shown, start, start, end);
  return shown.equals(request);
}
