/** What a person asked of WS-Management that cannot be meant. */
export class AskError extends Error {
  override name = "AskError";
  readonly code:
    | "CLASS_UNKNOWN"
    | "METHOD_UNKNOWN"
    | "PROPERTY_UNKNOWN"
    | "SELECTOR_UNKNOWN"
    | "METHOD_NOT_CONFIRMED"
    /** No password can be had. */
    | "LOGIN_NEEDED";
  constructor(code: AskError["code"], message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
