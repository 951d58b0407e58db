import { describe, expect, it } from "vitest";
import { resources } from "../../mei/wsman/catalogue.ts";
import { createWsman, type HttpReply, type Wsman } from "../../mei/wsman/client.ts";
import { readMessage, writeResponse } from "../../mei/wsman/envelope.ts";
import { ReturnValueError, ValueError, WsmanError, WsmanFault } from "../../mei/wsman/errors.ts";
import { faultBody } from "../../mei/wsman/fault.ts";
import { enumeration, faultActions } from "../../mei/wsman/namespace.ts";
import { createReply, enumerateReply, operationOf, pullReply } from "../../mei/wsman/operation.ts";
import { decodeAuditRecord } from "../../mei/wsman/records/audit-record.ts";
import { decodeEventRecord } from "../../mei/wsman/records/event-record.ts";
import { classOf, referTo } from "../../mei/wsman/reference.ts";
import {
  type Diagnostic,
  selectorsOf,
  undeclared,
  undeclaredResource,
  writeInstance,
} from "../../mei/wsman/resource.ts";
import { authorizationService } from "../../mei/wsman/resources/accounts.ts";
import { agentPresenceWatchdog } from "../../mei/wsman/resources/agent-presence.ts";
import { tlsCredentialContext, tlsSettingData } from "../../mei/wsman/resources/certificates.ts";
import { filterCollection, filterCollectionSubscription } from "../../mei/wsman/resources/events.ts";
import { cimPhysicalPackage } from "../../mei/wsman/resources/hardware.ts";
import { auditLog, messageLog } from "../../mei/wsman/resources/logs.ts";
import { serviceAvailableToElement } from "../../mei/wsman/resources/power.ts";
import { optInService, redirectionService } from "../../mei/wsman/resources/redirection.ts";
import { generalSettings, hostBasedSetupService } from "../../mei/wsman/resources/setup.ts";
import { element } from "../../mei/wsman/xml/node.ts";
import { Secret } from "../../platform/secret.ts";
import { administrator, cimService } from "../support/cim-service.ts";

const { signal } = new AbortController();

/** A client of a virtual AMT, without the web server between them. */
async function on(machine: string): Promise<{ wsman: Wsman; found: Diagnostic[]; close(): void }> {
  const { service, close } = await cimService(machine);
  const found: Diagnostic[] = [];
  const wsman = createWsman({
    onDiagnostic: (one) => found.push(one),
    post: async (body, options) => {
      const request = { body: Buffer.from(body), user: administrator, over: "local", tls: false } as const;
      const answer = await service.answer(request, options);
      return { status: answer.status, contentType: "application/soap+xml", body: Buffer.from(answer.body) };
    },
  });
  return { wsman, found, close };
}

describe("a client of a virtual AMT", () => {
  it("reads every class that it has, and understands all of it", async () => {
    const { wsman, found, close } = await on("acm-15");
    let items = 0;
    const refused: string[] = [];
    for (const of of resources.values()) {
      try {
        items += (await wsman.enumerate(of, { signal })).length;
      } catch (error) {
        if (!(error instanceof WsmanFault)) throw error;
        refused.push(`${of.className} ${error.subcode}`);
      }
    }
    expect(found).toEqual([]);
    expect(items).toBeGreaterThan(80);
    // This machine has neither wireless nor what ended before AMT 15
    expect(refused.filter((one) => !one.endsWith(" DestinationUnreachable"))).toEqual([]);
    expect(refused.length).toBeLessThan(25);
    close();
  });

  it("tells the heirs of a class apart", async () => {
    const { wsman, close } = await on("acm-15");
    const packages = await wsman.enumerate(cimPhysicalPackage, { signal });
    expect(packages.map(({ className }) => className)).toContain("CIM_Card");
    const [power] = await wsman.enumerate(serviceAvailableToElement, { signal });
    expect(power?.value).toMatchObject({
      PowerState: "on",
      AvailableRequestedPowerStates: expect.arrayContaining(["offSoft"]),
    });
    close();
  });

  it("puts back what it got, and calls methods", async () => {
    const { wsman, close } = await on("acm-15");
    const service = await wsman.get(redirectionService, { signal });
    expect(service.ListenerEnabled).toBe(true);
    await wsman.put(redirectionService, { ...service, ListenerEnabled: false }, { signal });
    expect((await wsman.get(redirectionService, { signal })).ListenerEnabled).toBe(false);
    await wsman.invoke(redirectionService, "RequestStateChange", { RequestedState: "sol" }, { signal });
    expect((await wsman.get(redirectionService, { signal })).EnabledState).toBe("sol");

    const { IterationIdentifier } = await wsman.invoke(messageLog, "PositionToFirstRecord", {}, { signal });
    const input = { IterationIdentifier, MaxReadRecords: 390 };
    const { RecordArray = [] } = await wsman.invoke(messageLog, "GetRecords", input, { signal });
    expect(RecordArray.map(decodeEventRecord).length).toBeGreaterThan(0);
    const { EventRecords = [] } = await wsman.invoke(auditLog, "ReadRecords", { StartIndex: 1 }, { signal });
    expect(EventRecords.map(decodeAuditRecord).length).toBeGreaterThan(0);
    close();
  });

  it("adds, selects and removes an account and an agent, secrets included", async () => {
    const { wsman, close } = await on("acm-15");
    const user = { DigestUsername: "a<b&'\"", DigestPassword: new Secret(Buffer.alloc(16, 7).toString("base64")) };
    const entry = { ...user, AccessPermission: "local", Realms: [9] } as const;
    await expect(wsman.invoke(authorizationService, "AddUserAclEntryEx", entry, { signal })).rejects.toMatchObject({
      code: "WSMAN_RETURN_VALUE",
      returnValueName: "INVALID_PARAMETER",
    });
    const { Handle } = await wsman.invoke(
      authorizationService,
      "AddUserAclEntryEx",
      { ...entry, DigestUsername: "agent" },
      { signal },
    );
    expect(await wsman.invoke(authorizationService, "GetUserAclEntryEx", { Handle }, { signal })).toEqual({
      DigestUsername: "agent",
      AccessPermission: "local",
      Realms: [9],
    });
    await wsman.invoke(authorizationService, "RemoveUserAclEntry", { Handle }, { signal });

    const DeviceID = "AAECAwQFBgcICQoLDA0ODw==";
    const made = await wsman.create(
      agentPresenceWatchdog,
      {
        CreationClassName: "0",
        DeviceID,
        MonitoredEntityDescription: "agent",
        StartupInterval: 3600,
        SystemCreationClassName: "0",
        SystemName: "0",
        TimeoutInterval: 60,
      },
      { signal },
    );
    expect(classOf(made)).toBe("AMT_AgentPresenceWatchdog");
    const selectors = { DeviceID };
    const session = await wsman.invoke(agentPresenceWatchdog, "RegisterAgent", {}, { signal, selectors });
    const SequenceNumber = (session.SessionSequenceNumber + 1) % 2 ** 32;
    await wsman.invoke(agentPresenceWatchdog, "AssertPresence", { SequenceNumber }, { signal, selectors });
    expect((await wsman.get(agentPresenceWatchdog, { signal, selectors })).CurrentState).toBe("running");
    await wsman.delete(agentPresenceWatchdog, { signal, selectors });
    await expect(wsman.get(agentPresenceWatchdog, { signal, selectors })).rejects.toBeInstanceOf(WsmanFault);
    close();
  });

  it("subscribes to events and ends that again", async () => {
    const { wsman, close } = await on("acm-15");
    const [collection] = await wsman.enumerate(filterCollection, { signal });
    const selectors = { InstanceID: collection?.value.InstanceID ?? "" };
    await wsman.subscribe(filterCollection, "http://127.0.0.1:9/a?b&c", { signal, selectors });
    const [made] = await wsman.enumerate(filterCollectionSubscription, { signal });
    const subscription = { signal, selectors: selectorsOf(filterCollectionSubscription, made?.value ?? {}) };
    await wsman.unsubscribe(filterCollectionSubscription, subscription);
    expect(await wsman.enumerate(filterCollectionSubscription, { signal })).toEqual([]);
    close();
  });

  it("reads a class that nobody declared, all of it kept", async () => {
    const { wsman, found, close } = await on("acm-15");
    const kept = (await wsman.get(undeclaredResource("AMT_GeneralSettings"), { signal }))[undeclared];
    expect(kept?.map((one) => one.name)).toContain("DigestRealm");
    expect(found.map((one) => one.path)).toContain("AMT_GeneralSettings.DigestRealm");
    close();
  });

  it("says what AMT refused, and why", async () => {
    const { wsman, close } = await on("acm-15");
    const wrong = wsman.get(tlsSettingData, { signal, selectors: { InstanceID: "no such thing" } });
    await expect(wrong).rejects.toMatchObject({
      code: "WSMAN_FAULT",
      faultCode: "Sender",
      subcode: expect.any(String),
    });
    const twice = wsman.invoke(optInService, "SendOptInCode", { OptInCode: 123456 }, { signal });
    await expect(twice).rejects.toBeInstanceOf(ReturnValueError);
    await expect(twice).rejects.toMatchObject({ returnValue: 2, returnValueName: "INVALID_STATE" });
    close();
  });
});

interface Sent {
  readonly body: string;
  readonly repeatable: boolean;
}
/** A client whose answers are written here. */
function scripted(...replies: ((request: ReturnType<typeof readMessage>) => Partial<HttpReply>)[]): {
  wsman: Wsman;
  sent: Sent[];
} {
  const sent: Sent[] = [];
  const wsman = createWsman({
    maxItems: 100,
    post: async (body, { repeatable }) => {
      const reply = replies[Math.min(sent.length, replies.length - 1)];
      sent.push({ body, repeatable });
      return { status: 200, contentType: "", body: Buffer.alloc(0), ...reply?.(readMessage(body)) };
    },
  });
  return { wsman, sent };
}
const say =
  (body: Parameters<typeof writeResponse>[0]["body"], { status = 200, action = "urn:any" } = {}) =>
  ({ messageId }: { readonly messageId: string | undefined }): Partial<HttpReply> => ({
    status,
    body: Buffer.from(writeResponse({ action, messageId: "uuid:1", relatesTo: messageId, body })),
  });

describe("requests", () => {
  const settings = say(writeInstance(generalSettings, { HostName: "pc" }));

  it("look as AMT is known to take them", async () => {
    const { wsman, sent } = scripted(settings);
    await wsman.get(generalSettings, { signal, selectors: { InstanceID: "a<b>&\"'" } });
    // Order and addresses: rpc.md 3.0
    expect(sent[0]?.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" ' +
        'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">' +
        "<Header><a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:To>/wsman</a:To>" +
        "<w:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings</w:ResourceURI>" +
        "<a:MessageID>0</a:MessageID><a:ReplyTo><a:Address>" +
        "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>" +
        "<w:OperationTimeout>PT60S</w:OperationTimeout>" +
        '<w:SelectorSet><w:Selector Name="InstanceID">a&lt;b&gt;&amp;"\'</w:Selector></w:SelectorSet></Header><Body/></Envelope>',
    );
  });

  it("invoke a method by its action and its input (presence-posture.md 1.4)", async () => {
    const uri = agentPresenceWatchdog.uri;
    const ok = element(uri, "AssertPresence_OUTPUT", [element(uri, "ReturnValue", "0")]);
    const { wsman, sent } = scripted(say(ok));
    await wsman.invoke(
      agentPresenceWatchdog,
      "AssertPresence",
      { SequenceNumber: 7 },
      { signal, selectors: { DeviceID: "AAECAwQFBgcICQoLDA0ODw==" } },
    );
    expect(sent[0]?.body).toContain(`<a:Action>${uri}/AssertPresence</a:Action>`);
    expect(sent[0]?.body).toContain('<w:Selector Name="DeviceID">AAECAwQFBgcICQoLDA0ODw==</w:Selector>');
    expect(sent[0]?.body).toContain(
      "<Body><h:AssertPresence_INPUT><h:SequenceNumber>7</h:SequenceNumber></h:AssertPresence_INPUT></Body>",
    );
    expect(operationOf(readMessage(sent[0]?.body ?? ""))).toMatchObject({ kind: "invoke", method: "AssertPresence" });
  });

  it("may be sent again only where they read", async () => {
    const uri = hostBasedSetupService.uri;
    const done = (name: string) => element(uri, name, [element(uri, "ReturnValue", "0")]);
    const { wsman, sent } = scripted(
      settings,
      settings,
      say(createReply(referTo(uri, {}))),
      say(undefined),
      say(enumerateReply("1")),
      say(pullReply([], undefined)),
      say(done("Setup_OUTPUT")),
    );
    await wsman.get(generalSettings, { signal });
    await wsman.put(generalSettings, {}, { signal });
    await wsman.create(tlsCredentialContext, {}, { signal });
    await wsman.delete(generalSettings, { signal });
    await wsman.enumerate(generalSettings, { signal });
    const input = { NetAdminPassEncryptionType: "httpDigestMd5", NetworkAdminPassword: new Secret("x") } as const;
    await wsman.invoke(hostBasedSetupService, "Setup", input, { signal });
    expect(sent.map((one) => one.repeatable)).toEqual([true, false, false, false, true, false, false]);
    for (const { methods, className } of resources.values()) {
      for (const [name, { effect }] of Object.entries(methods)) {
        if (/Setup$|Unprovision|CommitChanges|AddNextCert|UpgradeClient|PowerState|^Assert|SendOptIn/.test(name))
          expect(`${className}.${name} ${effect === "read"}`).toBe(`${className}.${name} false`);
      }
    }
  });

  it("are refused before they are sent when an argument is missing, strange or does not fit", async () => {
    const { wsman, sent } = scripted(settings);
    const send = (input: object): Promise<unknown> => wsman.invoke(auditLog, "ReadRecords", input as never, { signal });
    await expect(send({})).rejects.toThrow("AMT_AuditLog.ReadRecords.StartIndex is missing");
    await expect(send({ StartIndex: -1 })).rejects.toThrow(ValueError);
    await expect(send({ StartIndex: 1, Handle: 2 })).rejects.toThrow("AMT_AuditLog.ReadRecords.Handle is not declared");
    await expect(wsman.put(generalSettings, { HostName: "a\0b" }, { signal })).rejects.toMatchObject({
      code: "XML_CHARACTER",
    });
    expect(sent).toEqual([]);
  });

  it("do not say a secret in an error", async () => {
    const { wsman } = scripted(() => ({ status: 500, body: Buffer.from("nonsense") }));
    const input = { NetAdminPassEncryptionType: 2, NetworkAdminPassword: new Secret("geheim\u0001") };
    const error = await wsman.invoke(hostBasedSetupService, "Setup", input, { signal }).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: "XML_CHARACTER" });
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("geheim");
  });

  it("keep what newer firmware says, and put it back", async () => {
    const uri = generalSettings.uri;
    const newer = writeInstance(generalSettings, { HostName: "pc" });
    const body = { ...newer, children: [...newer.children, element(uri, "Quantum", "yes")] };
    const { wsman, sent } = scripted(say(body));
    const got = await wsman.get(generalSettings, { signal });
    await wsman.put(generalSettings, { ...got, HostName: "other" }, { signal });
    expect(sent[1]?.body).toContain("<h:HostName>other</h:HostName><h:Quantum>yes</h:Quantum>");
    expect(JSON.stringify(got)).toBe('{"HostName":"pc"}');
  });
});

describe("answers", () => {
  const get = (...replies: Parameters<typeof scripted>): Promise<unknown> =>
    scripted(...replies).wsman.get(generalSettings, { signal });

  it("that are no message keep their HTTP status", async () => {
    for (const status of [401, 404, 503]) {
      await expect(get(() => ({ status }))).rejects.toMatchObject({ code: "WSMAN_HTTP", status });
    }
    await expect(get(() => ({ status: 500, body: Buffer.from("<html><br></html>") }))).rejects.toMatchObject({
      code: "WSMAN_HTTP",
    });
    await expect(get(() => ({ body: Buffer.from("<html><br></html>") }))).rejects.toMatchObject({
      code: "XML_MALFORMED",
    });
    await expect(get(() => ({ body: Buffer.from("<html/>") }))).rejects.toMatchObject({ code: "WSMAN_MALFORMED" });
  });

  it("to another request, or of another class, are refused", async () => {
    const other = writeInstance(tlsSettingData, {});
    await expect(get(say(other))).rejects.toThrow(WsmanError);
    await expect(get(() => say(writeInstance(generalSettings, {}))({ messageId: "99" }))).rejects.toMatchObject({
      code: "WSMAN_MISMATCH",
    });
  });

  it("with a fault say code, subcode, reason and AMT's status", async () => {
    const parts = {
      code: "Receiver",
      subcode: "InternalError",
      reason: "The service cannot comply.",
      detail: "AMT-STATUS 36",
    };
    const [action] = faultActions;
    await expect(get(say(faultBody(parts, "c"), { status: 500, action }))).rejects.toMatchObject({
      code: "WSMAN_FAULT",
      faultCode: "Receiver",
      subcode: "InternalError",
      reason: "The service cannot comply.",
      status: 36,
      statusName: "INVALID_PARAMETER",
      message:
        "get of AMT_GeneralSettings refused by AMT: InternalError, INVALID_PARAMETER, The service cannot comply.",
    });
  });

  it("with a return value say its name: the method's own, Intel's, or Intel's above 32768", async () => {
    const call = (value: number): Promise<unknown> => {
      const { uri } = auditLog;
      const output = element(uri, "RequestStateChange_OUTPUT", [element(uri, "ReturnValue", String(value))]);
      return scripted(say(output)).wsman.invoke(
        auditLog,
        "RequestStateChange",
        { RequestedState: "enabled" },
        { signal },
      );
    };
    await expect(call(4097)).rejects.toMatchObject({ returnValue: 4097, returnValueName: "INVALID_STATE_TRANSITION" });
    await expect(call(2058)).rejects.toMatchObject({ returnValue: 2058, returnValueName: "DUPLICATE" });
    await expect(call(32768 + 2081)).rejects.toMatchObject({ returnValueName: "USER_CONSENT_REQUIRED" });
    await expect(call(9)).rejects.toMatchObject({ returnValue: 9, returnValueName: undefined });
    await expect(call(0)).resolves.toEqual({});
  });

  it("of an enumeration end, one way or the other", async () => {
    const item = writeInstance(tlsSettingData, { InstanceID: "x" });
    const start = say(enumerateReply("1"));
    const all = (...replies: Parameters<typeof scripted>) =>
      scripted(start, ...replies).wsman.enumerate(tlsSettingData, { signal });
    expect(await all(say(pullReply([item], "2")), say(pullReply([item, item], undefined)))).toHaveLength(3);
    // One recorded answer has an item and no end; the next pull may be the end, or one that does not know us
    expect(await all(say(pullReply([item], "1")), say(pullReply([], undefined)))).toHaveLength(1);
    await expect(all(say(pullReply([], "1")))).rejects.toMatchObject({ code: "WSMAN_LIMIT" });
    await expect(all(say(pullReply([item], "1")))).rejects.toMatchObject({ code: "WSMAN_LIMIT" });
    await expect(all(say(element(enumeration, "Pull")))).rejects.toMatchObject({ code: "WSMAN_MALFORMED" });
  });

  it("are not waited for once the signal says so", async () => {
    const { wsman, sent } = scripted(say(undefined));
    await expect(wsman.get(generalSettings, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(sent).toEqual([]);
  });
});
