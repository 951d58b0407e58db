import { describe, expect, test } from "vitest";
import { propertiesOf } from "../../agent/wsman/plain.ts";
import { parseReference, showReference } from "../../agent/wsman/said-reference.ts";
import { showXml } from "../../agent/wsman/show-xml.ts";
import { parsePin, trustFrom } from "../../agent/wsman/trust.ts";
import { type Files, inputFrom, selectorsFrom } from "../../agent/wsman/words.ts";
import { writeResponse } from "../../mei/wsman/envelope.ts";
import { reference } from "../../mei/wsman/reference.ts";
import { instance, readInstance, resource, writeInstance } from "../../mei/wsman/resource.ts";
import { remoteAccessPolicyAppliesToMps } from "../../mei/wsman/resources/remote-access.ts";
import { list, oneOf, secret, text, u16, u64 } from "../../mei/wsman/value.ts";
import { element } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { Secret } from "../../platform/secret.ts";

const files: Files = { readText: (path) => `text of ${path}\n`, readSecret: (path) => new Secret(`secret of ${path}`) };
const inner = resource("AMT_Inner", { keys: [], properties: { Name: text, Key: secret } });
const fields = {
  Words: list(text),
  Kind: oneOf(u16, { none: 0, some: 1 }),
  Keys: list(secret),
  Which: reference,
  All: list(reference),
  Inner: instance(inner),
};
const said = (...words: string[]) => inputFrom(fields, words, files);

describe("arguments in words", () => {
  test("names, numbers, lists, files, instances, references", () => {
    const computer = parseReference("", "CIM_ComputerSystem?Name=ManagedSystem");
    expect(
      said("Kind=some", "Words=a,b", "Words=@f", "Inner.Name=@@x", "Which=CIM_ComputerSystem?Name=ManagedSystem"),
    ).toEqual({
      Kind: "some",
      Words: ["a", "b", "text of f"],
      Inner: { Name: "@x" },
      Which: computer,
    });
    expect(said("All=CIM_ComputerSystem?Name=ManagedSystem").All).toEqual([computer]);
    expect(showReference(computer)).toBe("CIM_ComputerSystem?Name=ManagedSystem");
  });
  test("secrets come from files, inside an instance and in a list too", () => {
    const { Keys, Inner } = said("Keys=@one", "Keys=@two", "Inner.Key=@three") as {
      Keys: Secret[];
      Inner: { Key: Secret };
    };
    expect([...Keys, Inner.Key].map((one) => one.reveal())).toEqual([
      "secret of one",
      "secret of two",
      "secret of three",
    ]);
    for (const word of ["Keys=Hunter-2", "Inner.Key=Hunter-2"])
      expect(() => said(word)).toThrow(
        expect.objectContaining({ code: "INPUT_SECRET", message: expect.not.stringContaining("Hunter") }),
      );
  });
  test.each([
    [["Kind=none", "Kind=some"], /Kind: is given twice/],
    [["Kind=many"], /Kind: .*whole number/],
    [["Kind.Name=x"], /Kind: must be one of none/],
    [["Inner.Nam=x"], /Inner\.Nam: .*Name/],
    [["Which=CIM_ComputerSystem?Name"], /Which: must be CLASS\?KEY=VALUE/],
    [["Words"], /name=value/],
  ])("%j is refused", (words, problem) => {
    expect(() => said(...words)).toThrow(problem);
  });
  test("a selector can be a reference", () => {
    const { ManagedElement } = selectorsFrom(remoteAccessPolicyAppliesToMps, [
      "ManagedElement=AMT_ManagementPresenceRemoteSAP?Name=x",
    ]);
    expect(ManagedElement).toMatchObject({ selectors: { Name: "x" } });
  });
});

describe("what is shown", () => {
  const of = resource("AMT_Shown", { keys: [], properties: { Name: text, Key: secret, Big: u64 } });
  const answer = (name: string): Buffer =>
    Buffer.from(
      writeResponse({
        action: "x",
        messageId: "1",
        body: writeInstance(of, { Name: name, Key: new Secret("Hunter-2"), Big: 2n ** 60n }),
      }),
    );
  test("has no secret in it, as XML", () => {
    const shown = showXml(answer("a"), of) ?? "";
    expect(shown).not.toContain("Hunter");
    expect(shown).toContain("<p:Key>[secret]</p:Key>");
  });
  test("drives no terminal, and is the same document", () => {
    const shown = showXml(answer("a > \u009b2J <b>"), of) ?? "";
    expect(shown).not.toMatch(/[\u0080-\u009f]/);
    const body = readXml(shown).children.find(({ name }) => name === "Body")?.children[0];
    expect(body?.children.find(({ name }) => name === "Name")?.text).toBe("a > \u009b2J <b>");
  });
  test("is nothing where the answer is no XML", () => {
    expect(showXml(Buffer.from("<html><p>"), of)).toBeUndefined();
  });
  test("keeps what nobody declared", () => {
    const node = element(of.uri, "AMT_Shown", [
      element(of.uri, "Big", "7"),
      element(of.uri, "New", "1"),
      element(of.uri, "New", "2"),
      element(of.uri, "Deep", [element(of.uri, "In", "x")]),
    ]);
    expect(propertiesOf(readInstance(of, node))).toEqual({ Big: "7", New: ["1", "2"], Deep: { In: "x" } });
  });
});

describe("trust", () => {
  const none = { text: "none", from: "default" } as const;
  const pin = { text: `sha256:${"AB:".repeat(31)}AB`, from: "environment" } as const;
  test("none is none; a pin is read with colons and without", () => {
    expect(trustFrom({ ca: none, pin: none })).toBeUndefined();
    expect(trustFrom({ ca: none, pin })).toEqual(parsePin(`SHA256:${"ab".repeat(32)}`));
  });
  test("what is said nearer counts", () => {
    expect(trustFrom({ ca: { text: "/nonexistent", from: "file" }, pin })).toMatchObject({ by: "hash" });
    expect(() => trustFrom({ ca: { text: "/nonexistent", from: "flag" }, pin })).toThrow(/cannot be read/);
  });
});
