/** Why a document was refused. The message says where; it never repeats content, which may hold a password. */
export type XmlErrorCode =
  /** More bytes than allowed. */
  | "XML_SIZE"
  /** Nested deeper than allowed. */
  | "XML_DEPTH"
  /** More elements, or more attributes on one element, than allowed. */
  | "XML_COUNT"
  /** Not UTF-8, or declared as something else. */
  | "XML_ENCODING"
  /** A document type declaration: never in SOAP, and the way in for entity bombs. */
  | "XML_DTD"
  /** A processing instruction: never in SOAP (SOAP 1.2 part 1, 5). */
  | "XML_INSTRUCTION"
  /** An entity other than the five of XML and character references. */
  | "XML_ENTITY"
  /** A character that XML 1.0 cannot carry, written or read. */
  | "XML_CHARACTER"
  /** A name that is no plain ASCII name. */
  | "XML_NAME"
  /** A prefix that nothing declares. */
  | "XML_PREFIX"
  /** The same attribute twice, or one prefix declared twice on one element. */
  | "XML_DUPLICATE"
  /** Text beside child elements. */
  | "XML_MIXED"
  /** Not well formed in any other way. */
  | "XML_MALFORMED";

export class XmlError extends Error {
  override name = "XmlError";
  readonly code: XmlErrorCode;
  constructor(code: XmlErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
