import { isNamed } from "../errors.ts";

/** What can go wrong between a request and its reply. Callers switch on `code`, never on text. */
export type HttpErrorCode =
  /** The firmware ended the connection before its reply was complete. `sent` says whether it may have carried the request out. */
  | "HTTP_CLOSED"
  /** Connecting, or the reply, took longer than allowed. */
  | "HTTP_TIMEOUT"
  /** Headers or body are larger than allowed. */
  | "HTTP_TOO_LARGE"
  /** What came back is not HTTP/1.x. */
  | "HTTP_BAD_REPLY"
  /** The request itself cannot be written as HTTP: a path or header with characters that have no place there. */
  | "HTTP_BAD_REQUEST"
  /** We closed the client ourselves. */
  | "HTTP_STOPPED";

export class HttpError extends Error {
  override name = "HttpError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, "HttpError");
  }
  readonly code: HttpErrorCode;
  /** Something of the request may have reached the firmware. */
  readonly sent: boolean;
  constructor(code: HttpErrorCode, message: string, { sent, cause }: { sent: boolean; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.sent = sent;
  }
}
