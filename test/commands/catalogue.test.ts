import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allCommands } from "../../mei/catalogue.ts";
import { allClients } from "../../mei/clients.ts";
import type { AnyCommand } from "../../mei/command.ts";
import type { Shape } from "../../mei/wire/index.ts";
import { Secret } from "../../platform/secret.ts";
import { arbitrary } from "../support/arbitrary.ts";
import { halfOf, halvesOf } from "../support/families.ts";

const repeated = (words: readonly string[]): string[] => words.filter((word, index) => words.indexOf(word) !== index);

/** Every shape inside this one, itself included, with its path. */
function parts(shape: Shape, path: string): { path: string; shape: Shape }[] {
  const inner =
    shape.kind === "struct"
      ? Object.entries(shape.fields)
      : shape.kind === "tagged"
        ? Object.entries(shape.variants).map(([name, [, body]]) => [name, body] as const)
        : "item" in shape
          ? [["[]", shape.item] as const]
          : [];
  return [{ path, shape }, ...inner.flatMap(([name, part]) => parts(part, `${path}.${name}`))];
}

test("names are unique, and so are codes within a client", () => {
  expect(repeated(allCommands.map(({ name }) => name))).toEqual([]);
  expect(repeated(allCommands.map(({ client, code }) => `${client.name} ${code}`))).toEqual([]);
});

test("there are at least 35 AMTHI commands, and every family that the clients name has some", () => {
  const of = (name: string): number => allCommands.filter(({ client }) => client.name === name).length;
  expect(of("amthi")).toBeGreaterThanOrEqual(35);
  for (const { name } of allClients) if (name !== "lme") expect(of(name), name).toBeGreaterThan(0);
});

test("every command says what it does and where that is written", () => {
  for (const { name, title, source, golden } of allCommands) {
    expect(name).toMatch(/^[a-z][a-zA-Z0-9]+$/);
    expect(title.length, name).toBeGreaterThan(8);
    expect(title, name).not.toMatch(/\.$|\n/);
    expect(source.length, name).toBeGreaterThan(5);
    for (const { from, requestHex, replyHex } of golden) {
      expect(from.length, name).toBeGreaterThan(5);
      expect(requestHex ?? replyHex, name).toBeDefined();
    }
  }
});

test("only a read may keep what stands behind its declared fields", () => {
  const keeping = allCommands.filter(({ tail }) => tail === "keep");
  expect(keeping.length).toBeGreaterThan(0);
  for (const { name, effect } of keeping) expect(effect, name).toBe("read");
});

test("a request belongs to one command of its client, whatever its values are", () => {
  for (const command of allCommands) {
    const siblings = allCommands.filter(({ client }) => client === command.client);
    for (const value of fc.sample(arbitrary(command.requestShape), { numRuns: 20, seed: 3 })) {
      const request = command.encodeRequest(value);
      const takers = siblings.filter((sibling) => sibling.recognises(request)).map(({ name }) => name);
      expect(takers, command.name).toEqual([command.name]);
    }
    for (const short of [0, 1, 2, 3].map((length) => command.encodeRequest(someRequest(command)).subarray(0, length)))
      expect(command.recognises(short) && command.client.name !== "virtual", command.name).toBe(false);
  }
});
const someRequest = (command: AnyCommand): unknown =>
  fc.sample(arbitrary(command.requestShape), { numRuns: 1, seed: 4 })[0];

test("a reply cannot be taken for a request, nor for the reply of a sibling", () => {
  for (const command of allCommands.filter(({ silent }) => !silent)) {
    const [value] = fc.sample(arbitrary(command.replyShape), { numRuns: 1, seed: 5 });
    const reply = command.encodeReply(value);
    const headless = ["isChangeToAmtEnabled", "changeToAmt", "setAmtOperationalState"];
    // HOTHAM replies carry no command, only that they succeeded; those of the watchdog client may be bare.
    if (headless.includes(command.name) || command.client.name === "hotham") continue;
    expect(() => command.decodeRequest(reply), command.name).toThrow();
    for (const sibling of allCommands)
      if (sibling.client === command.client && sibling !== command && !headless.includes(sibling.name))
        expect(() => sibling.decodeReply(reply), `${sibling.name} took the reply of ${command.name}`).toThrow();
  }
});

test("names of numbers and bits do not overlap", () => {
  for (const command of allCommands)
    for (const half of halvesOf(command))
      for (const { path, shape } of parts(halfOf(command, half).shape, `${command.name} ${half}`)) {
        if (shape.kind === "oneOf")
          expect(new Set(Object.values(shape.names)).size, path).toBe(Object.keys(shape.names).length);
        if (shape.kind === "tagged")
          expect(new Set(Object.values(shape.variants).map(([number]) => number)).size, path).toBe(
            Object.keys(shape.variants).length,
          );
        if (shape.kind !== "bits") continue;
        const taken = Object.values(shape.fields).flatMap((field) => {
          const [low, width] = typeof field === "number" ? [field, 1] : field;
          return Array.from({ length: width }, (_, index) => low + index);
        });
        expect(new Set(taken).size, path).toBe(taken.length);
        expect(Math.max(...taken), path).toBeLessThan(8 * shape.size);
        expect(Object.keys(shape.fields), path).not.toContain("other");
      }
});

test("open ends stand only at the end of a message", () => {
  for (const command of allCommands)
    for (const half of halvesOf(command)) {
      const { shape } = halfOf(command, half);
      const all = parts(shape, "");
      const open = all.filter((part) => ["rest", "repeat"].includes(part.shape.kind));
      const last = shape.kind === "struct" ? Object.values(shape.fields).at(-1) : undefined;
      expect(open.length, `${command.name} ${half}`).toBeLessThanOrEqual(1);
      for (const part of open) expect(part.shape, `${command.name} ${half}${part.path}`).toBe(last);
    }
});

describe("whoever records messages is told where the secrets are", () => {
  const marker = "Hunter2-Hunter2";
  const secrets = allCommands.flatMap((command) =>
    halvesOf(command).flatMap((half) =>
      parts(halfOf(command, half).shape, "").some(({ shape }) => "secret" in shape && shape.secret)
        ? [{ name: command.name, half, command }]
        : [],
    ),
  );
  test("there are commands with secrets", () => {
    expect(secrets.map(({ name, half }) => `${name} ${half}`)).toEqual(
      expect.arrayContaining(["getLocalSystemAccount reply", "setOneTimePassword request"]),
    );
  });
  test.each(secrets)("$name $half", ({ half, command }) => {
    const { shape, encode, decode } = halfOf(command, half);
    const [value] = fc.sample(arbitrary(shape), { numRuns: 1, seed: 6 });
    const bytes = encode(filled(value, marker));
    const masked = (whole: Buffer): Buffer => {
      const copy = Buffer.from(whole);
      for (const { start, end } of command.secretsIn(half, whole)) copy.fill("*", start, end);
      return copy;
    };
    expect(bytes.includes(marker)).toBe(true);
    expect(masked(bytes).includes("unter")).toBe(false);
    // Also where the message cannot be read to its end.
    for (let length = 0; length < bytes.length; length++)
      expect(masked(bytes.subarray(0, length)).includes("unter"), `cut to ${length}`).toBe(false);
    expect(JSON.stringify(decode(bytes))).not.toContain("unter");
  });
});

/** The value with every secret replaced by one that can be searched for. */
function filled(value: unknown, marker: string): unknown {
  if (value instanceof Secret) return new Secret(marker);
  if (Array.isArray(value)) return value.map((part) => filled(part, marker));
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, marker)]));
}

test("every command declared under mei/ is in the catalogue, exported under its own name", async () => {
  const folder = new URL("../../mei/", import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\w\/[\w-]+\.ts$/.test(file),
  );
  const declared: string[] = [];
  for (const file of sources.filter((source) => !/^(drivers|apf|http|wsman|wire)\//.test(source))) {
    const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    for (const [exported, value] of Object.entries(module))
      if (typeof value === "object" && value !== null && "encodeRequest" in value) {
        expect(exported).toBe((value as AnyCommand).name);
        expect(allCommands, exported).toContain(value);
        declared.push(exported);
      }
  }
  expect(declared.sort()).toEqual(allCommands.map(({ name }) => name).sort());
});
