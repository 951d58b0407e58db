/** What can go wrong between host and firmware, each with a stable code. Callers switch on `code`, never on text. */
export type MeiErrorCode =
  /** No MEI device on this machine, or none that is the ME. */
  | "ME_ABSENT"
  /** This ME has no such client (ENOTTY): for AMTHI, a machine without AMT. */
  | "ME_NO_CLIENT"
  /** The operating system refuses to open the device. */
  | "ME_DENIED"
  /** Another program holds the client, and still did after every retry. `holder` names it where known. */
  | "ME_BUSY"
  /** The ME was reset, or the device vanished, while we were connected. Close and connect again. */
  | "ME_GONE"
  /** No answer within the deadline. The connection is not used again: a late answer would be taken for the next one. */
  | "ME_TIMEOUT"
  /** The message is larger than the client takes. */
  | "ME_TOO_LARGE"
  /** A message of zero length where a reply was due. */
  | "ME_EMPTY"
  /** We closed the connection or the driver ourselves. */
  | "ME_CLOSED"
  /** The driver answered with something that has no place here; the cause says what. */
  | "ME_DRIVER";

/**
 * Is this an error of that class, also one made by another copy of it? Each bundle in dist/ has its own copy of this file, and
 * drivers are in bundles of their own: plain `instanceof` would call their errors strangers.
 */
export const isNamed = (value: unknown, name: string): boolean => value instanceof Error && value.name === name;

export class MeiError extends Error {
  override name = "MeiError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, "MeiError");
  }
  readonly code: MeiErrorCode;
  /** Who holds the client, for people: `lms (process 812)`. */
  readonly holder: string | undefined;
  constructor(code: MeiErrorCode, message: string, options: { cause?: unknown; holder?: string | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.holder = options.holder;
  }
}

/** The firmware answered, and the answer is a refusal. `status` is its number, `statusName` the field's name for it where known. */
export class StatusError extends Error {
  readonly code = "ME_STATUS";
  override name = "StatusError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, "StatusError");
  }
  readonly command: string;
  readonly status: number;
  readonly statusName: string | undefined;
  constructor(command: string, status: number, statusName: string | undefined) {
    super(`${command} refused by firmware: status 0x${status.toString(16)}${statusName ? ` ${statusName}` : ""}`);
    this.command = command;
    this.status = status;
    this.statusName = statusName;
  }
}

/** The reply is well formed but answers another question (an id or handle that is not the one asked for). */
export class MismatchError extends Error {
  readonly code = "ME_MISMATCH";
  override name = "MismatchError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, "MismatchError");
  }
}

/** The stable code of any error, ours or Node's, for switching and for reports. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === "AbortError") return "ABORTED";
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "UNEXPECTED";
}
