/** What came is no HTTP/1.x that can be read in one way only. */
export class FramingError extends Error {
  override name = "FramingError";
  readonly code = "HTTP_UNREADABLE";
}

export interface Head {
  /** Request line or status line. */
  readonly first: string;
  /** Names in lower case, in order; one that comes twice is there twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}
export type BodyKind = "none" | "chunked" | "untilClose" | number;
/** Pieces of messages; the bytes of all of them together are what came. */
export type Part =
  | { readonly kind: "head"; readonly head: Head; readonly bytes: Buffer }
  | { readonly kind: "body"; readonly bytes: Buffer }
  | { readonly kind: "end" };

const HEAD_LIMIT = 16 * 1024;
const TRAILER_LIMIT = 4 * 1024;
const SIZE_LIMIT = 64;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*?)[ \t]*$/;

/**
 * Finds where HTTP/1.x messages begin and end, without changing a byte. Strict: whatever two readers could take differently (RFC 9112
 * 11.2) is refused, so that nobody slips a request past us that AMT would see.
 */
export interface Framing {
  /** What is whole by now. A part is to be used before `next` is called again. Throws FramingError. */
  push(chunk: Buffer): void;
  next(): Part | undefined;
  /** No message has begun that is not whole. */
  readonly isBetween: boolean;
}

export function framing(bodyOf: (head: Head) => BodyKind): Framing {
  let waiting: Buffer = Buffer.alloc(0);
  let state: "head" | "length" | "size" | "chunk" | "trailer" | "rest" | "ended" = "head";
  let left = 0;

  const take = (size: number): Buffer => {
    const bytes = waiting.subarray(0, size);
    waiting = waiting.subarray(size);
    return bytes;
  };
  /** Up to and with the line's end, undefined while it has not come. */
  function line(limit: number): Buffer | undefined {
    const end = waiting.indexOf("\n");
    if ((end === -1 ? waiting.length : end) > limit) throw new FramingError("a line is too long");
    return end === -1 ? undefined : take(end + 1);
  }
  function head(): Part | undefined {
    // Servers pass over empty lines before a request (RFC 9112 2.2); nothing is lost without them.
    while (waiting.length >= 2 && waiting[0] === 13 && waiting[1] === 10) take(2);
    const end = waiting.indexOf("\r\n\r\n");
    if ((end === -1 ? waiting.length : end) > HEAD_LIMIT) throw new FramingError("the header is too long");
    if (end === -1) return undefined;
    const bytes = take(end + 4);
    const parsed = readHead(bytes.toString("latin1"));
    const body = bodyOf(parsed);
    left = typeof body === "number" ? body : 0;
    state = body === "chunked" ? "size" : body === "untilClose" ? "rest" : left > 0 ? "length" : "ended";
    return { kind: "head", head: parsed, bytes };
  }
  function size(): Part | undefined {
    const bytes = line(SIZE_LIMIT);
    if (!bytes) return undefined;
    const digits = /^([0-9a-f]{1,8})[ \t]*\r\n$/i.exec(bytes.toString("latin1"))?.[1];
    if (digits === undefined) throw new FramingError("a chunk has no size");
    left = Number.parseInt(digits, 16);
    state = left === 0 ? "trailer" : "chunk";
    left += 2; // its line end
    return { kind: "body", bytes };
  }
  function counted(then: "ended" | "size"): Part | undefined {
    if (waiting.length === 0) return undefined;
    const bytes = take(Math.min(left, waiting.length));
    left -= bytes.length;
    if (left === 0) state = then;
    return { kind: "body", bytes };
  }
  function trailer(): Part | undefined {
    const bytes = line(TRAILER_LIMIT);
    if (!bytes) return undefined;
    if (bytes.length <= 2) state = "ended";
    return { kind: "body", bytes };
  }

  return {
    push(chunk) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    },
    next() {
      switch (state) {
        case "head":
          return head();
        case "length":
          return counted("ended");
        case "size":
          return size();
        case "chunk":
          return counted("size");
        case "trailer":
          return trailer();
        case "rest":
          return waiting.length > 0 ? { kind: "body", bytes: take(waiting.length) } : undefined;
        case "ended":
          state = "head";
          return { kind: "end" };
      }
    },
    get isBetween() {
      return state === "head" && waiting.length === 0;
    },
  };
}

function readHead(text: string): Head {
  const [first = "", ...lines] = text.slice(0, -4).split("\r\n");
  if (/[\0\r\n]/.test(first)) throw new FramingError("the first line holds control characters");
  const headers = lines.map((one): readonly [string, string] => {
    const [, name, value] = HEADER.exec(one) ?? [];
    if (name === undefined || value === undefined) throw new FramingError("a header line is malformed");
    return [name.toLowerCase(), value];
  });
  return { first, headers };
}

export const valuesOf = ({ headers }: Head, wanted: string): string[] =>
  headers.flatMap(([name, value]) => (name === wanted ? [value] : []));

/** A length given once, as a number, or chunks: nothing else. undefined: neither is said. */
function declaredBody(head: Head): number | "chunked" | undefined {
  const codings = valuesOf(head, "transfer-encoding");
  const lengths = valuesOf(head, "content-length");
  if (codings.length + lengths.length > 1) throw new FramingError("the length is said more than once");
  if (codings[0] !== undefined) {
    if (codings[0].toLowerCase() !== "chunked") throw new FramingError("the transfer coding is unknown");
    return "chunked";
  }
  if (lengths[0] === undefined) return undefined;
  if (!/^\d{1,10}$/.test(lengths[0])) throw new FramingError("the length is no number");
  return Number(lengths[0]);
}

/** For requests; also refuses what is no HTTP/1.x request. */
export function requestBody(head: Head): BodyKind {
  if (!/^[A-Z]+ [\x21-\x7e]+ HTTP\/1\.[01]$/.test(head.first)) throw new FramingError("the request line is malformed");
  return declaredBody(head) ?? "none";
}

export const statusOf = ({ first }: Head): number => {
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) throw new FramingError("the status line is malformed");
  return Number(status);
};
/** For the answer to a request of this method. */
export function replyBody(head: Head, method: string): BodyKind {
  const status = statusOf(head);
  if (status < 200 || status === 204 || status === 304 || method === "HEAD") return "none";
  return declaredBody(head) ?? "untilClose";
}
