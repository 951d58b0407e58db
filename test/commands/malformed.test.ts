import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Half, proofsOf, readFixtures } from "../../build/golden.ts";
import { allCommands } from "../../mei/catalogue.ts";
import type { AnyCommand, Diagnostic } from "../../mei/command.ts";
import { StatusError } from "../../mei/errors.ts";
import { type Shape, WireError } from "../../mei/wire/index.ts";
import { arbitrary } from "../support/arbitrary.ts";
import { alsoWhole, halfOf, halvesOf, meaning } from "../support/families.ts";
import { placesIn } from "../support/layout.ts";
import { expectRefusal, refusal } from "../support/refusal.ts";

const fixtures = readFixtures();

/** Golden messages and generated ones, small and large, as many as can be cut at every byte in little time. */
function samples(command: AnyCommand, half: Half): Buffer[] {
  const { shape, encode } = halfOf(command, half);
  const golden = proofsOf(command, fixtures).filter((proof) => proof.half === half);
  const chosen = golden.map(({ hex }) => Buffer.from(hex, "hex"));
  const generated = fc.sample(arbitrary(shape), { numRuns: 30, seed: 2 }).map((value) => Buffer.from(encode(value)));
  const budget = Math.max(4000, 2 * Math.min(...generated.map(({ length }) => length)));
  const bytesOf = (list: readonly Buffer[]): number => list.reduce((sum, { length }) => sum + length, 0);
  for (const bytes of generated)
    if (chosen.length < 14 && bytesOf(chosen) + bytes.length <= budget && !chosen.some((one) => one.equals(bytes)))
      chosen.push(bytes);
  return chosen;
}

/** May a message of this shape end earlier or later, by its declaration? Then it must read as what its bytes say. */
function openEnd(shape: Shape): boolean {
  if (shape.kind === "rest" || shape.kind === "repeat") return true;
  const last = shape.kind === "struct" ? Object.values(shape.fields).at(-1) : undefined;
  return last !== undefined && openEnd(last);
}

const halves = allCommands.flatMap((command) =>
  halvesOf(command).map((half) => ({ name: command.name, half, command, ...halfOf(command, half) })),
);

describe.each(halves)("$name $half", ({ name, half, command, shape, head, encode, decode }) => {
  const messages = samples(command, half);
  const open = openEnd(shape);

  /** Refused; or, where the declaration leaves the end open, the very message that these bytes are. */
  function refusedOrMeant(bytes: Buffer, what: string): void {
    if (alsoWhole[name]?.[half]?.includes(bytes.length)) return void decode(bytes);
    if (!open) return void refusal(() => decode(bytes), bytes.length, what);
    let value: unknown;
    try {
      value = decode(bytes);
    } catch (error) {
      expectRefusal(error, bytes.length);
      return;
    }
    if (!meaning(head, encode(value)).equals(meaning(head, bytes))) expect.fail(`${what}: read as another message`);
  }

  test("cut at every byte", () => {
    for (const whole of messages)
      for (let length = 0; length < whole.length; length++) {
        const cut = Buffer.from(whole.subarray(0, length));
        const what = `${length} of ${whole.length} bytes`;
        if (head.mend) {
          const error = refusal(() => decode(cut), length, what);
          // The header's own length must notice first.
          if (error instanceof WireError && !error.field.startsWith("header") && !alsoWhole[name]?.[half])
            expect.fail(`${what}: ${error.message}, and not the header's length`);
          head.mend(cut);
          if (cut.equals(whole.subarray(0, length))) continue;
        }
        refusedOrMeant(cut, `${what}, header mended`);
      }
  });

  test("one byte longer", () => {
    for (const whole of messages) {
      const longer = Buffer.concat([whole, Buffer.from([0])]);
      if (head.mend) {
        refusal(() => decode(longer), longer.length, "one byte longer");
        head.mend(longer);
      }
      if (half === "reply" && command.tail === "keep") {
        const found: Diagnostic[] = [];
        command.decodeReply(longer, (diagnostic) => found.push(diagnostic));
        // Behind a password it is masked
        const bytes = name === "getLocalSystemAccount" ? Buffer.from("*") : Buffer.from([0]);
        expect(found).toEqual([{ code: "LEFTOVER", command: name, bytes }]);
      } else refusedOrMeant(longer, "one byte longer, header mended");
    }
  });

  test("every bit of the header wrong", () => {
    for (const whole of messages)
      for (let at = 0; at < head.size; at++)
        for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
          const wrong = Buffer.from(whole);
          wrong[at] = (whole[at] ?? 0) ^ change;
          if (meaning(head, wrong).equals(meaning(head, whole))) continue;
          const error = refusal(() => decode(wrong), wrong.length, `byte ${at} ^ ${change}`);
          const [start, end] = head.status ?? [0, 0];
          const wanted =
            at >= start && at < end
              ? error instanceof StatusError && (at === 1 || error.status === wrong.readUIntLE(start, end - start))
              : error instanceof WireError && error.field.startsWith("header") && error.offset < head.size;
          if (!wanted) expect.fail(`byte ${at} ^ ${change}: ${error.name}: ${error.message}`);
        }
  });

  test("what must be one value is another", () => {
    for (const whole of messages)
      for (const place of placesIn(shape, whole, head.size)) {
        if (place.shape.kind !== "exactly" && place.shape.kind !== "flag" && place.shape.kind !== "tagged") continue;
        const wrong = Buffer.from(whole);
        wrong.fill(0xfe, place.offset, place.offset + place.shape.size);
        const error = refusal(() => decode(wrong), wrong.length, place.path);
        expect(error).toMatchObject({ field: place.path, offset: place.offset });
      }
  });

  test("counts and lengths over their bound: refused at the count, before anything is read by it", () => {
    for (const whole of messages)
      for (const { path, offset, count } of placesIn(shape, whole, head.size)) {
        if (!count) continue;
        const largest = 256 ** count.size - 1;
        for (const claim of [count.most + 1, count.most + 256, largest]) {
          if (claim <= count.most || claim > largest) continue;
          const wrong = Buffer.from(whole);
          wrong.writeUIntLE(claim, offset, count.size);
          const error = refusal(() => decode(wrong), wrong.length, `${path} claims ${claim}`);
          expect(error).toMatchObject({ field: path, offset });
        }
      }
  });

  test("counts within their bound that claim more than there is", () => {
    for (const whole of messages)
      for (const { path, offset, count } of placesIn(shape, whole, head.size)) {
        if (!count) continue;
        const wrong = Buffer.from(whole.subarray(0, offset + count.size));
        wrong.writeUIntLE(Math.min(count.most, 256 ** count.size - 1), offset, count.size);
        head.mend?.(wrong);
        const error = refusal(() => decode(wrong), wrong.length, path);
        expect(error).toBeInstanceOf(WireError);
        expect((error as WireError).field.startsWith(path), `${String(error)}: not ${path}`).toBe(true);
      }
  });
});

test("refusing huge claims costs no memory", () => {
  const claims = halves.flatMap(({ command, half, shape, head, decode }) =>
    samples(command, half).flatMap((whole) =>
      placesIn(shape, whole, head.size).flatMap(({ offset, count }) => {
        if (!count) return [];
        const wrong = Buffer.from(whole);
        wrong.fill(0xff, offset, offset + count.size);
        return [() => decode(wrong)];
      }),
    ),
  );
  expect(claims.length).toBeGreaterThan(50);
  const megabytes = (): number => {
    const { external, arrayBuffers, heapUsed } = process.memoryUsage();
    return (external + arrayBuffers + heapUsed) / 2 ** 20;
  };
  const before = megabytes();
  let peak = 0;
  for (const claim of claims) {
    expect(claim).toThrow(WireError);
    peak = Math.max(peak, megabytes() - before);
  }
  expect(peak).toBeLessThan(100);
});
