import type { MeiErrorCode } from "../errors.ts";
import type { DeviceFacts } from "../port.ts";

export const TRACE_SCHEMA = "amt-agent.trace/1";

/** The first line of a trace. */
export interface TraceHeader {
  readonly schema: typeof TRACE_SCHEMA;
  readonly driver: string;
  /** null: the driver could not say, for the reason in `code`. */
  readonly device: DeviceFacts | null;
  readonly code?: string;
}

/** Every other line. `c` numbers the connections of the trace, in the order they were begun. */
export type TraceEvent = {
  /** ms since the trace began */
  readonly t: number;
  readonly c: number;
  readonly client: string;
} & (
  | { readonly op: "connect"; readonly max: number; readonly version: number }
  | { readonly op: "send" | "receive"; readonly hex: string; readonly masked?: readonly (readonly [number, number])[] }
  /** `during` failed, with a code of MeiError or another; nobody could stop it: ABORTED is ours, not the ME's. */
  | { readonly op: "error"; readonly during: "connect" | "send" | "receive"; readonly code: string }
  | { readonly op: "close" }
);

/** Not a trace that can be replayed. Names the line, the first being 1, and what is wrong with it. */
export class TraceError extends Error {
  override name = "TraceError";
  readonly code = "TRACE_INVALID";
  readonly line: number | undefined;
  constructor(message: string, { line, cause }: { line?: number; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.line = line;
  }
}

export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly (TraceEvent & { readonly line: number })[];
}

/** Reads a whole trace. `name` is for the error's text. Throws TraceError. */
export function parseTrace(text: string, name: string): Trace {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const parsed = lines.map((source, index) => {
    const line = index + 1;
    const wrong = (what: string, cause?: unknown): never => {
      throw new TraceError(`${name}, line ${line}: ${what}`, { line, cause });
    };
    return index === 0
      ? { header: header(object(source, wrong), wrong) }
      : { event: { ...event(object(source, wrong), wrong), line } };
  });
  const first = parsed[0]?.header;
  if (!first) throw new TraceError(`${name}, line 1: the file is empty`, { line: 1 });
  return { header: first, events: parsed.flatMap(({ event: found }) => (found ? [found] : [])) };
}

type Wrong = (what: string, cause?: unknown) => never;
type Json = Readonly<Record<string, unknown>>;

function object(source: string, wrong: Wrong): Json {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (cause) {
    return wrong("not JSON", cause);
  }
  return isObject(value) ? value : wrong("not a JSON object");
}
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function header(json: Json, wrong: Wrong): TraceHeader {
  if (json.schema !== TRACE_SCHEMA) wrong(`"schema" is ${JSON.stringify(json.schema)}, must be "${TRACE_SCHEMA}"`);
  const { device } = json;
  return {
    schema: TRACE_SCHEMA,
    driver: text(json, "driver", wrong),
    device: device === null ? null : facts(isObject(device) ? device : wrong('"device" is not an object'), wrong),
    ...(json.code === undefined ? {} : { code: text(json, "code", wrong) }),
  };
}

function facts(json: Json, wrong: Wrong): DeviceFacts {
  const list = <T>(key: string, is: (item: unknown) => item is T): readonly T[] => {
    const value = json[key];
    return Array.isArray(value) && value.every(is)
      ? value
      : wrong(`"device.${key}" is not a list of what it should be`);
  };
  const optional = (key: "machine" | "state" | "driverVersion"): Partial<DeviceFacts> =>
    json[key] === undefined ? {} : { [key]: text(json, key, wrong) };
  return {
    device: text(json, "device", wrong),
    virtual: json.virtual === true,
    firmwareStatus: list("firmwareStatus", (item) => typeof item === "number"),
    firmwareVersions: list("firmwareVersions", (item) => typeof item === "string"),
    ...optional("machine"),
    ...optional("state"),
    ...optional("driverVersion"),
  };
}

function event(json: Json, wrong: Wrong): TraceEvent {
  const common = { t: number(json, "t", wrong), c: number(json, "c", wrong), client: text(json, "client", wrong) };
  switch (json.op) {
    case "connect":
      return { ...common, op: json.op, max: number(json, "max", wrong), version: number(json, "version", wrong) };
    case "send":
    case "receive":
      return { ...common, op: json.op, ...message(json, wrong) };
    case "error": {
      const { during } = json;
      if (during !== "connect" && during !== "send" && during !== "receive")
        return wrong('"during" must be connect, send or receive');
      return { ...common, op: json.op, during, code: text(json, "code", wrong) };
    }
    case "close":
      return { ...common, op: json.op };
    default:
      return wrong(`"op" is ${JSON.stringify(json.op)}, must be connect, send, receive, close or error`);
  }
}

function message(json: Json, wrong: Wrong): { hex: string; masked?: readonly (readonly [number, number])[] } {
  const hex = text(json, "hex", wrong);
  if (!/^([0-9a-f]{2})*$/i.test(hex)) wrong('"hex" is not pairs of hexadecimal digits');
  if (json.masked === undefined) return { hex };
  const ranges: unknown = json.masked;
  const isRange = (range: unknown): range is readonly [number, number] =>
    Array.isArray(range) &&
    range.length === 2 &&
    range.every(Number.isInteger) &&
    range[0] >= 0 &&
    range[0] <= range[1];
  if (!Array.isArray(ranges) || !ranges.every(isRange)) return wrong('"masked" must be a list of [start, end]');
  if (ranges.some(([, end]) => end > hex.length / 2)) wrong('"masked" reaches beyond the message');
  return { hex, masked: ranges };
}

function text(json: Json, key: string, wrong: Wrong): string {
  const value = json[key];
  return typeof value === "string"
    ? value
    : wrong(value === undefined ? `"${key}" is missing` : `"${key}" is not a text`);
}
function number(json: Json, key: string, wrong: Wrong): number {
  const value = json[key];
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  return wrong(value === undefined ? `"${key}" is missing` : `"${key}" is not a whole number`);
}

/** What firmware or its driver can answer with; the rest is ours: an abort, a deadline, a close. */
const replayable: ReadonlySet<string> = new Set<MeiErrorCode>([
  "ME_ABSENT",
  "ME_NO_CLIENT",
  "ME_DENIED",
  "ME_BUSY",
  "ME_GONE",
  "ME_TOO_LARGE",
  "ME_EMPTY",
  "ME_DRIVER",
]);
export const isReplayable = (code: string): code is MeiErrorCode => replayable.has(code);
