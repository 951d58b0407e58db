/** AMT says no to what the user at this PC asked of it. */
export class ActError extends Error {
  override name = "ActError";
  readonly code: "HELP_NOT_SET_UP" | "HELP_NOT_ALLOWED" | "HELP_NO_SERVER" | "HELP_NOT_YOURS" | "WLAN_ABSENT";
  constructor(code: ActError["code"], message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
