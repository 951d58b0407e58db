import { readMessage, writeResponse } from "./envelope.ts";
import { ValueError, WsmanError } from "./errors.ts";
import { eventAction } from "./namespace.ts";
import { type Instance, type OnDiagnostic, readFields, readInstance, writeInstance } from "./resource.ts";
import { alertIndication } from "./resources/events.ts";
import type { XmlNode } from "./xml/node.ts";

/** An alert as AMT posts it: to the local service through LME, or to a subscriber's web server (presence-posture.md 3.1). */
export interface Alert {
  readonly messageId: string | undefined;
  /** The subscriber is to answer, or AMT sends it again. */
  readonly ackRequested: boolean;
  readonly indication: Instance<typeof alertIndication>;
}

/**
 * Reads the body of the POST. A property that makes no sense is left out: an alert says what it can, and nobody sends it a second time.
 * Throws XmlError, WsmanError (WSMAN_MALFORMED).
 */
export function readAlert(body: Buffer | string, onDiagnostic?: OnDiagnostic): Alert {
  const { action, messageId, ackRequested, body: content } = readMessage(body);
  if (action !== eventAction || content?.name !== alertIndication.className) {
    throw new WsmanError("WSMAN_MALFORMED", "a message that is no alert");
  }
  return { messageId, ackRequested: ackRequested ?? false, indication: readIndication(content, onDiagnostic) };
}

function readIndication(content: XmlNode, onDiagnostic: OnDiagnostic | undefined): Instance<typeof alertIndication> {
  const { className, uri, properties } = alertIndication;
  try {
    return readInstance(alertIndication, content, onDiagnostic);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
  }
  const readable = Object.entries(properties).map(([name, field]) => {
    try {
      return readFields(className, uri, { [name]: field }, content).values;
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return {};
    }
  });
  return Object.assign({}, ...readable) as Instance<typeof alertIndication>;
}

/** The firmware's half. */
export const writeAlert = ({ messageId, ackRequested, indication }: Alert): string =>
  writeResponse({
    action: eventAction,
    messageId,
    ackRequested,
    resourceUri: alertIndication.uri,
    body: writeInstance(alertIndication, indication),
  });

/**
 * `iAMT0050-48`: the message and its first argument, which name an alert among its kind (presence-posture.md 3.2); `iAMT0071` where
 * there is no argument. The argument can be a GUID.
 */
export function alertKey({ indication }: Alert): string | undefined {
  const [argument] = indication.MessageArguments ?? [];
  if (indication.MessageID === undefined) return undefined;
  return argument === undefined || argument === "" ? indication.MessageID : `${indication.MessageID}-${argument}`;
}
