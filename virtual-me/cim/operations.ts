import { resources } from "../../mei/wsman/catalogue.ts";
import { ValueError } from "../../mei/wsman/errors.ts";
import { readInput } from "../../mei/wsman/method-call.ts";
import { type Resource, readInstance } from "../../mei/wsman/resource.ts";
import { childOf, element, type XmlNode } from "../../mei/wsman/xml/node.ts";
import type { Classes, Item } from "./classes.ts";
import type { Contexts } from "./contexts.ts";
import { type Body, instanceBody, outputBody, propertiesXml, referenceXml } from "./envelope.ts";
import { CimFault } from "./fault.ts";
import { keysOf } from "./keys.ts";
import { readProperties } from "./read-value.ts";
import type { Request } from "./request.ts";
import type { Call, Managed } from "./rule.ts";
import { classUri, hasCommonTypes } from "./uris.ts";
import { isReference, type Properties, type Reference, textOf } from "./value.ts";

const common = "http://schemas.dmtf.org/wbem/wscim/1/common";
const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
/** What one answer to a pull holds at most, in characters; guessed. At least one item is always given. */
const pullSize = 32_000;

export interface Service {
  readonly me: Managed;
  readonly classes: Classes;
  readonly contexts: Contexts<Item>;
}
export type Operation = (service: Service, request: Request, call: Call) => Body;

/** What an instance is called in a reference. */
export function referenceTo(className: string, properties: Properties): Reference {
  const keys = Object.entries(keysOf(className, properties)).filter(
    ([, value]) => value !== undefined && !isReference(value),
  );
  return { to: className, keys: Object.fromEntries(keys.map(([name, value]) => [name, textOf(value)])) };
}

/** Whether it is what the class's declaration says; a fault otherwise. */
function checkDeclared(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new CimFault("InvalidRepresentation", error.problem === "is missing" ? "MissingValues" : "InvalidValues");
  }
}
function declared(className: string): Resource {
  const found = resources.get(className);
  if (!found) throw new CimFault("DestinationUnreachable");
  return found;
}
function instanceIn(className: string, content: XmlNode | undefined): Properties {
  if (content?.name !== className) throw new CimFault("InvalidRepresentation", "MissingValues");
  checkDeclared(() => readInstance(declared(className), content));
  return readProperties(content);
}

const nothing: Body = { xml: "", namespaces: [] };

export const get: Operation = ({ classes }, { className, selectors }, { user }) => {
  classes.rule(className);
  return instanceBody(className, classes.shown(className, classes.find(className, selectors, user)));
};

export const put: Operation = ({ me, classes }, { className, selectors, content }, call) => {
  const { put: rule } = classes.rule(className);
  if (!rule) throw new CimFault("ActionNotSupported");
  classes.checkWrite(className, call);
  const given = instanceIn(className, content);
  const before = classes.find(className, selectors, call.user, given);
  const after = rule(call, classes.wanted(before, given), before, given);
  me.store.replace(className, before, after);
  return instanceBody(className, classes.find(className, keySelectors(className, after), call.user));
};

function keySelectors(className: string, properties: Properties): Record<string, string | Reference> {
  return Object.fromEntries(
    Object.entries(keysOf(className, properties)).map(([name, value]) => [
      name,
      isReference(value) ? value : textOf(value),
    ]),
  );
}

export const create: Operation = ({ me, classes }, { className, content }, call) => {
  const { create: rule } = classes.rule(className);
  if (!rule) throw new CimFault("ActionNotSupported");
  classes.checkWrite(className, call);
  const made = rule(call, instanceIn(className, content));
  const wanted = JSON.stringify(keysOf(className, made));
  if (me.store.list(className).some((one) => JSON.stringify(keysOf(className, one)) === wanted)) {
    throw new CimFault("AlreadyExists");
  }
  me.store.add(className, made);
  return {
    xml: `<g:ResourceCreated>${referenceXml(referenceTo(className, made))}</g:ResourceCreated>`,
    namespaces: [transfer],
  };
};

export const remove: Operation = ({ me, classes }, { className, selectors }, call) => {
  const { remove: rule } = classes.rule(className);
  if (!rule) throw new CimFault("ActionNotSupported");
  classes.checkWrite(className, call);
  const before = classes.find(className, selectors, call.user);
  rule(call, before);
  me.store.remove(className, before);
  return nothing;
};

export const invoke =
  (method: string): Operation =>
  (service, { className, selectors, content }, call) => {
    const { classes } = service;
    const run = classes.rule(className).methods?.[method];
    if (!run) throw new CimFault("ActionNotSupported");
    classes.checkWrite(className, call, method);
    const input = content ?? element(classUri(className), `${method}_INPUT`);
    if (input.name !== `${method}_INPUT`) throw new CimFault("InvalidRepresentation", "MissingValues");
    checkDeclared(() => readInput(declared(className), method, input));
    const on = classes.find(className, selectors, call.user);
    const output = run(call, readProperties(input), on);
    return outputBody(className, method, output);
  };

export const enumerate: Operation = ({ classes, contexts }, { className, content }, { user }) => {
  if (content?.name !== "Enumerate") throw new CimFault("InvalidRepresentation", "MissingValues");
  if (childOf(content, "Filter")) throw new CimFault("UnsupportedFeature");
  const context = contexts.open(classes.list(className, user));
  const xml = `<g:EnumerateResponse><g:EnumerationContext>${context}</g:EnumerationContext></g:EnumerateResponse>`;
  return { xml, namespaces: [enumeration] };
};

/** A number of DSP0226's header or body elements: what is no number at all is a fault, what is missing is not given. */
function amount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\s*\d{1,9}\s*$/.test(text) || Number(text) === 0) throw new CimFault("InvalidRepresentation", "InvalidValues");
  return Number(text);
}

export const pull: Operation = ({ contexts }, { content }) => {
  if (content?.name !== "Pull") throw new CimFault("InvalidRepresentation", "MissingValues");
  const context = childOf(content, "EnumerationContext")?.text.trim() ?? "";
  const rest = contexts.rest(context);
  const elements = amount(childOf(content, "MaxElements")?.text) ?? 1; // DSP0226 8.4
  const characters = Math.min(amount(childOf(content, "MaxCharacters")?.text) ?? pullSize, pullSize);
  const classNames = [...new Set(rest.slice(0, elements).map((item) => item.className))];
  const prefixOf = (name: string): string => "hijk".charAt(classNames.indexOf(name));
  const commonPrefix = "hijkl".charAt(classNames.length);
  const parts: string[] = [];
  let size = 0;
  for (const { className, properties } of rest.slice(0, elements)) {
    const prefix = prefixOf(className);
    const xml = `<${prefix}:${className}>${propertiesXml(properties, prefix, commonPrefix)}</${prefix}:${className}>`;
    size += xml.length;
    if (parts.length > 0 && size > characters) break;
    parts.push(xml);
  }
  const left = rest.slice(parts.length);
  contexts.keep(context, left);
  const more = left.length === 0 ? "" : `<g:EnumerationContext>${context}</g:EnumerationContext>`;
  const end = left.length === 0 ? "<g:EndOfSequence></g:EndOfSequence>" : "";
  const xml = `<g:PullResponse>${more}<g:Items>${parts.join("")}</g:Items>${end}</g:PullResponse>`;
  const needsCommon = rest.slice(0, elements).some((item) => hasCommonTypes(item.className, item.properties));
  const namespaces = [enumeration, ...classNames.map(classUri), ...(needsCommon ? [common] : [])];
  return { xml, namespaces };
};

export const release: Operation = ({ contexts }, { content }) => {
  const context = childOf(content, "EnumerationContext")?.text.trim() ?? "";
  contexts.rest(context);
  contexts.release(context);
  return nothing;
};

export const operations: Readonly<Record<string, Operation>> = {
  [`${transfer}/Get`]: get,
  [`${transfer}/Put`]: put,
  [`${transfer}/Create`]: create,
  [`${transfer}/Delete`]: remove,
  [`${enumeration}/Enumerate`]: enumerate,
  [`${enumeration}/Pull`]: pull,
  [`${enumeration}/Release`]: release,
};
