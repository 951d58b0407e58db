export type WindowErrorCode =
  /** The pages were not built. */
  | "WINDOW_NOT_BUILT"
  /** Nobody opened the file in time. */
  | "WINDOW_NOBODY"
  /** The one-time token was used twice. */
  | "WINDOW_REUSED";

export class WindowError extends Error {
  override name = "WindowError";
  readonly code: WindowErrorCode;
  constructor(code: WindowErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
