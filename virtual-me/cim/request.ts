import { XmlError } from "../../mei/wsman/xml/error.ts";
import { childOf, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { CimFault } from "./fault.ts";
import { selectorsOf } from "./read-value.ts";
import { classOf } from "./uris.ts";
import type { Reference } from "./value.ts";

const soap = "http://www.w3.org/2003/05/soap-envelope";

/** One request, its header understood. */
export interface Request {
  readonly action: string;
  readonly messageId: string;
  readonly resourceUri: string;
  /** Of the resource URI; empty when there is none of a known family. */
  readonly className: string;
  readonly selectors: Readonly<Record<string, string | Reference>>;
  readonly header: XmlNode;
  /** The first child of the body. */
  readonly content: XmlNode | undefined;
}

/** What AMT takes at most (MaxEnvelopeSize of DSP0226; the figure is guessed from what clients send). */
const limits = { bytes: 256 * 1024, depth: 24, elements: 4_000, attributes: 32 };

/** Throws CimFault. What is known of the message is told by `onId` first, so that a fault can name it. */
export function readRequest(body: Buffer, onId: (messageId: string) => void): Request {
  let envelope: XmlNode;
  try {
    envelope = readXml(body, limits);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw error.code === "XML_SIZE"
      ? new CimFault("EncodingLimit", "MaxEnvelopeSize")
      : new CimFault("SchemaValidationError");
  }
  const header = childOf(envelope, "Header", soap);
  const inside = childOf(envelope, "Body", soap);
  if (envelope.name !== "Envelope" || envelope.namespace !== soap || !header || !inside) {
    throw new CimFault("SchemaValidationError");
  }
  const text = (name: string): string => childOf(header, name)?.text.trim() ?? "";
  const messageId = text("MessageID");
  onId(messageId);
  const action = text("Action");
  if (action === "" || messageId === "") throw new CimFault("MessageInformationHeaderRequired");
  const resourceUri = text("ResourceURI");
  return {
    action,
    messageId,
    resourceUri,
    className: classOf(resourceUri) ?? "",
    selectors: selectorsOf(childOf(header, "SelectorSet")),
    header,
    content: inside.children[0],
  };
}
