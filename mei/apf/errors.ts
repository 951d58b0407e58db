/** What can go wrong on an APF session or on one of its channels, each with a stable code. */
export type ApfErrorCode =
  /** Bytes that do not fit the declaration of their message; the cause names field and offset. */
  | "APF_MALFORMED"
  /** The first byte is the number of no message. */
  | "APF_UNKNOWN"
  /** A well-formed message that has no place here: out of order, too many, twice. */
  | "APF_PROTOCOL"
  /** No common protocol version. */
  | "APF_VERSION"
  /** The other side sent DISCONNECT; `reason` is its number. */
  | "APF_DISCONNECTED"
  /** We ended the session. */
  | "APF_CLOSED"
  /** The firmware has not asked for this port to be forwarded (yet). */
  | "APF_NOT_FORWARDED"
  /** The other side refused to open the channel; `reason` is its number. */
  | "APF_REFUSED"
  /** More data than the window allowed: that channel was closed. */
  | "APF_WINDOW"
  /** Writing to a channel that the other side has closed. */
  | "APF_CHANNEL_CLOSED";

export class ApfError extends Error {
  override name = "ApfError";
  readonly code: ApfErrorCode;
  /** Number of the other side's reason (DISCONNECT, CHANNEL_OPEN_FAILURE), where it gave one. */
  readonly reason: number | undefined;
  constructor(code: ApfErrorCode, message: string, options: { cause?: unknown; reason?: number | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.reason = options.reason;
  }
}
