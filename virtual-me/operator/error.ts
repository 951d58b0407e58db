const codes = [
  /** There is no such action or verb. */
  "OPERATOR_UNKNOWN",
  /** AMT does not allow it as things are. */
  "OPERATOR_REFUSED",
  /** No virtual ME takes orders there. */
  "OPERATOR_UNREACHABLE",
  /** It belongs to another user. */
  "OPERATOR_DENIED",
  /** What came over the control socket makes no sense. */
  "OPERATOR_PROTOCOL",
] as const;
/** Why an act of the operator's did not happen. */
export type OperatorErrorCode = (typeof codes)[number];
export const isOperatorError = (code: unknown): code is OperatorErrorCode => codes.some((one) => one === code);

export class OperatorError extends Error {
  override name = "OperatorError";
  readonly code: OperatorErrorCode;
  constructor(code: OperatorErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** `why` says what stands in the way, and behind a colon what helps. */
export function refuse(why: string, cause?: unknown): never {
  throw new OperatorError("OPERATOR_REFUSED", why, cause === undefined ? {} : { cause });
}
