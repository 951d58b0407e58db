import { isNamed } from "../errors.ts";

/** Why a request stays unauthorised. None of them is worth an immediate second try. */
export type AuthErrorCode =
  /** The firmware wants a login and no credentials were given. */
  | "AUTH_REQUIRED"
  /** It asks for a login of a kind that is not answered: anything but digest with MD5 or SHA-256. */
  | "AUTH_UNSUPPORTED"
  /** User or password cannot be sent: empty, or with characters that AMT does not take. */
  | "AUTH_BAD_CREDENTIALS"
  /** The firmware refused the credentials. */
  | "AUTH_FAILED"
  /** The firmware refuses credentials that it took before: the account is locked for a while, or its password was changed. */
  | "AUTH_LOCKED_OUT"
  /** The same credentials were refused a short while ago and were not tried again: ten refusals lock AMT. */
  | "AUTH_HELD_BACK";

export class AuthError extends Error {
  override name = "AuthError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, "AuthError");
  }
  readonly code: AuthErrorCode;
  /** ms before these credentials are tried again. */
  readonly retryAfter: number | undefined;
  constructor(code: AuthErrorCode, message: string, { retryAfter }: { retryAfter?: number } = {}) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
