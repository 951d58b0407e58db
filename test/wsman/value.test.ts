import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ValueError } from "../../mei/wsman/errors.ts";
import { type Reference, readSelectors, reference, referTo, writeSelectors } from "../../mei/wsman/reference.ts";
import { readInstance, resource, selectorsOf, writeInstance } from "../../mei/wsman/resource.ts";
import type { Field } from "../../mei/wsman/shape.ts";
import { base64, flag, i16, list, oneOf, secret, text, time, u8, u16, u32, u64 } from "../../mei/wsman/value.ts";
import { element, nil, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { Secret } from "../../platform/secret.ts";

const one = (content: string | readonly XmlNode[]): XmlNode => element("urn:c", "P", content);
const read = <T>(field: Field<T>, ...texts: string[]): T | undefined => field.read(texts.map(one));
const back = <T>(field: Field<T>, value: T): string => field.write("urn:c", "P", value)[0]?.text ?? "";
const refused = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ValueError) return error.message;
    throw error;
  }
  return "fine";
};

describe("values", () => {
  it("read what AMT writes, and write it again", () => {
    expect(read(text, " a ")).toBe(" a ");
    expect(["true", "false", "1", "0", " true\n"].map((word) => read(flag, word))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(read(u32, "4294967295")).toBe(4_294_967_295);
    expect(read(i16, "-1")).toBe(-1);
    expect(read(u64, "18446744073709551615")).toBe(18_446_744_073_709_551_615n);
    expect(read(base64, "AAEC\nAw==")).toEqual(Buffer.from([0, 1, 2, 3]));
    expect(back(base64, Buffer.from([0, 1, 2, 3]))).toBe("AAECAw==");
    expect(back(u64, 7n)).toBe("7");
    expect(back(flag, false)).toBe("false");
  });

  it("keep the number of an enumeration that nobody named", () => {
    const state = oneOf(u16, { on: 2, off: 3 });
    expect([read(state, "2"), read(state, "77")]).toEqual(["on", 77]);
    expect([back(state, "off"), back(state, 77), back(state, 2)]).toEqual(["3", "77", "2"]);
    expect(refused(() => back(state, "constructor" as "on"))).toBe("is none of on, off");
    expect(refused(() => back(state, 65_536))).toContain("whole number");
  });

  it("take no value for none, one element for a list of one, and nil for nothing", () => {
    expect(read(text)).toBeUndefined();
    expect(u16.read([nil("urn:c", "P")])).toBeUndefined();
    expect(read(list(u16))).toBeUndefined();
    expect(read(list(u16), "1")).toEqual([1]);
    expect(read(list(u16), "1", "2")).toEqual([1, 2]);
    expect(read(list(u16), "")).toEqual([]);
    expect(read(list(text), "", "")).toEqual(["", ""]);
    expect(list(u16).read([nil("urn:c", "P")])).toBeUndefined();
    expect(
      list(u16)
        .write("urn:c", "P", [1, 2])
        .map((node) => node.text),
    ).toEqual(["1", "2"]);
  });

  it("read moments and spans, and write each as what it is", () => {
    const inside = (name: string, content: string): XmlNode =>
      one([element("http://schemas.dmtf.org/wbem/wscim/1/common", name, content)]);
    expect(time.read([inside("Datetime", "2024-01-03T00:44:35Z")])).toBe("2024-01-03T00:44:35Z");
    expect(time.read([inside("Interval", "P1DT2H")])).toBe("P1DT2H");
    expect(time.write("urn:c", "P", "PT5M")[0]?.children[0]?.name).toBe("Interval");
    expect(time.write("urn:c", "P", "2018-08-09T15:45:00.000Z")[0]?.children[0]?.name).toBe("Datetime");
    for (const wrong of ["", "P", "PT", "yesterday", "2024-01-03T"]) {
      expect(refused(() => time.read([inside("Datetime", wrong)]))).toContain("ISO 8601");
      expect(refused(() => time.write("urn:c", "P", wrong))).toContain("ISO 8601");
    }
  });

  const wrong: readonly (readonly [Field<unknown>, string])[] = [
    [u8 as Field<unknown>, "256"],
    [u8 as Field<unknown>, "-1"],
    [u8 as Field<unknown>, "1.5"],
    [u8 as Field<unknown>, "0x10"],
    [u8 as Field<unknown>, "1e1"],
    [u8 as Field<unknown>, ""],
    [u8 as Field<unknown>, "9".repeat(100_000)],
    [u64 as Field<unknown>, "18446744073709551616"],
    [flag as Field<unknown>, "yes"],
    [base64 as Field<unknown>, "A"],
    [base64 as Field<unknown>, "ä==="],
  ];
  for (const [field, value] of wrong) {
    it(`refuse ${value.slice(0, 20) || "nothing"} as ${field.shape.kind}`, () => {
      expect(refused(() => read(field, value))).toMatch(/^is /);
    });
  }

  it("refuse a value that is there twice, or has elements inside", () => {
    expect(refused(() => read(text, "a", "b"))).toBe("is there more than once");
    expect(refused(() => text.read([one([one("x")])]))).toBe("has elements inside");
    expect(refused(() => list(u8).read([one("1"), one("x")]))).toMatch(/^1 is not a whole number/);
  });

  it("never print a secret", () => {
    const value = read(secret, "geheim");
    expect(value?.reveal()).toBe("geheim");
    expect(`${value} ${JSON.stringify(value)} ${inspect(value)}`).not.toContain("geheim");
    expect(back(secret, new Secret("geheim"))).toBe("geheim");
    expect(refused(() => back(secret, "geheim" as unknown as Secret))).toBe("is not a secret");
  });
});

describe("references", () => {
  const inner = referTo("http://intel.com/wbem/wscim/1/amt-schema/1/AMT_TLSProtocolEndpointCollection", {
    ElementName: "a&b",
  });
  const outer: Reference = referTo("http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_CredentialContext", {
    ElementProvidingContext: inner,
    Name: "x",
  });

  it("carry selectors that are references themselves", () => {
    expect(reference.read(reference.write("urn:c", "P", outer))).toEqual(outer);
    expect(readSelectors(writeSelectors(outer.selectors))).toEqual(outer.selectors);
    expect(writeSelectors({})).toBeUndefined();
  });

  it("may point at nothing, and may not be something else", () => {
    expect(reference.read([one([])])).toEqual({ address: "", resourceUri: undefined, selectors: {} });
    expect(refused(() => reference.read([one([one("x")])]))).toBe("is no reference to an instance");
    expect(
      refused(() =>
        readSelectors(
          element("", "SelectorSet", [element("http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "Selector", "x")]),
        ),
      ),
    ).toContain("without a name");
  });
});

describe("instances", () => {
  const thing = resource("AMT_Thing", { keys: ["Id", "Owner"], properties: { Id: u16, Owner: reference, Name: text } });

  it("name the property that is wrong, and not its value", () => {
    const node = element(thing.uri, "AMT_Thing", [element(thing.uri, "Id", "geheim")]);
    const message = refused(() => readInstance(thing, node));
    expect(message).toBe("AMT_Thing.Id is not a whole number from 0 to 65535");
    expect(refused(() => writeInstance(thing, { Nonsense: 1 } as never))).toBe("AMT_Thing.Nonsense is not declared");
  });

  it("take elements of their class's namespace, or of none, and keep all others", () => {
    const found: string[] = [];
    const node = element(thing.uri, "AMT_Thing", [
      element(thing.uri, "Id", "1"),
      element("", "Name", "n"),
      element("urn:other", "Name", "o"),
      element(thing.uri, "constructor", "c"),
    ]);
    const value = readInstance(thing, node, (one) => found.push(one.path));
    expect({ ...value }).toMatchObject({ Id: 1, Name: "n" });
    expect(found).toEqual(["AMT_Thing.Name", "AMT_Thing.constructor"]);
  });

  it("are selected by their keys", () => {
    const Owner = referTo("http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ComputerSystem", { Name: "x" });
    expect(selectorsOf(thing, { Id: 7, Owner })).toEqual({ Id: "7", Owner });
    expect(refused(() => selectorsOf(thing, { Id: 7 }))).toBe("AMT_Thing.Owner is missing");
  });
});
