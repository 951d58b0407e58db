import type { Message } from "./envelope.ts";
import { WsmanError } from "./errors.ts";
import { enumeration, eventing, transfer } from "./namespace.ts";
import { type Reference, readReference, writeReference } from "./reference.ts";
import { attribute, attributeOf, childOf, element, type XmlNode } from "./xml/node.ts";

/** What a request asks for, besides the class and the selectors in its header. */
export type Operation =
  | { readonly kind: "get" | "delete" | "enumerate" | "unsubscribe" }
  | { readonly kind: "put" | "create"; readonly instance: XmlNode }
  | { readonly kind: "pull"; readonly context: string; readonly maxElements?: number; readonly maxCharacters?: number }
  | { readonly kind: "release"; readonly context: string }
  | { readonly kind: "invoke"; readonly method: string; readonly input: XmlNode }
  | { readonly kind: "subscribe"; readonly mode: string; readonly notifyTo: Reference };

/** Ways of delivering events, for `subscribe` (presence-posture.md 3.1). */
export const push = `${eventing}/DeliveryModes/Push`;
export const pushWithAck = "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck";

const actions = {
  get: `${transfer}/Get`,
  put: `${transfer}/Put`,
  create: `${transfer}/Create`,
  delete: `${transfer}/Delete`,
  enumerate: `${enumeration}/Enumerate`,
  pull: `${enumeration}/Pull`,
  release: `${enumeration}/Release`,
  subscribe: `${eventing}/Subscribe`,
  unsubscribe: `${eventing}/Unsubscribe`,
} as const;
const kinds = new Map(
  Object.entries(actions).map(([kind, action]) => [action as string, kind as keyof typeof actions]),
);

const number = (name: string, value: number | undefined): readonly XmlNode[] =>
  value === undefined ? [] : [element(enumeration, name, String(value))];

const contextElement = (context: string): XmlNode => element(enumeration, "EnumerationContext", context);

function bodyOf(operation: Operation): XmlNode | undefined {
  switch (operation.kind) {
    case "put":
    case "create":
      return operation.instance;
    case "invoke":
      return operation.input;
    case "enumerate":
      return element(enumeration, "Enumerate");
    case "pull":
      return element(enumeration, "Pull", [
        contextElement(operation.context),
        ...number("MaxElements", operation.maxElements),
        ...number("MaxCharacters", operation.maxCharacters),
      ]);
    case "release":
      return element(enumeration, "Release", [contextElement(operation.context)]);
    case "subscribe": {
      const notifyTo = element(eventing, "NotifyTo", writeReference(operation.notifyTo));
      const mode = [attribute("Mode", operation.mode)];
      return element(eventing, "Subscribe", [element(eventing, "Delivery", [notifyTo], mode)]);
    }
    case "unsubscribe":
      return element(eventing, "Unsubscribe");
    default:
      return undefined;
  }
}

/** Action and body of a request; the caller adds class, selectors and message id. */
export function requestFor(
  resourceUri: string,
  operation: Operation,
): Pick<Message, "action" | "resourceUri" | "body"> {
  const action = operation.kind === "invoke" ? `${resourceUri}/${operation.method}` : actions[operation.kind];
  return { action, resourceUri, body: bodyOf(operation) };
}

const missing = (what: string): never => {
  throw new WsmanError("WSMAN_MALFORMED", `a request without ${what}`);
};

const contextOf = (body: XmlNode | undefined): string =>
  childOf(body, "EnumerationContext", enumeration)?.text.trim() ?? missing("an enumeration context");

/** The largest count that AMT may be asked for; larger ones say no more than "all" (rpc.md 3.0: 999 and 99999 are usual). */
function countOf(body: XmlNode | undefined, name: string): Record<string, number> {
  const text = childOf(body, name, enumeration)?.text.trim();
  if (text === undefined) return {};
  if (!/^\d{1,10}$/.test(text)) throw new WsmanError("WSMAN_MALFORMED", `a request whose ${name} is no number`);
  return { [name === "MaxElements" ? "maxElements" : "maxCharacters"]: Number(text) };
}

/** What a request asks for. Throws WsmanError (WSMAN_MALFORMED), ValueError for a broken reference. */
export function operationOf(request: Message): Operation {
  const { action, body, resourceUri } = request;
  const kind = kinds.get(action);
  switch (kind) {
    case "put":
    case "create":
      return { kind, instance: body ?? missing("an instance") };
    case "pull":
      return { kind, context: contextOf(body), ...countOf(body, "MaxElements"), ...countOf(body, "MaxCharacters") };
    case "release":
      return { kind, context: contextOf(body) };
    case "subscribe": {
      const delivery = childOf(body, "Delivery", eventing);
      const notifyTo = childOf(delivery, "NotifyTo", eventing) ?? missing("an address to notify");
      return { kind, mode: (delivery && attributeOf(delivery, "Mode")) ?? push, notifyTo: readReference(notifyTo) };
    }
    case undefined: {
      const method =
        resourceUri !== undefined && action.startsWith(`${resourceUri}/`) ? action.slice(resourceUri.length + 1) : "";
      if (!/^[A-Za-z_]\w*$/.test(method))
        throw new WsmanError("WSMAN_MALFORMED", "a request whose action is none of this class");
      return { kind: "invoke", method, input: body ?? element(resourceUri ?? "", `${method}_INPUT`) };
    }
    default:
      return { kind };
  }
}

/** The answer to Enumerate. */
export const enumerateReply = (context: string): XmlNode =>
  element(enumeration, "EnumerateResponse", [contextElement(context)]);

/** The answer to Pull; without a context it is the last one. */
export function pullReply(items: readonly XmlNode[], context: string | undefined): XmlNode {
  const end = context === undefined ? [element(enumeration, "EndOfSequence")] : [];
  const next = context === undefined ? [] : [contextElement(context)];
  return element(enumeration, "PullResponse", [...next, element(enumeration, "Items", items), ...end]);
}

/** The answer to Create. */
export const createReply = (created: Reference): XmlNode =>
  element(transfer, "ResourceCreated", writeReference(created));

function expectBody(body: XmlNode | undefined, namespace: string, name: string): XmlNode {
  if (body?.name === name && body.namespace === namespace) return body;
  throw new WsmanError("WSMAN_MALFORMED", `an answer that should be ${name} and is not`);
}

export const readEnumerateReply = (body: XmlNode | undefined): string =>
  contextOf(expectBody(body, enumeration, "EnumerateResponse"));

/** Items and, unless this is the end, the context of the next pull where the answer names one. */
export function readPullReply(body: XmlNode | undefined): {
  readonly items: readonly XmlNode[];
  readonly end: boolean;
  readonly context: string | undefined;
} {
  const reply = expectBody(body, enumeration, "PullResponse");
  return {
    items: childOf(reply, "Items", enumeration)?.children ?? [],
    end: childOf(reply, "EndOfSequence", enumeration) !== undefined,
    context: childOf(reply, "EnumerationContext", enumeration)?.text.trim(),
  };
}

export const readCreateReply = (body: XmlNode | undefined): Reference =>
  readReference(expectBody(body, transfer, "ResourceCreated"));

/** The subscription's own id, for people; `unsubscribe` takes the selectors of CIM_FilterCollectionSubscription. */
export function readSubscribeReply(body: XmlNode | undefined): Reference {
  const manager = childOf(expectBody(body, eventing, "SubscribeResponse"), "SubscriptionManager", eventing);
  return readReference(manager ?? missing("a subscription manager"));
}
