import { describe, expect, it } from "vitest";
import { resources } from "../../mei/wsman/catalogue.ts";
import { messageIn, readMessage, strangeHeaders, writeResponse } from "../../mei/wsman/envelope.ts";
import { ReturnValueError } from "../../mei/wsman/errors.ts";
import { readOutput, writeOutput } from "../../mei/wsman/method-call.ts";
import { faultActions, resourceUriOf } from "../../mei/wsman/namespace.ts";
import { pullReply, readCreateReply, readEnumerateReply, readPullReply } from "../../mei/wsman/operation.ts";
import { type Diagnostic, type Resource, readInstance, selectorsOf, writeInstance } from "../../mei/wsman/resource.ts";
import type { XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { type Answer, classAsked, readAnswers, readEnvelopes, shownNode } from "../support/wsman-answers.ts";

const answers = readAnswers();

/** Written by hand by whoever made the collection (rpc.md 6.2), in ways that AMT does not write. */
const notLikeAmt: Readonly<Record<string, string>> = {
  "amt/publickey/management/generatepkcs10requestex": "a certificate request that is no base64 (`test?`)",
  "amt/setupandconfiguration/getuuid": "an output without a return value",
  "amt/setupandconfiguration/getuuid-bad": "an output without a return value",
  "cim/wifi/endpointsettings/delete": "a return value outside of any output",
  "ips/alarmclock/get": "a time that is none (`testdatetime`)",
  "ips/alarmclock/pull": "a time that is none (`testdatetime`)",
};

const resourceOf = (name: string): Resource => {
  const found = resources.get(name);
  if (found === undefined) throw new Error(`${name} is not declared`);
  return found;
};

/** Texts by path, in the order of their names: what must be the same after a round trip. */
const texts = (node: XmlNode, path = ""): string[] =>
  node.children.length === 0
    ? [`${path}=${node.text}${node.attributes.map((one) => ` ${one.name}:${one.value}`).join("")}`]
    : node.children
        .flatMap((one) => texts(one, `${path}/${one.name}${one.attributes.map((a) => a.value).join()}`))
        .sort();

function checkInstance(of: Resource, node: XmlNode, found: Diagnostic[]): void {
  const value = readInstance(of, node, (one) => found.push(one));
  expect(texts(writeInstance(of, value))).toEqual(texts(node));
}

function checkBody(answer: Answer, body: XmlNode | undefined, found: Diagnostic[]): void {
  const asked = resourceOf(classAsked(answers, answer.id));
  if (body === undefined) return;
  if (body.name.endsWith("_OUTPUT")) {
    const method = body.name.slice(0, -"_OUTPUT".length);
    const value = body.children.find((one) => one.name === "ReturnValue")?.text;
    if (value !== "0") {
      expect(() => readOutput(asked, method, body)).toThrow(ReturnValueError);
      return;
    }
    const output = readOutput(asked, method, body, (one) => found.push(one));
    expect(texts(writeOutput(asked, method, 0, output))).toEqual(texts(body));
  } else if (body.name === "ResourceCreated") {
    expect(readCreateReply(body).resourceUri).toBeDefined();
  } else if (body.name === "EnumerateResponse") {
    expect(readEnumerateReply(body)).toMatch(/^[0-9A-F]{7,8}-0000-0000-0000-000000000000$/);
  } else {
    expect(body.name).toBe(asked.className);
    checkInstance(asked, body, found);
  }
}

function check(answer: Answer): Diagnostic[] {
  const uri = resourceUriOf(classAsked(answers, answer.id)) ?? "";
  const found: Diagnostic[] = [];
  const { body, pull } = answer;
  const content = pull
    ? pullReply(
        pull.items.map((one) => shownNode(one, uri)),
        pull.end ? undefined : "next",
      )
    : body && shownNode(body, uri);
  const xml = writeResponse({
    action: `${uri}/Any`,
    messageId: "uuid:1",
    relatesTo: "0",
    resourceUri: uri,
    body: content ?? undefined,
  });
  const message = readMessage(Buffer.from(xml));
  if (!pull) checkBody(answer, message.body, found);
  else {
    const reply = readPullReply(message.body);
    expect(reply).toMatchObject({ end: pull.end });
    expect(reply.items).toHaveLength(pull.items.length);
    for (const node of reply.items) checkInstance(resourceOf(node.name), node, found);
  }
  return found;
}

describe("recorded answers", () => {
  it(`are all there`, () => expect(answers.length).toBe(297));

  for (const answer of answers.filter(({ id }) => notLikeAmt[id] === undefined)) {
    it(`${answer.id} reads without a word left over, and writes the same`, () => expect(check(answer)).toEqual([]));
  }
  for (const [id, why] of Object.entries(notLikeAmt)) {
    it(`${id} is refused: ${why}`, () => expect(() => check(answers.find((one) => one.id === id) as Answer)).toThrow());
  }

  it("name classes whose keys their instances have", () => {
    // Made up by the collection, without keys
    const bare = ["CIM_WiFiEndpoint", "CIM_WiFiEndpointCapabilities", "CIM_WiFiPortCapabilities", "CIM_Chip"];
    const seen = new Set<string>();
    for (const { body, pull, id } of answers.filter((one) => notLikeAmt[one.id] === undefined)) {
      for (const shown of [...(body ? [body] : []), ...(pull?.items ?? [])]) {
        const of = resources.get(shown.class ?? "");
        if (of === undefined || bare.includes(of.className)) continue;
        seen.add(of.className);
        const selectors = selectorsOf(of, readInstance(of, shownNode(shown, of.uri)));
        expect(Object.keys(selectors), id).toEqual([...of.keys]);
      }
    }
    expect(seen.size).toBeGreaterThan(70);
  });
});

/** Whole messages of `test/golden/wsman-envelopes.jsonl`, changed only where they tell whose machine it was. */
const handMade: Readonly<Record<string, string>> = {
  "wsman-go-amt-setupandconfiguration-getuuid": "an output without a return value",
  "wsman-go-ips-alarmclock-pull": "properties in the namespace of the enumeration",
};

describe("recorded envelopes", () => {
  const envelopes = readEnvelopes();
  it("are all there", () => expect(envelopes.length).toBe(39));

  for (const { id, xml } of envelopes) {
    const kept = handMade[id];
    it(`${id} reads ${kept === undefined ? "without a word left over" : `with something left over: ${kept}`}`, () => {
      const document = readXml(xml);
      const message = messageIn(document);
      expect(strangeHeaders(document)).toEqual([]);
      expect(faultActions).not.toContain(message.action);
      expect(message.messageId).toMatch(kept === undefined ? /^uuid:00000000-8086-8086-8086-[0-9A-F]{12}$/ : /./);
      const found: Diagnostic[] = [];
      const read = (): void => {
        const { body } = message;
        const of = resourceOf((message.resourceUri ?? "").split("/").at(-1) ?? "");
        if (body?.name === "PullResponse") {
          for (const one of readPullReply(body).items) readInstance(resourceOf(one.name), one, (d) => found.push(d));
        } else if (body?.name === "EnumerateResponse") expect(readEnumerateReply(body)).not.toBe("");
        else if (body?.name.endsWith("_OUTPUT")) {
          const refused = body.children.some((one) => one.name === "ReturnValue" && one.text !== "0");
          const output = (): unknown =>
            readOutput(of, body.name.slice(0, -"_OUTPUT".length), body, (d) => found.push(d));
          if (refused) expect(output).toThrow(ReturnValueError);
          else output();
        } else readInstance(of, body as XmlNode, (d) => found.push(d));
      };
      if (id === "wsman-go-amt-setupandconfiguration-getuuid") expect(read).toThrow("without a return value");
      else read();
      expect(found.length > 0).toBe(id === "wsman-go-ips-alarmclock-pull");
    });
  }

  it("are written by us as AMT writes them", () => {
    for (const id of ["wsman-15023-card", "alert-lms-iamt0057", "alert-network-iamt0005"]) {
      const { xml } = envelopes.find((one) => one.id === id) as { xml: string };
      const document = readXml(xml);
      const message = messageIn(document);
      const written = writeResponse(message);
      expect(readXml(written)).toEqual(id.startsWith("wsman") ? document : withoutReplyTo(document));
    }
  });
});

const withoutReplyTo = (node: XmlNode): XmlNode => ({
  ...node,
  children: node.children.filter((one) => one.name !== "ReplyTo").map(withoutReplyTo),
});
