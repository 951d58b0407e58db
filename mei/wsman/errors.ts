import { amtStatusName } from "../amthi/status.ts";

export type WsmanErrorCode =
  /** XML, but not the message that is due here. */
  | "WSMAN_MALFORMED"
  /** A well-formed answer to another question. */
  | "WSMAN_MISMATCH"
  /** More items, or more pulls without one, than an enumeration may take. */
  | "WSMAN_LIMIT"
  /** The web server answered with a status that carries no message. */
  | "WSMAN_HTTP";

export class WsmanError extends Error {
  override name = "WsmanError";
  readonly code: WsmanErrorCode;
  /** HTTP status, for WSMAN_HTTP. */
  readonly status: number | undefined;
  constructor(code: WsmanErrorCode, message: string, options: { cause?: unknown; status?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
  }
}

/** A property or argument that is not what its declaration says. The text names it and never repeats a value: it may be a secret. */
export class ValueError extends Error {
  override name = "ValueError";
  readonly code = "WSMAN_VALUE";
  /** `AMT_GeneralSettings.DDNSTTL`. */
  readonly path: string;
  readonly problem: string;
  constructor(path: string, problem: string) {
    super(path === "" ? problem : `${path} ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

/** Puts the name of what was being read or written before the path of a ValueError from inside. */
export function naming<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ValueError(error.path === "" ? name : `${name}.${error.path}`, error.problem);
  }
}

/** The parts of a SOAP 1.2 fault. Names are without prefix. */
export interface FaultParts {
  /** `Sender`, `Receiver`, `MustUnderstand`, `VersionMismatch`. */
  readonly code: string;
  /** `InvalidSelectors`, `DestinationUnreachable`, `AccessDenied`, … */
  readonly subcode: string | undefined;
  readonly reason: string;
  /** What the detail says, as text: a URI such as `…/faultDetail/MissingValues`, or `AMT-STATUS 1`. */
  readonly detail: string | undefined;
}

/** AMT puts its own status into a fault's detail as `AMT-STATUS 36` (Intel's SDK, "Errors and Return Values"). */
const statusIn = (parts: FaultParts): number | undefined => {
  const found = /\b(?:AMT|PT)[-_]STATUS\D{0,3}(\d{1,6})\b/.exec(`${parts.detail ?? ""} ${parts.reason}`)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** AMT refused an operation with a SOAP fault. */
export class WsmanFault extends Error {
  override name = "WsmanFault";
  readonly code = "WSMAN_FAULT";
  readonly faultCode: string;
  readonly subcode: string | undefined;
  readonly reason: string;
  readonly detail: string | undefined;
  /** AMT's status number, where the fault tells one. */
  readonly status: number | undefined;
  readonly statusName: string | undefined;
  constructor(what: string, parts: FaultParts) {
    const status = statusIn(parts);
    const statusName = status === undefined ? undefined : amtStatusName(status);
    const shown = [parts.subcode ?? parts.code, statusName, parts.reason].filter(
      (one) => one !== undefined && one !== "",
    );
    super(`${what} refused by AMT: ${shown.join(", ")}`);
    this.faultCode = parts.code;
    this.subcode = parts.subcode;
    this.reason = parts.reason;
    this.detail = parts.detail;
    this.status = status;
    this.statusName = statusName;
  }
}

/** From here on a CIM class's return values are AMT's status plus this number (Intel's SDK, "Errors and Return Values"). */
const vendorSpecific = 32768;

/** What a return value means: by the method's own list first, then by Intel's status numbers. */
export function returnValueName(value: number, own: Readonly<Record<string, number>> | undefined): string | undefined {
  const named = Object.entries(own ?? {}).find(([, number]) => number === value)?.[0];
  if (named !== undefined) return named;
  // Small numbers mean something else in each CIM method; those with a list of their own say so
  if (own !== undefined && value < 0x10) return undefined;
  return amtStatusName(value >= vendorSpecific ? value - vendorSpecific : value);
}

/** A method ran and said no. */
export class ReturnValueError extends Error {
  override name = "ReturnValueError";
  readonly code = "WSMAN_RETURN_VALUE";
  /** `IPS_HostBasedSetupService.AdminSetup`. */
  readonly method: string;
  readonly returnValue: number;
  readonly returnValueName: string | undefined;
  constructor(method: string, returnValue: number, name: string | undefined) {
    super(`${method} refused by AMT: return value ${returnValue}${name === undefined ? "" : ` ${name}`}`);
    this.method = method;
    this.returnValue = returnValue;
    this.returnValueName = name;
  }
}
