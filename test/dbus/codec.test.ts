import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marshal, unmarshal } from "../../platform/dbus/codec.ts";
import { DBusError } from "../../platform/dbus/errors.ts";
import { type DBusValue, parseSignature, parseSingle, type Type, variant } from "../../platform/dbus/signature.ts";

const runs = { numRuns: 1_000 };

const basics: Readonly<Record<string, fc.Arbitrary<DBusValue>>> = {
  y: fc.integer({ min: 0, max: 0xff }),
  b: fc.boolean(),
  n: fc.integer({ min: -0x8000, max: 0x7fff }),
  q: fc.integer({ min: 0, max: 0xffff }),
  i: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
  u: fc.integer({ min: 0, max: 0xffff_ffff }),
  x: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  t: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  d: fc.double(),
  s: fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll("\0", "")),
  o: fc.array(fc.stringMatching(/^[A-Za-z0-9_]{1,8}$/), { maxLength: 4 }).map((parts) => `/${parts.join("/")}`),
  g: fc.constantFrom("", "s", "a{sv}", "(ia{sv}av)"),
};
const code = fc.constantFrom(...Object.keys(basics));
const signatures = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    code,
    fc.constantFrom("v", "ay"),
    tie("type").map((of) => `a${of}`),
    fc.array(tie("type"), { minLength: 1, maxLength: 3 }).map((fields) => `(${fields.join("")})`),
    fc.tuple(code, tie("type")).map(([key, value]) => `a{${key}${value}}`),
  ),
})).type;

/** Values of a type, made from the parsed type and not from the codec. */
function valuesOf(type: Type, depth = 0): fc.Arbitrary<DBusValue> {
  switch (type.kind) {
    case "basic":
      return basics[type.code]!;
    case "bytes":
      return fc.uint8Array({ maxLength: 16 }).map((bytes) => Buffer.from(bytes));
    case "variant": {
      const inner = depth > 2 ? code : signatures;
      return inner.chain((signature) =>
        valuesOf(parseSingle(signature), depth + 1).map((value): DBusValue => ({ signature, value })),
      );
    }
    case "array":
      return fc.array(valuesOf(type.of, depth), { maxLength: 4 });
    case "struct":
      return fc.tuple(...type.fields.map((field) => valuesOf(field, depth)));
    case "dict": {
      // Map takes -0 for 0
      const keys = valuesOf(type.key).map((key) => (key === 0 ? 0 : key));
      return fc.array(fc.tuple(keys, valuesOf(type.value, depth)), { maxLength: 4 }).map((pairs) => new Map(pairs));
    }
  }
}
const message = fc
  .array(signatures, { maxLength: 4 })
  .map((types) => types.join(""))
  .filter((signature) => signature.length <= 255)
  .chain((signature) =>
    fc.tuple(fc.constant(signature), fc.tuple(...parseSignature(signature).map((type) => valuesOf(type)))),
  );

const refusedWith = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DBusError) return error.code;
    throw error;
  }
  return "nothing";
};

describe("what goes out comes back", () => {
  it("for every value of every signature", () => {
    fc.assert(
      fc.property(message, ([signature, body]) => {
        expect(unmarshal(signature, marshal(signature, body))).toStrictEqual(body);
      }),
      runs,
    );
  });

  it("and cut at any byte it is refused", () => {
    fc.assert(
      fc.property(message, ([signature, body]) => {
        const bytes = marshal(signature, body);
        const taken = [];
        for (let size = 0; size < bytes.length; size++)
          if (refusedWith(() => unmarshal(signature, bytes.subarray(0, size))) !== "DBUS_WIRE") taken.push(size);
        expect(taken).toEqual([]);
      }),
      runs,
    );
  });

  it("and with a byte more it is refused", () => {
    fc.assert(
      fc.property(message, ([signature, body]) => {
        const longer = Buffer.concat([marshal(signature, body), Buffer.alloc(1)]);
        expect(refusedWith(() => unmarshal(signature, longer))).toBe("DBUS_WIRE");
      }),
      runs,
    );
  });
});

describe("bytes from anywhere", () => {
  it("are a value or a refusal, never a crash", () => {
    fc.assert(
      fc.property(signatures, fc.uint8Array({ maxLength: 200 }), fc.boolean(), (signature, bytes, little) => {
        fc.pre(signature.length <= 255);
        expect(["nothing", "DBUS_WIRE"]).toContain(
          refusedWith(() => unmarshal(signature, Buffer.from(bytes), { little })),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it("one byte changed: likewise", () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 1, max: 255 }), ([signature, body], where, flip) => {
        const bytes = Buffer.from(marshal(signature, body));
        fc.pre(bytes.length > 0);
        bytes[where % bytes.length]! ^= flip;
        expect(["nothing", "DBUS_WIRE"]).toContain(refusedWith(() => unmarshal(signature, bytes)));
      }),
      runs,
    );
  });

  it.each([
    ["a boolean of two", "b", "02000000"],
    ["padding that is not zero", "yu", "01ff000001000000"],
    ["text without its zero", "s", "0100000061ff"],
    ["text with a zero inside", "s", "02000000610000"],
    ["text that is not UTF-8", "s", "01000000ff00"],
    ["a path that is none", "o", "020000002f2f00"],
    ["a signature that is none", "g", "017a00"],
    ["a variant of two types", "v", "0269690000000000"],
    ["an array of 4 GiB", "ay", "ffffffff00"],
    ["an array that ends inside its element", "ai", "0300000001000000"],
    ["the same key twice", "a{yy}", "0a0000000000000001020000000000000103"],
  ])("%s is refused", (_what, signature, hex) => {
    expect(refusedWith(() => unmarshal(signature, Buffer.from(hex, "hex")))).toBe("DBUS_WIRE");
  });

  it("variants nested without end are refused, not followed", () => {
    const nested = Buffer.from("017600".repeat(40_000), "hex");
    expect(refusedWith(() => unmarshal("v", nested))).toBe("DBUS_WIRE");
  });
});

describe("signatures", () => {
  it.each([
    "z",
    "(",
    "()",
    "a",
    "a{sv",
    "a{vs}",
    "a{s}",
    "{sv}",
    ")",
    "(i",
    `${"a".repeat(34)}i`,
    `${"(".repeat(33)}i`,
  ])("%s is none", (text) => {
    expect(refusedWith(() => parseSignature(text))).toBe("DBUS_WIRE");
  });
  it("are 255 bytes at most", () => {
    expect(parseSignature("y".repeat(255))).toHaveLength(255);
    expect(refusedWith(() => parseSignature("y".repeat(256)))).toBe("DBUS_WIRE");
  });
  it("of any text settle", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aybnqiuxtdsogv(){}z"), maxLength: 300 }), (text) => {
        expect(["nothing", "DBUS_WIRE"]).toContain(refusedWith(() => parseSignature(text)));
      }),
      runs,
    );
  });
});

describe("values that do not fit are refused before a byte is sent", () => {
  it.each<[string, unknown]>([
    ["y", 256],
    ["y", -1],
    ["y", 1.5],
    ["n", 0x8000],
    ["u", -1],
    ["i", "1"],
    ["x", 1],
    ["t", -1n],
    ["x", 2n ** 63n],
    ["b", 1],
    ["s", "a\0b"],
    ["s", "\ud800"],
    ["o", "tray"],
    ["g", "z"],
    ["v", "text"],
    ["ay", [1, 2]],
    ["as", "text"],
    ["a{sv}", {}],
    ["(ii)", [1]],
  ])("%s: %s", (signature, value) => {
    expect(["DBUS_VALUE", "DBUS_WIRE"]).toContain(refusedWith(() => marshal(signature, [value as DBusValue])));
  });
  it("nor a body of another length, nor a value nested without end", () => {
    expect(refusedWith(() => marshal("ii" as string, [1]))).toBe("DBUS_VALUE");
    let nested = variant("i", 1);
    for (let depth = 0; depth < 100; depth++) nested = variant("v", nested);
    expect(refusedWith(() => marshal("v", [nested]))).toBe("DBUS_VALUE");
  });
  it("and the value itself is never quoted", () => {
    expect(() => marshal("o", ["secret value"])).toThrow(/object path/);
    expect(() => marshal("o", ["secret value"])).not.toThrow(/secret/);
  });
});
