const soap = "http://www.w3.org/2003/05/soap-envelope";
const addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
const wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman";

interface Wording {
  readonly code: "a:Sender" | "a:Receiver" | "a:MustUnderstand" | "a:VersionMismatch";
  /** With the prefixes that every fault of AMT declares: a SOAP, b addressing, c enumeration, d transfer, e wsman, f eventing. */
  readonly subcode: string;
  readonly reason: string;
  readonly action: string;
}

const sender = (subcode: string, reason: string, action = `${wsman}/fault`): Wording => ({
  code: "a:Sender",
  subcode,
  reason,
  action,
});

/**
 * AMT's own words where they were recorded: DestinationUnreachable, AlreadyExists (whole envelopes), InvalidRepresentation and
 * QuotaLimit (parsed; rpc.md 4.2 and 6.3). The others are those of DSP0226 annex A in the same form, guessed.
 */
export const faultWordings = {
  DestinationUnreachable: sender(
    "b:DestinationUnreachable",
    "No route can be determined to reach the destination role defined by the WSAddressing To.",
    `${addressing}/fault`,
  ),
  AlreadyExists: sender("e:AlreadyExists", "The sender attempted to create a resource which already exists."),
  InvalidRepresentation: sender(
    "d:InvalidRepresentation",
    "The XML content is not valid.",
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault",
  ),
  QuotaLimit: sender("e:QuotaLimit", "The service is busy servicing other requests."),
  AccessDenied: sender("e:AccessDenied", "The sender was not authorized to access the resource."),
  InvalidSelectors: sender("e:InvalidSelectors", "The Selectors for the resource are not valid."),
  ActionNotSupported: sender(
    "b:ActionNotSupported",
    "The action is not supported by the service.",
    `${addressing}/fault`,
  ),
  InvalidMessageInformationHeader: sender(
    "b:InvalidMessageInformationHeader",
    "A message information header is not valid and the message cannot be processed.",
    `${addressing}/fault`,
  ),
  MessageInformationHeaderRequired: sender(
    "b:MessageInformationHeaderRequired",
    "A required header is missing.",
    `${addressing}/fault`,
  ),
  SchemaValidationError: sender(
    "e:SchemaValidationError",
    "The supplied SOAP violates the corresponding XML schema definition.",
  ),
  EncodingLimit: sender(
    "e:EncodingLimit",
    "An internal encoding limit was exceeded in a request or would be violated if the message were processed.",
  ),
  UnsupportedFeature: sender("e:UnsupportedFeature", "The specified feature is not supported."),
  InvalidEnumerationContext: {
    code: "a:Receiver",
    subcode: "c:InvalidEnumerationContext",
    reason: "The supplied enumeration context is invalid.",
    action: `${enumeration}/fault`,
  },
  DeliveryModeRequestedUnavailable: sender(
    "f:DeliveryModeRequestedUnavailable",
    "The requested delivery mode is not supported.",
    `${eventing}/fault`,
  ),
  InternalError: {
    code: "a:Receiver",
    subcode: "e:InternalError",
    reason: "The service cannot comply with the request due to internal processing errors.",
    action: `${wsman}/fault`,
  },
  MustUnderstand: {
    code: "a:MustUnderstand",
    subcode: "",
    reason: "A required header was not understood.",
    action: `${soap}/fault`,
  },
} as const satisfies Readonly<Record<string, Wording>>;

export type FaultName = keyof typeof faultWordings;

/** The last part of `http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/…` (DSP0226 annex A). */
export type FaultDetail =
  | "MissingValues"
  | "InvalidValues"
  | "InvalidValue"
  | "InsufficientSelectors"
  | "UnexpectedSelectors"
  | "InvalidResourceURI"
  | "MaxEnvelopeSize"
  | "OptionLimit"
  | "OperationTimeout";

/** What a client is told instead of an answer. */
export class CimFault extends Error {
  override name = "CimFault";
  readonly code: FaultName;
  readonly detail: FaultDetail | undefined;
  constructor(code: FaultName, detail?: FaultDetail) {
    super(`${code}${detail ? ` (${detail})` : ""}`);
    this.code = code;
    this.detail = detail;
  }
}
