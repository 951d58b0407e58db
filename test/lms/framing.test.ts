import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FramingError, framing, type Part, replyBody, requestBody } from "../../agent/lms/framing.ts";

const runs = 4 * Number(process.env.FUZZ_RUNS ?? 250);

/** Everything in one go, or in pieces of these sizes. */
function parts(bytes: Buffer, sizes: readonly number[] = [bytes.length], body = requestBody): Part[] {
  const frames = framing(body);
  const found: Part[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    frames.push(bytes.subarray(at, at + size));
    at += size;
    for (let part = frames.next(); part; part = frames.next()) found.push(part);
  }
  return found;
}
const bytesOf = (found: readonly Part[]): Buffer =>
  Buffer.concat(found.flatMap((part) => (part.kind === "end" ? [] : [part.bytes])));
const kinds = (found: readonly Part[]): string =>
  found
    .map(({ kind }) => kind[0])
    .join("")
    .replace(/b+/g, "b");

const name = fc.stringMatching(/^[A-Za-z-]{1,12}$/).filter((one) => !/^(content-length|transfer-encoding)$/i.test(one));
const value = fc.stringMatching(/^[ -~]{0,20}$/);
const body = fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one));
const head = fc
  .array(fc.tuple(name, value), { maxLength: 5 })
  .map((headers) => headers.map(([n, v]) => `${n}: ${v}\r\n`).join(""));
const request = fc.oneof(
  head.map((headers) => Buffer.from(`GET /x HTTP/1.1\r\n${headers}\r\n`)),
  fc
    .tuple(head, body)
    .map(([headers, content]) =>
      Buffer.concat([
        Buffer.from(`POST /wsman HTTP/1.1\r\n${headers}Content-Length: ${content.length}\r\n\r\n`),
        content,
      ]),
    ),
  fc
    .tuple(
      head,
      fc.array(
        body.filter(({ length }) => length > 0),
        { maxLength: 4 },
      ),
    )
    .map(([headers, chunks]) =>
      Buffer.concat([
        Buffer.from(`POST /wsman HTTP/1.1\r\n${headers}transfer-encoding: chunked\r\n\r\n`),
        ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]),
        Buffer.from("0\r\n\r\n"),
      ]),
    ),
);
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });

describe("framing", () => {
  test("any requests in any pieces: every byte comes out, each request ends where it ends", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 5 }), sizes, (all, cut) => {
        const bytes = Buffer.concat(all);
        const found = parts(bytes, cut);
        expect(bytesOf(found).equals(bytes)).toBe(true);
        expect(found.filter(({ kind }) => kind === "end")).toHaveLength(all.length);
        expect(kinds(found)).toBe(kinds(parts(bytes)));
      }),
      { numRuns: runs },
    );
  });
  test("any bytes: parts, or a refusal", () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((one) => Buffer.from(one)),
      fc.tuple(request, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(any, sizes, (bytes, cut) => {
        for (const rule of [requestBody, (one: never) => replyBody(one, "POST")] as (typeof requestBody)[]) {
          try {
            parts(bytes, cut, rule);
          } catch (error) {
            expect(error).toBeInstanceOf(FramingError);
          }
        }
      }),
      { numRuns: runs },
    );
  });
  test.each([
    ["200 with a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 No\r\n\r\n", "POST", "hbehe"],
    [
      "no answer yet, then one",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      "POST",
      "hehe",
    ],
    ["until the connection ends", "HTTP/1.1 200 OK\r\n\r\nabc", "GET", "hb"],
    ["to HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD", "he"],
    ["AMT's chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0003\r\nabc\r\n0\r\n\r\n", "POST", "hbe"],
    ["with a trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n", "POST", "hbe"],
  ])("an answer %s", (_, bytes, method, expected) => {
    expect(kinds(parts(Buffer.from(bytes), [7], (found) => replyBody(found, method)))).toBe(expected);
  });
});
