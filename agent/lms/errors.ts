/** Why AMT's local ports cannot be reached through us, each with a stable code. */
export type LmsErrorCode =
  /** This ME has no local manageability: no AMT, or switched off. */
  | "LMS_ABSENT"
  /** Another program holds it, and does not offer this port itself. */
  | "LMS_HELD"
  /** Who listens on AMT's port is none of those who may. */
  | "LMS_UNTRUSTED"
  /** The session cannot be had at the moment; the service tries again by itself. */
  | "LMS_FAILING"
  /** The firmware opens no such port. */
  | "LMS_NO_PORT"
  /** The service has the session and offers no such port: the configuration says so, or another program has the number. */
  | "LMS_NOT_OFFERED"
  /** The ME said nothing on a new connection. */
  | "LMS_SILENT"
  /** All of AMT's channels were in use for too long. */
  | "LMS_CROWDED"
  /** The firmware sent an alert that could not be read. */
  | "LMS_BAD_ALERT"
  /** The service ends. */
  | "LMS_CLOSED";

export class LmsError extends Error {
  override name = "LmsError";
  readonly code: LmsErrorCode;
  constructor(code: LmsErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
