import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAlert } from "../../mei/wsman/alert.ts";
import { resources } from "../../mei/wsman/catalogue.ts";
import { createWsman } from "../../mei/wsman/client.ts";
import { messageIn, readMessage, strangeHeaders, writeRequest, writeResponse } from "../../mei/wsman/envelope.ts";
import { ReturnValueError, ValueError, WsmanError, WsmanFault } from "../../mei/wsman/errors.ts";
import { faultIn } from "../../mei/wsman/fault.ts";
import { readInput, readOutput, writeInput, writeOutput } from "../../mei/wsman/method-call.ts";
import { operationOf, readEnumerateReply, readPullReply, requestFor } from "../../mei/wsman/operation.ts";
import { type Reference, referTo } from "../../mei/wsman/reference.ts";
import { readInstance, writeInstance } from "../../mei/wsman/resource.ts";
import type { Fields, Shape } from "../../mei/wsman/shape.ts";
import { XmlError } from "../../mei/wsman/xml/error.ts";
import type { XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { Secret } from "../../platform/secret.ts";
import { readEnvelopes } from "../support/wsman-answers.ts";

const runs = Number(process.env.FUZZ_RUNS ?? 400);
const all = [...resources.values()];

/** Text that XML can carry. */
const carried = fc.string({ unit: fc.constantFrom(..."aZ0 <>&\"'\n\r\t;#é\u{1f600}"), maxLength: 12 });
const someReference = fc
  .tuple(fc.constantFrom(...all), fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,5}$/), carried, { maxKeys: 3 }))
  .map(([{ uri }, selectors]): Reference => referTo(uri, selectors));

function arbitrary(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "text":
      return carried;
    case "secret":
      return carried.map((one) => new Secret(one));
    case "flag":
      return fc.boolean();
    case "base64":
      return fc.uint8Array({ maxLength: 9 }).map((one) => Buffer.from(one));
    case "time":
      return fc.constantFrom("2024-01-03T00:44:35Z", "2024-01-03T00:44:35.123+02:00", "P1DT2H", "PT5.5S", "2024-01-03");
    case "reference":
      return someReference;
    case "number":
      return fc.integer({ min: shape.least, max: shape.most });
    case "u64":
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case "oneOf":
      return fc.oneof(
        fc.constantFrom(...Object.keys(shape.names)),
        fc.integer({ min: shape.least, max: shape.most }).filter((one) => !Object.values(shape.names).includes(one)),
      );
    case "instance":
      return valuesOf(shape.fields, true);
    case "list":
      // A text of nothing is an item; anything else without content is not
      return fc
        .array(arbitrary(shape.of), { minLength: 1, maxLength: 3 })
        .filter((items) => items.every((one) => shape.of.kind === "text" || !Buffer.isBuffer(one) || one.length > 0));
  }
}
function valuesOf(fields: Fields, partly: boolean): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(fields).map(([name, { shape }]) => [name, arbitrary(shape)] as const);
  const required = Object.entries(fields)
    .filter(([, { optional }]) => !optional && !partly)
    .map(([name]) => name);
  return fc.record(Object.fromEntries(entries), { requiredKeys: required as never[] });
}

const uncovered = (value: unknown): unknown => {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(uncovered);
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, uncovered(one)]));
};
const overTheWire = (body: XmlNode): XmlNode => {
  const xml = writeResponse({ action: "urn:a", messageId: "1", body });
  return readMessage(Buffer.from(xml)).body as XmlNode;
};

describe("every declared class", () => {
  it("comes back from XML as it went in", () => {
    const made = fc.constantFrom(...all).chain((of) => valuesOf(of.properties, true).map((values) => ({ of, values })));
    fc.assert(
      fc.property(made, ({ of, values }) => {
        const read = readInstance(of, overTheWire(writeInstance(of, values)));
        expect(uncovered(read)).toEqual(uncovered(values));
      }),
      { numRuns: Math.min(runs, 5000) },
    );
  });

  it("has methods whose arguments and results do the same", () => {
    const calls = all.flatMap((of) => Object.entries(of.methods).map(([name, method]) => ({ of, name, method })));
    expect(calls.length).toBeGreaterThan(90);
    const made = fc.constantFrom(...calls).chain(({ of, name, method }) =>
      fc.record({
        of: fc.constant(of),
        name: fc.constant(name),
        input: valuesOf(method.input, false),
        output: valuesOf(method.output, false),
      }),
    );
    fc.assert(
      fc.property(made, ({ of, name, input, output }) => {
        expect(uncovered(readInput(of, name, overTheWire(writeInput(of, name, input))))).toEqual(uncovered(input));
        expect(uncovered(readOutput(of, name, overTheWire(writeOutput(of, name, 0, output))))).toEqual(
          uncovered(output),
        );
      }),
      { numRuns: Math.min(runs, 5000) },
    );
  });
});

/** Only what the docstrings say may come out; anything else is a bug. */
function declaredOnly(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    const declared = [XmlError, WsmanError, WsmanFault, ValueError, ReturnValueError];
    if (!declared.some((one) => error instanceof one)) throw error;
  }
}

/** Everything that anybody does with a message, whichever way it came. */
function readEveryWay(bytes: Buffer): void {
  declaredOnly(() => strangeHeaders(readXml(bytes)));
  declaredOnly(() => readAlert(bytes));
  declaredOnly(() => {
    const message = messageIn(readXml(bytes));
    declaredOnly(() => operationOf(message));
    declaredOnly(() => faultIn(message.body));
    declaredOnly(() => readEnumerateReply(message.body));
    const { body } = message;
    if (body === undefined) return;
    const nodes = body.name === "PullResponse" ? readPullReply(body).items : [body];
    for (const node of nodes) {
      for (const of of [resources.get(node.name), resources.get(message.resourceUri?.split("/").at(-1) ?? "")]) {
        if (of === undefined) continue;
        declaredOnly(() => writeInstance(of, readInstance(of, node)));
        for (const name of Object.keys(of.methods)) {
          if (`${name}_OUTPUT` === node.name) declaredOnly(() => readOutput(of, name, node));
          if (`${name}_INPUT` === node.name) declaredOnly(() => readInput(of, name, node));
        }
      }
    }
  });
}

const originals = [
  ...readEnvelopes().map(({ xml }) => xml),
  ...all.slice(0, 20).map(({ uri }) =>
    writeRequest({
      ...requestFor(uri, { kind: "pull", context: "1", maxElements: 9 }),
      messageId: "1",
      selectors: { Name: "x" },
    }),
  ),
];
type Edit = (text: string) => string;
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(..."<>&/'\"=!?-[]: \0x1-")).map(
    ([at, character]): Edit =>
      (text) => {
        const index = Math.floor(at * text.length);
        return text.slice(0, index) + character + text.slice(index + 1);
      },
  ),
  // A piece lost, or there twice
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(80), fc.boolean()).map(
    ([at, length, twice]): Edit =>
      (text) => {
        const index = Math.floor(at * text.length);
        return text.slice(0, twice ? index + length : index) + text.slice(twice ? index : index + length);
      },
  ),
  // A whole element lost or doubled, another text in an element, another prefix
  fc.tuple(fc.nat(60), fc.constantFrom("", "$&$&")).map(
    ([nth, by]): Edit =>
      (text) => {
        let seen = 0;
        return text.replace(/<(\w+:\w+)[^<>]*>[^<]*<\/\1>/g, (found) =>
          seen++ === nth ? by.replaceAll("$&", found) : found,
        );
      },
  ),
  fc.tuple(fc.nat(60), fc.constantFrom("-1", "", "99999999999999999999", "true", "&#0;", "<x/>", "é", "P1D")).map(
    ([nth, by]): Edit =>
      (text) => {
        let seen = 0;
        return text.replace(/>[^<]*</g, (found) => (seen++ === nth ? `>${by}<` : found));
      },
  ),
  fc.constantFrom<[string, string]>(["g:", "h:"], ["b:", "c:"], ["Body", "Header"], ["EndOfSequence", "Items"]).map(
    ([from, to]): Edit =>
      (text) =>
        text.replaceAll(from, to),
  ),
);

describe("hostile messages", () => {
  it("end in a value or a declared error, whatever is done to a good one", () => {
    fc.assert(
      fc.property(fc.constantFrom(...originals), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        readEveryWay(Buffer.from(edits.reduce((now, change) => change(now), text)));
      }),
      { numRuns: runs },
    );
  });

  it("do not keep a client from ending with a value or a declared error", async () => {
    const { signal } = new AbortController();
    const damaged = fc.tuple(fc.constantFrom(...originals), fc.array(edit, { maxLength: 3 }));
    const run = fc.tuple(
      fc.constantFrom(...all),
      fc.array(damaged, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(200, 400, 500, 401),
    );
    await fc.assert(
      fc.asyncProperty(run, async ([of, replies, status]) => {
        let asked = 0;
        const wsman = createWsman({
          maxItems: 50,
          async post(request) {
            const id = readMessage(request).messageId ?? "";
            const [text = "", edits = []] = replies[asked++ % replies.length] ?? [];
            const answer = edits.reduce((now, change) => change(now), text);
            const body = Buffer.from(answer.replace(/RelatesTo>\d+</, `RelatesTo>${id}<`));
            return { status, contentType: "", body };
          },
        });
        for (const work of [() => wsman.get(of, { signal }), () => wsman.enumerate(of, { signal })]) {
          try {
            await work();
          } catch (error) {
            declaredOnly(() => {
              throw error;
            });
          }
        }
        expect(asked).toBeLessThan(200);
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });
});
