import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allCommands } from "../../mei/catalogue.ts";
import { StatusError } from "../../mei/errors.ts";
import { arbitrary, noise } from "../support/arbitrary.ts";
import { expectSame } from "../support/comparable.ts";
import { halfOf, halvesOf } from "../support/families.ts";
import { expectRefusal, refusal } from "../support/refusal.ts";

const runs = { numRuns: 1000 };

const halves = allCommands.flatMap((command) =>
  halvesOf(command).map((half) => ({ name: command.name, half, command, ...halfOf(command, half) })),
);

describe.each(halves)("$name $half", ({ half, command, shape, head, encode, decode }) => {
  /** What can be read can be written and means the same; anything else is a typed refusal that points into the message. */
  function readsOrRefuses(bytes: Buffer): void {
    let value: unknown;
    try {
      value = decode(bytes);
    } catch (error) {
      expectRefusal(error, bytes.length);
      return;
    }
    expectSame(decode(encode(value)), value);
  }

  test("gives back what was written, and knows its own", () => {
    fc.assert(
      fc.property(arbitrary(shape), (value) => {
        const bytes = encode(value);
        expectSame(decode(bytes), value);
        if (half === "request" && !command.recognises(bytes)) expect.fail("does not recognise its own request");
      }),
      runs,
    );
  });

  test("reads any bytes, or refuses them", () => {
    fc.assert(
      fc.property(arbitrary(shape), noise(300), (value, bytes) => {
        readsOrRefuses(bytes);
        // Behind a true header, and as long as a real message, so that the body's own checks are reached.
        const written = Buffer.from(encode(value));
        const behind = Buffer.concat([written.subarray(0, head.size), bytes]);
        head.mend?.(behind);
        readsOrRefuses(behind);
        if (bytes.length > 0) written.fill(bytes, head.size);
        readsOrRefuses(written);
      }),
      runs,
    );
  });

  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  test("reads a changed message, or refuses it", () => {
    fc.assert(
      fc.property(arbitrary(shape), changes, fc.nat(3), (value, flips, grow) => {
        const bytes = Buffer.concat([encode(value), Buffer.alloc(grow)]);
        if (bytes.length === 0) return;
        for (const [at, change] of flips) bytes[at % bytes.length]! ^= change;
        readsOrRefuses(bytes);
        head.mend?.(bytes);
        readsOrRefuses(bytes);
      }),
      runs,
    );
  });
});

describe.each(allCommands.map((command) => ({ name: command.name, command })))("$name", ({ command }) => {
  test("a refusal keeps its number, or the family cannot refuse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (status) => {
        const bytes = command.encodeRefusal(status);
        if (bytes === undefined) return; // HOTHAM's 0x10 says success
        const error = refusal(() => command.decodeReply(bytes), bytes.length);
        expect(error).toBeInstanceOf(StatusError);
        expect((error as StatusError).status).toBe(status);
      }),
      runs,
    );
  });
});
