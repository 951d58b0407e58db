import { escapeAttribute, escapeText } from "../../mei/wsman/xml/characters.ts";
import { attributeOf, childOf, childrenOf, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { realms } from "../../virtual-me/accounts.ts";
import { createManageability, type Manageability } from "../../virtual-me/cim/manageability.ts";
import type { Caller } from "../../virtual-me/cim/rule.ts";
import { classUri } from "../../virtual-me/cim/uris.ts";
import { loadMachine } from "../../virtual-me/machines/index.ts";
import { createWorld, type World } from "../../virtual-me/world.ts";
import { type SteppedClock, steppedClock } from "./stepped-clock.ts";

const transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";

export const administrator: Caller = { name: "admin", realms: [realms.administration] };

/** An endpoint reference in the JSON of `test/golden/wsman-answers.jsonl`. */
export interface Epr {
  readonly epr: string;
  readonly selectors: Readonly<Record<string, string>>;
}
export type Json = string | Epr | { readonly [name: string]: Json } | readonly Json[];
export type Properties = Readonly<Record<string, Json>>;

export interface Answered {
  readonly status: number;
  readonly xml: string;
  readonly envelope: XmlNode;
  /** First element of the body. */
  readonly content: XmlNode | undefined;
}
export interface Fault {
  readonly subcode: string;
  readonly reason: string;
  readonly detail: string;
}

/** Requests written by hand, so that the product's own client does not prove itself. */
export interface CimService {
  readonly service: Manageability;
  readonly world: World;
  readonly clock: SteppedClock;
  raw(body: string | Buffer, user?: Caller, over?: "local" | "network"): Promise<Answered>;
  send(action: string, className: string, content?: string, selectors?: Selectors, user?: Caller): Promise<Answered>;
  get(className: string, selectors?: Selectors, user?: Caller): Promise<Answered>;
  put(className: string, properties: Properties, selectors?: Selectors, user?: Caller): Promise<Answered>;
  create(className: string, properties: Properties, user?: Caller): Promise<Answered>;
  remove(className: string, selectors?: Selectors, user?: Caller): Promise<Answered>;
  invoke(
    className: string,
    method: string,
    input?: Properties,
    selectors?: Selectors,
    user?: Caller,
  ): Promise<Answered>;
  /** Enumerates and pulls to the end. */
  all(className: string, user?: Caller): Promise<readonly { className: string; properties: Properties }[]>;
  /** Output of a method, its values as text. */
  output(
    className: string,
    method: string,
    input?: Properties,
    selectors?: Selectors,
    user?: Caller,
  ): Promise<Properties>;
  properties(className: string, selectors?: Selectors, user?: Caller): Promise<Properties>;
  close(): void;
}
export type Selectors = Readonly<Record<string, string | Epr>>;

const eprXml = ({ epr, selectors }: Epr): string =>
  "<a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address><a:ReferenceParameters>" +
  `<w:ResourceURI>${classUri(epr)}</w:ResourceURI>${selectorSet(selectors)}</a:ReferenceParameters>`;

const isEpr = (value: Json): value is Epr => typeof value === "object" && "epr" in value;

function selectorSet(selectors: Selectors): string {
  const each = Object.entries(selectors).map(
    ([name, value]) =>
      `<w:Selector Name="${escapeAttribute(name)}">${typeof value === "string" ? escapeText(value) : `<a:EndpointReference>${eprXml(value)}</a:EndpointReference>`}</w:Selector>`,
  );
  return each.length === 0 ? "" : `<w:SelectorSet>${each.join("")}</w:SelectorSet>`;
}

export function elements(properties: Properties): string {
  return Object.entries(properties)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one: Json) => [name, one] as const))
    .map(([name, value]) => `<r:${name}>${inside(value)}</r:${name}>`)
    .join("");
}
function inside(value: Json): string {
  if (typeof value === "string") return escapeText(value);
  if (isEpr(value)) return eprXml(value);
  if (Array.isArray(value)) return "";
  return Object.entries(value as Properties)
    .map(([name, one]) =>
      name === "Datetime" || name === "Interval"
        ? `<p:${name} xmlns:p="http://schemas.dmtf.org/wbem/wscim/1/common">${inside(one)}</p:${name}>`
        : `<r:${name}>${inside(one)}</r:${name}>`,
    )
    .join("");
}

export function envelope(action: string, uri: string, content: string, selectors: Selectors = {}, id = "1"): string {
  const r = uri === "" ? "urn:none" : uri;
  return (
    '<?xml version="1.0" encoding="utf-8"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" ' +
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" ' +
    `xmlns:r="${escapeAttribute(r)}"><Header><a:Action>${escapeText(action)}</a:Action><a:To>/wsman</a:To>` +
    `<w:ResourceURI>${escapeText(uri)}</w:ResourceURI><a:MessageID>${id}</a:MessageID><a:ReplyTo><a:Address>` +
    "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>" +
    `<w:OperationTimeout>PT60S</w:OperationTimeout>${selectorSet(selectors)}</Header><Body>${content}</Body></Envelope>`
  );
}

function jsonOf(node: XmlNode): Json {
  if (node.children.length === 0) return node.text;
  const parameters = childOf(node, "ReferenceParameters");
  if (parameters || childOf(node, "Address")) {
    const set = childrenOf(childOf(parameters, "SelectorSet"), "Selector");
    const uri = childOf(parameters, "ResourceURI")?.text ?? "";
    const selectors = Object.fromEntries(set.map((one) => [attributeOf(one, "Name") ?? "", one.text]));
    return { epr: uri.slice(uri.lastIndexOf("/") + 1), selectors };
  }
  return propertiesOf(node);
}
/** An instance or output as JSON: what stands there several times is a list. */
export function propertiesOf(node: XmlNode | undefined): Properties {
  const found = new Map<string, Json[]>();
  for (const child of node?.children ?? []) found.set(child.name, [...(found.get(child.name) ?? []), jsonOf(child)]);
  return Object.fromEntries([...found].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? "") : list]));
}

export function faultOf({ content }: Answered): Fault {
  const code = childOf(content, "Code");
  return {
    subcode: childOf(childOf(code, "Subcode"), "Value")?.text ?? "",
    reason: childOf(childOf(content, "Reason"), "Text")?.text ?? "",
    detail: (childOf(childOf(content, "Detail"), "FaultDetail")?.text ?? "").replace(/^.*\//, ""),
  };
}

export async function cimService(machine: string, { clock = steppedClock() } = {}): Promise<CimService> {
  const loaded = await loadMachine(machine);
  if (!loaded) throw new Error(`no machine ${machine}`);
  return cimOf(createWorld(loaded, { clock }), clock);
}

/** The same on a world that there is already. */
export function cimOf(world: World, clock: SteppedClock): CimService {
  const service = createManageability({ world, clock });
  const { signal } = new AbortController();
  const raw: CimService["raw"] = async (body, user = administrator, over = "local") => {
    const request = { body: Buffer.from(body), user, over, tls: false };
    const { status, body: xml } = await service.answer(request, { signal });
    const read = readXml(xml);
    return { status, xml, envelope: read, content: childOf(read, "Body")?.children[0] };
  };
  const send: CimService["send"] = (action, className, content = "", selectors = {}, user = administrator) =>
    raw(envelope(action, classUri(className), content, selectors), user);
  const on: CimService = {
    service,
    world,
    clock,
    raw,
    send,
    get: (name, selectors, user) => send(`${transfer}/Get`, name, "", selectors, user),
    put: (name, properties, selectors, user) =>
      send(`${transfer}/Put`, name, `<r:${name}>${elements(properties)}</r:${name}>`, selectors, user),
    create: (name, properties, user) =>
      send(`${transfer}/Create`, name, `<r:${name}>${elements(properties)}</r:${name}>`, {}, user),
    remove: (name, selectors, user) => send(`${transfer}/Delete`, name, "", selectors, user),
    invoke: (name, method, input = {}, selectors, user) =>
      send(
        `${classUri(name)}/${method}`,
        name,
        `<r:${method}_INPUT>${elements(input)}</r:${method}_INPUT>`,
        selectors,
        user,
      ),
    async all(name, user) {
      const opened = await send(`${enumeration}/Enumerate`, name, `<n:Enumerate xmlns:n="${enumeration}"/>`, {}, user);
      if (opened.status !== 200) throw new Error(`${name}: ${JSON.stringify(faultOf(opened))}`);
      const context = childOf(opened.content, "EnumerationContext")?.text ?? "";
      const items: { className: string; properties: Properties }[] = [];
      for (;;) {
        const wanted = `<n:EnumerationContext>${context}</n:EnumerationContext><n:MaxElements>999</n:MaxElements>`;
        const pulled = await send(
          `${enumeration}/Pull`,
          name,
          `<n:Pull xmlns:n="${enumeration}">${wanted}</n:Pull>`,
          {},
          user,
        );
        if (pulled.status !== 200) throw new Error(`${name}: ${JSON.stringify(faultOf(pulled))}`);
        for (const node of childOf(pulled.content, "Items")?.children ?? []) {
          items.push({ className: node.name, properties: propertiesOf(node) });
        }
        if (childOf(pulled.content, "EndOfSequence")) return items;
      }
    },
    async output(name, method, input, selectors, user) {
      const answered = await on.invoke(name, method, input, selectors, user);
      if (answered.status !== 200) throw new Error(`${name}.${method}: ${JSON.stringify(faultOf(answered))}`);
      return propertiesOf(answered.content);
    },
    async properties(name, selectors, user) {
      const answered = await on.get(name, selectors, user);
      if (answered.status !== 200) throw new Error(`${name}: ${JSON.stringify(faultOf(answered))}`);
      return propertiesOf(answered.content);
    },
    close: () => service.close(),
  };
  return on;
}
