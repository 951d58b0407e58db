export type HistoryErrorCode = "HISTORY_UNTRUSTED" | "HISTORY_SHORT_WRITE" | "HISTORY_NONE";

export class HistoryError extends Error {
  override name = "HistoryError";
  readonly code: HistoryErrorCode;
  constructor(code: HistoryErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
