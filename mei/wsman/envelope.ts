import { naming, ValueError, WsmanError } from "./errors.ts";
import { addressing, anonymous, cimBinding, cimCommon, security, soap, trust, wsman } from "./namespace.ts";
import { readSelectors, type Selectors, writeSelectors } from "./reference.ts";
import type { XmlLimits } from "./xml/limits.ts";
import { attribute, attributeOf, childOf, element, type XmlNode } from "./xml/node.ts";
import { readXml } from "./xml/read.ts";
import { type Prefixes, writeXml } from "./xml/write.ts";

/** One SOAP message of WS-Management, request or response: what stands in its header, and the one element of its body. */
export interface Message {
  readonly action: string;
  readonly messageId: string | undefined;
  /** In a response: the message id of the request. */
  readonly relatesTo?: string | undefined;
  readonly to?: string | undefined;
  readonly resourceUri?: string | undefined;
  readonly selectors?: Selectors | undefined;
  /** An ISO 8601 span. */
  readonly operationTimeout?: string | undefined;
  /** Bytes. */
  readonly maxEnvelopeSize?: number | undefined;
  /** The sender of an event wants an answer. */
  readonly ackRequested?: boolean | undefined;
  readonly body?: XmlNode | undefined;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const must = [attribute("mustUnderstand", "true", soap)];

/**
 * A request, its headers in the order that AMT is known to take (rpc.md 3.0). Throws XmlError for values that XML cannot carry.
 */
export function writeRequest(message: Message): string {
  const selectors = writeSelectors(message.selectors ?? {});
  const header = [
    element(addressing, "Action", message.action),
    element(addressing, "To", message.to ?? "/wsman"),
    ...(message.resourceUri === undefined ? [] : [element(wsman, "ResourceURI", message.resourceUri)]),
    ...(message.messageId === undefined ? [] : [element(addressing, "MessageID", message.messageId)]),
    element(addressing, "ReplyTo", [element(addressing, "Address", anonymous)]),
    ...(message.maxEnvelopeSize === undefined
      ? []
      : [element(wsman, "MaxEnvelopeSize", String(message.maxEnvelopeSize))]),
    ...(message.operationTimeout === undefined ? [] : [element(wsman, "OperationTimeout", message.operationTimeout)]),
    ...(selectors === undefined ? [] : [selectors]),
  ];
  const prefixes: Prefixes = { [soap]: "", [addressing]: "a", [wsman]: "w", [message.resourceUri ?? ""]: "h" };
  return declaration + writeXml(envelope(header, message.body), prefixes, [soap, addressing, wsman]);
}

/** The prefixes that AMT declares in every answer, in its order (golden.jsonl `wsman-15023-card`). */
const ofFirmware = [soap, addressing, wsman, trust, security, cimBinding];

/** A response or event, as AMT writes it. */
export function writeResponse(message: Message): string {
  const header = [
    element(addressing, "To", message.to ?? anonymous),
    ...(message.relatesTo === undefined ? [] : [element(addressing, "RelatesTo", message.relatesTo)]),
    ...(message.ackRequested ? [element(wsman, "AckRequested")] : []),
    element(addressing, "Action", message.action, must),
    ...(message.messageId === undefined ? [] : [element(addressing, "MessageID", message.messageId)]),
    ...(message.resourceUri === undefined ? [] : [element(wsman, "ResourceURI", message.resourceUri)]),
  ];
  const prefixes: Record<string, string> = { [message.body?.namespace ?? ""]: "g", [cimCommon]: "h" };
  for (const [at, namespace] of ofFirmware.entries()) prefixes[namespace] = "abcdef".charAt(at);
  return declaration + writeXml(envelope(header, message.body), prefixes, ofFirmware);
}

const envelope = (header: readonly XmlNode[], body: XmlNode | undefined): XmlNode =>
  element(soap, "Envelope", [element(soap, "Header", header), element(soap, "Body", body === undefined ? [] : [body])]);

const malformed = (problem: string): never => {
  throw new WsmanError("WSMAN_MALFORMED", `a SOAP message ${problem}`);
};

const understood = new Set(
  [
    "Action To MessageID RelatesTo ReplyTo FaultTo From",
    "ResourceURI SelectorSet OperationTimeout MaxEnvelopeSize AckRequested Locale",
  ].flatMap((line) => line.split(" ")),
);

/** Names of headers that must be understood and are not. A server answers them with a MustUnderstand fault. */
export function strangeHeaders(document: XmlNode): readonly string[] {
  return (childOf(document, "Header", soap)?.children ?? [])
    .filter((one) => ["true", "1"].includes(attributeOf(one, "mustUnderstand", soap)?.trim() ?? ""))
    .filter((one) => !understood.has(one.name) || ![addressing, wsman].includes(one.namespace))
    .map((one) => one.name);
}

/** Takes an envelope apart. Throws WsmanError (WSMAN_MALFORMED). */
export function messageIn(document: XmlNode): Message {
  if (document.name !== "Envelope" || document.namespace !== soap) malformed("is no SOAP 1.2 envelope");
  const header = childOf(document, "Header", soap);
  const body = childOf(document, "Body", soap);
  if (body === undefined) return malformed("has no body");
  if (body.children.length > 1) malformed("has more than one element in its body");
  const text = (namespace: string, name: string): string | undefined => childOf(header, name, namespace)?.text.trim();
  const size = text(wsman, "MaxEnvelopeSize");
  try {
    return {
      action: text(addressing, "Action") ?? malformed("has no action"),
      messageId: text(addressing, "MessageID"),
      relatesTo: text(addressing, "RelatesTo"),
      to: text(addressing, "To"),
      resourceUri: text(wsman, "ResourceURI"),
      selectors: naming("header", () => readSelectors(childOf(header, "SelectorSet", wsman))),
      operationTimeout: text(wsman, "OperationTimeout"),
      maxEnvelopeSize: size !== undefined && /^\d{1,9}$/.test(size) ? Number(size) : undefined,
      ackRequested: childOf(header, "AckRequested", wsman) !== undefined,
      body: body.children[0],
    };
  } catch (error) {
    return error instanceof ValueError ? malformed(`is wrong: ${error.message}`) : rethrow(error);
  }
}

const rethrow = (error: unknown): never => {
  throw error;
};

/** Reads a message, either way. Throws XmlError, WsmanError (WSMAN_MALFORMED). */
export const readMessage = (bytes: Buffer | string, limits?: XmlLimits): Message => messageIn(readXml(bytes, limits));
