/** What can go wrong between us and a Remote Provisioning Server. No text of these ever holds a payload. */
export type RpsErrorCode =
  /** Nobody there who speaks WebSocket, or no way to it. */
  | "RPS_UNREACHABLE"
  /** Its certificate leads to no root that is trusted, is not for its name, or is out of date. */
  | "RPS_UNTRUSTED"
  /** It ended the connection before it said how things went. */
  | "RPS_CLOSED"
  /** It says nothing any more. */
  | "RPS_SILENT"
  /** What it sent is none of the messages that were agreed on. */
  | "RPS_MALFORMED"
  /** A message that is known, where it makes no sense or may not be. */
  | "RPS_ORDER"
  /** AMT's answer is larger than the server takes. */
  | "RPS_TOO_LARGE"
  /** It says that it did not do it. */
  | "RPS_REFUSED"
  /** It says that it is done, and something is not. */
  | "RPS_INCOMPLETE"
  /** This machine has no UUID of its own, by which servers keep their machines apart. */
  | "RPS_NO_UUID"
  /** AMT is nobody's: there is nothing for a server to end or to maintain. */
  | "RPS_NOT_SET_UP";

export class RpsError extends Error {
  override name = "RpsError";
  readonly code: RpsErrorCode;
  constructor(code: RpsErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
