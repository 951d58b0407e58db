import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { childOf } from "../../mei/wsman/xml/node.ts";
import { realms } from "../../virtual-me/accounts.ts";
import { contextLife, contextLimit } from "../../virtual-me/cim/contexts.ts";
import { classUri } from "../../virtual-me/cim/uris.ts";
import { type CimService, cimService, envelope, faultOf, propertiesOf } from "../support/cim-service.ts";

const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
let on: CimService;
beforeEach(async () => {
  on = await cimService("acm-16-wifi");
});
afterEach(() => on.close());

const enumerate = (name: string) =>
  on.send(`${enumeration}/Enumerate`, name, `<n:Enumerate xmlns:n="${enumeration}"/>`);
const contextOf = async (name: string): Promise<string> =>
  childOf((await enumerate(name)).content, "EnumerationContext")?.text ?? "";
const pull = (name: string, context: string, limits = "<n:MaxElements>999</n:MaxElements>") =>
  on.send(
    `${enumeration}/Pull`,
    name,
    `<n:Pull xmlns:n="${enumeration}"><n:EnumerationContext>${context}</n:EnumerationContext>${limits}</n:Pull>`,
  );

describe("enumerations", () => {
  test("come in as many pulls as the client wants, one item each unless it says more", async () => {
    const context = await contextOf("CIM_SoftwareIdentity");
    const first = await pull("CIM_SoftwareIdentity", context, "<n:MaxElements>4</n:MaxElements>");
    expect(childOf(first.content, "Items")?.children).toHaveLength(4);
    expect(childOf(first.content, "EnumerationContext")?.text).toBe(context);
    expect(childOf(first.content, "EndOfSequence")).toBeUndefined();
    const second = await pull("CIM_SoftwareIdentity", context, "");
    expect(childOf(second.content, "Items")?.children).toHaveLength(1);
    const third = await pull("CIM_SoftwareIdentity", context);
    expect(childOf(third.content, "Items")?.children).toHaveLength(6);
    expect(childOf(third.content, "EndOfSequence")).toBeDefined();
    expect(faultOf(await pull("CIM_SoftwareIdentity", context)).subcode).toBe("c:InvalidEnumerationContext");
  });
  test("a pull is no longer than the client bears, but has one item", async () => {
    const context = await contextOf("CIM_SoftwareIdentity");
    const some = await pull(
      "CIM_SoftwareIdentity",
      context,
      "<n:MaxElements>99</n:MaxElements><n:MaxCharacters>400</n:MaxCharacters>",
    );
    expect(childOf(some.content, "Items")?.children.length).toBeLessThan(5);
    const one = await pull(
      "CIM_SoftwareIdentity",
      context,
      "<n:MaxElements>99</n:MaxElements><n:MaxCharacters>1</n:MaxCharacters>",
    );
    expect(childOf(one.content, "Items")?.children).toHaveLength(1);
  });
  test("expire", async () => {
    const context = await contextOf("CIM_SoftwareIdentity");
    on.clock.advance(contextLife - 1);
    expect((await pull("CIM_SoftwareIdentity", context, "")).status).toBe(200);
    on.clock.advance(contextLife - 1);
    expect((await pull("CIM_SoftwareIdentity", context, "")).status).toBe(200); // each pull gives it time
    on.clock.advance(contextLife);
    expect(faultOf(await pull("CIM_SoftwareIdentity", context)).subcode).toBe("c:InvalidEnumerationContext");
    expect(on.service.enumerations).toBe(0);
  });
  test("are limited in number, in AMT's words", async () => {
    for (let n = 0; n < contextLimit; n++) expect((await enumerate("CIM_Chip")).status).toBe(200);
    const refused = await enumerate("CIM_Chip");
    expect(refused.status).toBe(400);
    expect(faultOf(refused)).toEqual({
      subcode: "e:QuotaLimit",
      reason: "The service is busy servicing other requests.",
      detail: "",
    });
    on.clock.advance(contextLife);
    expect((await enumerate("CIM_Chip")).status).toBe(200);
  });
  test("can be released", async () => {
    const context = await contextOf("CIM_Chip");
    const body = `<n:Release xmlns:n="${enumeration}"><n:EnumerationContext>${context}</n:EnumerationContext></n:Release>`;
    expect((await on.send(`${enumeration}/Release`, "CIM_Chip", body)).status).toBe(200);
    expect(on.service.enumerations).toBe(0);
    expect(faultOf(await on.send(`${enumeration}/Release`, "CIM_Chip", body)).subcode).toBe(
      "c:InvalidEnumerationContext",
    );
  });
  test("several classes in one answer keep their own namespaces", async () => {
    const items = await on.all("CIM_CredentialContext");
    expect(items.map(({ className }) => className)).toEqual(["AMT_TLSCredentialContext", "CIM_CredentialContext"]);
  });
});

describe("selectors", () => {
  const rule = "AMT_RemoteAccessPolicyRule";
  test("that match nothing, as deleting a policy rule that is not there: DestinationUnreachable", async () => {
    const refused = await on.remove(rule, { PolicyRuleName: "Alert" });
    expect(refused.status).toBe(400);
    expect(faultOf(refused)).toEqual({
      subcode: "b:DestinationUnreachable",
      reason: "No route can be determined to reach the destination role defined by the WSAddressing To.",
      detail: "",
    });
  });
  test("that the class does not have, and too few of them", async () => {
    expect(faultOf(await on.get(rule, { Colour: "red" }))).toMatchObject({
      subcode: "e:InvalidSelectors",
      detail: "UnexpectedSelectors",
    });
    expect(faultOf(await on.get("AMT_TLSSettingData"))).toMatchObject({
      subcode: "e:InvalidSelectors",
      detail: "InsufficientSelectors",
    });
  });
  test("text from outside is compared, never pasted", async () => {
    const odd = `"/><x>&amp;'`;
    expect(faultOf(await on.get(rule, { PolicyRuleName: odd })).subcode).toBe("b:DestinationUnreachable");
  });
});

test("an unknown class, an unknown action, an unknown method, a body of another class", async () => {
  expect(faultOf(await on.send(get, "CIM_Nonsense")).subcode).toBe("b:DestinationUnreachable");
  expect(faultOf(await on.raw(envelope(get, "http://example.com/CIM_Card", ""))).subcode).toBe(
    "b:DestinationUnreachable",
  );
  expect(
    faultOf(await on.raw(envelope(get, `${classUri("CIM_Card").replace("cim-schema", "amt-schema")}`, ""))).subcode,
  ).toBe("b:DestinationUnreachable");
  expect(faultOf(await on.send("urn:nothing", "CIM_Card")).subcode).toBe("b:ActionNotSupported");
  expect(faultOf(await on.invoke("CIM_Card", "Burn")).subcode).toBe("b:ActionNotSupported");
  expect(faultOf(await on.invoke("CIM_Card", "constructor")).subcode).toBe("b:ActionNotSupported");
  expect(faultOf(await on.send(get, "constructor")).subcode).toBe("b:DestinationUnreachable");
  expect(faultOf(await on.put("CIM_Card", {})).subcode).toBe("b:ActionNotSupported");
  const other = `<r:CIM_Card/>`;
  const put = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put";
  expect(faultOf(await on.send(put, "AMT_GeneralSettings", other))).toMatchObject({
    subcode: "d:InvalidRepresentation",
    reason: "The XML content is not valid.",
    detail: "MissingValues",
  });
  expect(faultOf(await on.put("AMT_GeneralSettings", { PingResponseEnabled: "perhaps" })).detail).toBe("InvalidValues");
});

test("a machine without KVM has no such class, as a console sees it", async () => {
  const without = await cimService("standard-9");
  expect(faultOf(await without.get("CIM_KVMRedirectionSAP")).subcode).toBe("b:DestinationUnreachable");
  expect(faultOf(await without.get("IPS_WatchDogAction")).subcode).toBe("b:DestinationUnreachable"); // AMT 11 and newer
  without.close();
  const new21 = await cimService("disabled-21");
  expect(faultOf(await new21.get("AMT_EndpointAccessControlService")).subcode).toBe("b:DestinationUnreachable"); // until 17
  new21.close();
});

describe("rights", () => {
  const user = (...held: number[]) => ({ name: "somebody", realms: held });
  test("no realm, no answer", async () => {
    const refused = await on.get("AMT_GeneralSettings", {}, user());
    expect(refused.status).toBe(400);
    expect(faultOf(refused)).toMatchObject({
      subcode: "e:AccessDenied",
      reason: "The sender was not authorized to access the resource.",
    });
    expect((await on.get("AMT_GeneralSettings", {}, user(realms.generalInfo))).status).toBe(200);
  });
  test("reading is not changing", async () => {
    const reader = user(realms.generalInfo);
    const settings = await on.properties("AMT_GeneralSettings");
    expect(faultOf(await on.put("AMT_GeneralSettings", settings, {}, reader)).subcode).toBe("e:AccessDenied");
    const off = {
      PowerState: "8",
      ManagedElement: { epr: "CIM_ComputerSystem", selectors: { Name: "ManagedSystem" } },
    };
    expect(
      faultOf(await on.invoke("CIM_PowerManagementService", "RequestPowerStateChange", off, {}, reader)).subcode,
    ).toBe("e:AccessDenied");
    const controller = user(realms.generalInfo, realms.remoteControl);
    expect((await on.invoke("CIM_PowerManagementService", "RequestPowerStateChange", off, {}, controller)).status).toBe(
      200,
    );
  });
  test("a local agent heartbeats and does no more", async () => {
    const agent = user(realms.agentPresenceLocal);
    expect(
      (
        await on.send(
          `${enumeration}/Enumerate`,
          "AMT_AgentPresenceWatchdog",
          `<n:Enumerate xmlns:n="${enumeration}"/>`,
          {},
          agent,
        )
      ).status,
    ).toBe(200);
    const wanted = { DeviceID: "AAECAwQFBgcICQoLDA0ODw==", StartupInterval: "10", TimeoutInterval: "10" };
    expect(faultOf(await on.create("AMT_AgentPresenceWatchdog", wanted, agent)).subcode).toBe("e:AccessDenied");
    expect(faultOf(await on.get("CIM_Card", {}, agent)).subcode).toBe("e:AccessDenied");
  });
  test("the host's own account reads, sets the clock and ends sessions, and does not change settings", async () => {
    const local = user(realms.localSystem);
    on.world.sol = true;
    expect((await on.get("AMT_PublicKeyManagementService", {}, local)).status).toBe(200);
    expect(await on.output("AMT_RedirectionService", "TerminateSession", { SessionType: "1" }, {}, local)).toEqual({
      ReturnValue: "0",
    });
    expect(faultOf(await on.invoke("AMT_AuthorizationService", "GetAdminAclEntry", {}, {}, local)).subcode).toBe(
      "e:AccessDenied",
    );
  });
});

describe("hostile requests get faults", () => {
  const good = envelope(get, classUri("CIM_Card"), "");
  const cases: readonly (readonly [string, string | Buffer])[] = [
    ["nothing", ""],
    ["no XML", "GET / HTTP/1.1"],
    ["half an envelope", good.slice(0, 400)],
    ["a bomb", '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'],
    ["another root", "<Envelope/>"],
    ["no header", '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body/></Envelope>'],
    ["no body", '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Header/></Envelope>'],
    ["no action", good.replace(/<a:Action>.*<\/a:Action>/, "")],
    ["no message id", good.replace(/<a:MessageID>.*<\/a:MessageID>/, "")],
    ["depth", `${"<a>".repeat(100)}${"</a>".repeat(100)}`],
    ["too much", `<a>${" ".repeat(300 * 1024)}</a>`],
    ["no UTF-8", Buffer.from([0xff, 0xfe, 0x3c, 0x00])],
  ];
  test.each(cases)("%s", async (_, body) => {
    const answered = await on.raw(body);
    expect(answered.status).toBe(400);
    expect(faultOf(answered).subcode).toMatch(/^[a-f]:\w+$/);
  });
  test("what is asked for is repeated escaped", async () => {
    const id = 'x"<&>';
    const answered = await on.raw(good.replace("<a:MessageID>1<", "<a:MessageID>x&quot;&lt;&amp;&gt;<"));
    expect(childOf(childOf(answered.envelope, "Header"), "RelatesTo")?.text).toBe(id);
  });
  test("bent and cut messages, 2000 of them: an answer each, readable, and nothing grows", async () => {
    const names = on.service.classes.names;
    const actions = [
      get,
      `${enumeration}/Enumerate`,
      `${enumeration}/Pull`,
      "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.constantFrom(...actions, "urn:x", `${classUri("AMT_AgentPresenceWatchdog")}/AddAction`),
        fc.string({ unit: "grapheme" }),
        fc.nat(1_500),
        fc.nat(3),
        async (name, action, junk, at, kind) => {
          const text = envelope(
            action,
            classUri(name),
            kind === 0 ? junk : `<r:${name}><r:${/^\w+$/.test(junk) ? `a${junk}` : "a"}/></r:${name}>`,
          );
          const bent = kind === 1 ? text.slice(0, at) + junk + text.slice(at) : kind === 2 ? text.slice(0, at) : text;
          const answered = await on.raw(bent);
          expect([200, 400]).toContain(answered.status);
          on.clock.advance(contextLife);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(on.service.enumerations).toBe(0);
  });
});

test("answers name the message they answer, and count their own", async () => {
  const first = await on.raw(envelope(get, classUri("CIM_Card"), "", {}, "uuid:77"));
  const second = await on.raw(envelope(get, classUri("CIM_Card"), "", {}, "uuid:78"));
  const header = (of: typeof first) => propertiesOf(childOf(of.envelope, "Header"));
  expect(header(first)).toMatchObject({ RelatesTo: "uuid:77", MessageID: "uuid:00000000-8086-8086-8086-000000000001" });
  expect(header(second)).toMatchObject({
    RelatesTo: "uuid:78",
    MessageID: "uuid:00000000-8086-8086-8086-000000000002",
  });
});
