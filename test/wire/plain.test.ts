import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromInput } from "../../mei/wire/arguments.ts";
import {
  array,
  bits,
  bytes,
  encode,
  exactly,
  flag,
  ipv4,
  list,
  oneOf,
  repeat,
  reserved,
  rest,
  type Shape,
  secretCountedText,
  secretText,
  struct,
  tagged,
  text,
  u8,
  u16,
  u32,
  u64,
} from "../../mei/wire/index.ts";
import { fromPlain, InputError, toPlain } from "../../mei/wire/plain.ts";
import { arbitrary } from "../support/arbitrary.ts";
import { comparable, expectSame } from "../support/comparable.ts";
import { anyCodec } from "./any-codec.ts";
import { type AnyCodec, vocabulary } from "./vocabulary.ts";

const message: AnyCodec = struct({
  magic: exactly(u16, 1),
  pad: reserved(2),
  interface: oneOf(u32, { wired: 0, wireless: 1 }),
  lan: struct({ ip: ipv4, enabled: flag(u32) }),
  flags: bits(u8, { nvar: 0, level: [1, 2, { low: 1 }] }),
  handles: list(u32, 4, u32),
  when: u64,
  hash: bytes(2),
  addresses: repeat(0, 3, struct({ name: text(8) })),
  owner: tagged("kind", u8, { user: [1, { id: u16 }], group: [2, { ids: array(2, u8) }] }),
  data: rest(0, 4),
}) as AnyCodec;
const { shape } = message;

const words = [
  "interface=wireless",
  "lan.ip=10.0.0.1",
  "lan.enabled=true",
  "flags.nvar=1",
  "flags.level=low",
  "handles.0=1",
  "handles.1=0x10",
  "when=18446744073709551615",
  "hash=00fF",
  'addresses=[{"name":"a=b"}]',
  "owner.kind=group",
  "owner.ids=[1,2]",
  "data=",
];
const value = {
  interface: "wireless",
  lan: { ip: "10.0.0.1", enabled: true },
  flags: { nvar: true, level: "low", other: 0 },
  handles: [1, 16],
  when: 2n ** 64n - 1n,
  hash: Buffer.from("00ff", "hex"),
  addresses: [{ name: "a=b" }],
  owner: { kind: "group", ids: [1, 2] },
  data: Buffer.alloc(0),
};

test("words of a command line become a message", () => {
  const given = fromInput(shape, { pairs: words });
  expectSame(given, value);
  expect(encode(message, given).toString("hex")).toBe(
    "01000000010000000100000a0100000003020000000100000010000000ffffffffffffffff00ff613d62000000000002" + "0102",
  );
});

test("words go over the document, part by part, and leave it as it was", () => {
  const document = toPlain({ ...value, handles: [7, 8, 9] }) as object;
  const copy = structuredClone(document);
  const given = fromInput(shape, {
    document,
    pairs: ["lan.ip=1.1.1.1", "handles.1=0", "owner.kind=user", 'owner={"kind":"user","id":3}'],
  });
  expectSame(given, {
    ...value,
    lan: { ip: "1.1.1.1", enabled: true },
    handles: [7, 0, 9],
    owner: { kind: "user", id: 3 },
  });
  expect(document).toEqual(copy);
});

const problem = (work: () => unknown): InputError => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  return expect.fail("accepted");
};

describe("words that cannot become a message are refused by field, without their value", () => {
  const marker = "SENSITIVE";
  const without = (name: string): string[] => words.filter((word) => !word.startsWith(name));
  test.each<[string, string[], string]>([
    ["no equals sign", [marker], ""],
    ["no name", [`=${marker}`], ""],
    ["twice", ["interface=wired", `interface=${marker}`], "interface"],
    ["unknown field", [`pasword=${marker}`], "pasword"],
    ["a name every object has", [`__proto__.x=${marker}`], "__proto__.x"],
    ["a constant", [...words, `magic=${marker}`], "magic"],
    ["an inner field that is not there", [`lan.port=${marker}`], "lan.port"],
    ["inside a plain value", [`hash.0=${marker}`], "hash.0"],
    ["not a number", [...without("when"), `when=${marker}`], "when"],
    ["neither a name nor a number", [...without("interface"), `interface=${marker}`], "interface"],
    ["not a truth", [...without("lan.en"), `lan.enabled=${marker}`], "lan.enabled"],
    ["not hexadecimal", [...without("hash"), `hash=${marker}`], "hash"],
    ["not JSON", [`handles=[${marker}`], "handles"],
    ["index beyond the bound", [`handles.4=${marker}`], "handles.4"],
    ["index that is none", [`handles.-1=${marker}`], "handles.-1"],
    ["a hole in a list", [...without("handles.0")], "handles[0]"],
    ["an item that is no number", [...without("handles"), "handles=[1,true]"], "handles[1]"],
    ["missing", without("interface"), "interface"],
    ["missing inside", without("lan.ip"), "lan.ip"],
    ["a variant nobody declared", [...without("owner"), `owner.kind=${marker}`], "owner"],
    ["a field of another variant", [...without("owner"), "owner.kind=user", "owner.ids=[1,2]"], "owner.ids"],
    ["a bit nobody declared", [`flags.${"x"}=${marker}`], "flags.x"],
    ["a bit that is no truth", [...without("flags"), `flags.nvar=${marker}`], "flags.nvar"],
  ])("%s", (_, pairs, field) => {
    const error = problem(() => fromInput(shape, { pairs }));
    expect(error.code).toBe("INPUT");
    expect(error.field).toBe(field);
    expect(error.message).not.toContain(marker);
  });

  test.each([null, 5, "x", [], true])("a document that is no object: %j", (document) => {
    expect(problem(() => fromInput(shape, { document })).code).toBe("INPUT");
    expect(problem(() => fromInput(shape, { document, pairs: words })).code).toBe("INPUT");
  });

  test("a field the document should not have, also under a name every object has", () => {
    const document: unknown = JSON.parse('{"__proto__": {"interface": 0}}');
    expect(problem(() => fromInput(shape, { document })).field).toBe("__proto__");
    expect(problem(() => fromInput(shape, { document: Object.create({ interface: 0 }) as object })).field).toBe(
      "interface",
    );
  });
});

describe("a secret", () => {
  const account: AnyCodec = struct({
    user: text(8),
    password: secretText(16),
    more: struct({ accounts: list(u8, 2, struct({ pin: secretCountedText(u8, 8) })) }),
    auth: tagged("kind", u8, { none: [0, {}], digest: [1, { key: secretText(8) }] }),
  }) as AnyCodec;
  const document = {
    user: "admin",
    password: "hunter2",
    more: { accounts: [{ pin: "hunter2" }] },
    auth: { kind: "digest", key: "hunter2" },
  };

  test.each([
    "password=hunter2",
    "password=",
    "more.accounts.0.pin=hunter2",
    'more.accounts.0={"pin":"hunter2"}',
    'more.accounts=[{"pin":"hunter2"}]',
    'more={"accounts":[{"pin":"hunter2"}',
    "auth.key=hunter2",
    'auth={"kind":"none"}',
  ])("is never taken from the command line: %s", (word) => {
    const error = problem(() => fromInput(account.shape, { document, pairs: [word] }));
    expect(error.code).toBe("INPUT_SECRET");
    expect(error.message).toContain("--input-file");
    expect(error.message).toContain("standard input");
    expect(String(error.stack)).not.toContain("hunter2");
    expect(error.cause).toBeUndefined();
  });

  test("is taken from the document, and words may stand beside it", () => {
    const given = fromInput(account.shape, { document, pairs: ["user=operator", "auth.kind=digest"] });
    expect(comparable(given)).toEqual({
      user: "operator",
      password: { secret: "hunter2" },
      more: { accounts: [{ pin: { secret: "hunter2" } }] },
      auth: { kind: "digest", key: { secret: "hunter2" } },
    });
    expect(JSON.stringify(given)).not.toContain("hunter2");
  });

  test("is not in what is printed, nor in a refusal of the document", () => {
    const given = fromPlain(account.shape, document);
    expect(toPlain(given)).toEqual({
      user: "admin",
      password: "[secret]",
      more: { accounts: [{ pin: "[secret]" }] },
      auth: { kind: "digest", key: "[secret]" },
    });
    const wrong = problem(() => fromPlain(account.shape, { ...document, passwort: "hunter2" }));
    expect(wrong.message).not.toContain("hunter2");
    expect(problem(() => fromPlain(account.shape, { ...document, password: { a: "hunter2" } })).message).not.toContain(
      "hunter2",
    );
  });
});

const holdsSecret = (it: Shape): boolean => JSON.stringify(it).includes('"secret":true');

test.each(Object.entries(vocabulary).filter(([, codec]) => !holdsSecret(codec.shape)))(
  "%s comes back from JSON text",
  (_, codec) => {
    fc.assert(
      fc.property(arbitrary(codec.shape), (given) => {
        expectSame(fromPlain(codec.shape, JSON.parse(JSON.stringify(toPlain(given)))), given);
      }),
      { numRuns: 1000 },
    );
  },
);

test("any composition comes back from JSON text, and any JSON is a value or refused by field", () => {
  const cases = anyCodec.chain((codec) => fc.tuple(fc.constant(codec), arbitrary(codec.shape), fc.jsonValue()));
  fc.assert(
    fc.property(cases, ([codec, given, other]) => {
      if (!holdsSecret(codec.shape))
        expectSame(fromPlain(codec.shape, JSON.parse(JSON.stringify(toPlain(given)))), given);
      try {
        fromInput(codec.shape, { document: other });
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("any words are a value or refused by field", () => {
  const name = fc.oneof(fc.constantFrom(...words.map((word) => word.split("=")[0] ?? "")), fc.string());
  const pairs = fc.array(fc.tuple(name, fc.oneof(fc.string(), fc.json())).map(([left, right]) => `${left}=${right}`));
  fc.assert(
    fc.property(pairs, (given) => {
      try {
        fromInput(shape, { document: toPlain(value), pairs: given });
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 2000 },
  );
});
