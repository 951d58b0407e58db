import { escapeAttribute, escapeText } from "../../mei/wsman/xml/characters.ts";
import { type CimFault, faultWordings } from "./fault.ts";
import { classUri, hasCommonTypes } from "./uris.ts";
import { isReference, listOf, type Properties, type Reference, type Scalar } from "./value.ts";

const anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
const xsi = "http://www.w3.org/2001/XMLSchema-instance";
const common = "http://schemas.dmtf.org/wbem/wscim/1/common";
/** The six that AMT declares in every answer, in its order; g and h are the body's (golden wsman-15023-card). */
const fixed = [
  ["a", "http://www.w3.org/2003/05/soap-envelope"],
  ["b", "http://schemas.xmlsoap.org/ws/2004/08/addressing"],
  ["c", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"],
  ["d", "http://schemas.xmlsoap.org/ws/2005/02/trust"],
  ["e", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"],
  ["f", "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"],
] as const;
/** Another order and other letters in a fault (rpc.md 4.2, recorded whole). */
const ofFault = [
  ["g", "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"],
  ["f", "http://schemas.xmlsoap.org/ws/2004/08/eventing"],
  ["e", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"],
  ["d", "http://schemas.xmlsoap.org/ws/2004/09/transfer"],
  ["c", "http://schemas.xmlsoap.org/ws/2004/09/enumeration"],
  ["b", "http://schemas.xmlsoap.org/ws/2004/08/addressing"],
  ["a", "http://www.w3.org/2003/05/soap-envelope"],
  ["h", "http://schemas.xmlsoap.org/ws/2005/02/trust"],
  ["i", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"],
] as const;

/** One body, and the namespaces its prefixes g, h and i stand for. */
export interface Body {
  readonly xml: string;
  readonly namespaces: readonly string[];
}

const tag = (name: string, inner: string, attributes = ""): string => `<${name}${attributes}>${inner}</${name}>`;

function selectors(keys: Reference["keys"]): string {
  const each = Object.entries(keys).map(([name, value]) =>
    tag("c:Selector", escapeText(value), ` Name="${escapeAttribute(name)}"`),
  );
  return tag("c:SelectorSet", each.join(""));
}

/** The inside of an element that points to an instance. "No instance" has an address and nothing behind it (rpc.md 3.17, code 2058). */
export function referenceXml({ to, keys }: Reference): string {
  if (to === "") return tag("b:Address", "default");
  const parameters = tag("c:ResourceURI", classUri(to)) + selectors(keys);
  return tag("b:Address", anonymous) + tag("b:ReferenceParameters", parameters);
}

function scalarXml(value: Scalar, commonPrefix: string): string {
  if (isReference(value)) return referenceXml(value);
  if (typeof value !== "object") return escapeText(String(value));
  if ("fields" in value) return "";
  return "datetime" in value
    ? tag(`${commonPrefix}:Datetime`, escapeText(value.datetime))
    : tag(`${commonPrefix}:Interval`, escapeText(value.interval));
}

/** Capitals before small letters: the order of every recorded instance. */
const inOrder = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

export function propertiesXml(properties: Properties, prefix: string, commonPrefix: string, sorted = true): string {
  const entries = Object.entries(properties);
  return (sorted ? entries.sort(inOrder) : entries)
    .flatMap(([name, value]) => listOf(value).map((one) => tag(`${prefix}:${name}`, scalarXml(one, commonPrefix))))
    .join("");
}

export function instanceBody(name: string, properties: Properties): Body {
  return {
    xml: tag(`g:${name}`, propertiesXml(properties, "g", "h")),
    namespaces: [classUri(name), ...(hasCommonTypes(name, properties) ? [common] : [])],
  };
}

/** Parameters stand in the order of the method's declaration, the return value last. */
export function outputBody(className: string, method: string, output: Properties): Body {
  const needsCommon = Object.values(output).some((value) =>
    listOf(value).some((one) => typeof one === "object" && !isReference(one)),
  );
  return {
    xml: tag(`g:${method}_OUTPUT`, propertiesXml(output, "g", "h", false)),
    namespaces: [classUri(className), ...(needsCommon ? [common] : [])],
  };
}

export interface Reply {
  readonly relatesTo: string;
  readonly messageId: string;
  readonly action: string;
  readonly resourceUri: string;
  readonly body: Body;
}

const declarations = (list: readonly (readonly [string, string])[]): string =>
  list.map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join("");

const header = (reply: Omit<Reply, "body" | "resourceUri">): string =>
  tag("b:To", anonymous) +
  tag("b:RelatesTo", escapeText(reply.relatesTo)) +
  tag("b:Action", escapeText(reply.action), ' a:mustUnderstand="true"') +
  tag("b:MessageID", reply.messageId);

/** An answer, byte for byte as AMT 15 writes it. */
export function replyXml(reply: Reply): string {
  const own = reply.body.namespaces.map((uri, index) => ["ghij".charAt(index), uri] as const);
  const attributes = declarations([...fixed, ...own, ["xsi", xsi]]);
  const head = header(reply) + tag("c:ResourceURI", escapeText(reply.resourceUri));
  return `<?xml version="1.0" encoding="UTF-8"?>${tag("a:Envelope", tag("a:Header", head) + tag("a:Body", reply.body.xml), attributes)}`;
}

export function faultXml({ code: name, detail }: CimFault, relatesTo: string, messageId: string): string {
  const { code, subcode, reason, action } = faultWordings[name];
  const inside = subcode === "" ? "" : tag("a:Subcode", tag("a:Value", subcode));
  const why = tag("a:Text", reason, ' xml:lang="en-US"');
  const more =
    detail === undefined
      ? ""
      : tag("e:FaultDetail", `http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/${detail}`);
  const body = tag(
    "a:Fault",
    tag("a:Code", tag("a:Value", code) + inside) + tag("a:Reason", why) + tag("a:Detail", more),
  );
  const head = header({ relatesTo, messageId, action });
  const attributes = declarations([...ofFault, ["xsi", xsi]]);
  return `<?xml version="1.0" encoding="UTF-8"?>${tag("a:Envelope", tag("a:Header", head) + tag("a:Body", body), attributes)}`;
}
