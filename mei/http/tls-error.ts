import { isNamed } from "../errors.ts";
import type { Presented } from "./presented.ts";

export type TlsErrorCode =
  /** The handshake did not come to an end: no TLS there, or no version or cipher in common. */
  | "TLS_FAILED"
  /** The firmware's certificate is not the one, or of none of the roots, that it must be. `presented` is what it showed. */
  | "TLS_UNTRUSTED"
  /** What was given to trust in, or to log in with, cannot be read. */
  | "TLS_BAD_TRUST";

export class TlsError extends Error {
  override name = "TlsError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, "TlsError");
  }
  readonly code: TlsErrorCode;
  readonly presented: Presented | undefined;
  constructor(
    code: TlsErrorCode,
    message: string,
    { presented, cause }: { presented?: Presented; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.presented = presented;
  }
}
