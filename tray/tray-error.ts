export type TrayErrorCode =
  /** No session bus: not started from a desktop session. */
  | "TRAY_NO_BUS"
  /** The session bus closed the connection: the session is over. */
  | "TRAY_BUS_LOST"
  /** This desktop session has a tray already. */
  | "TRAY_RUNNING"
  /** No tray for this operating system. */
  | "TRAY_UNSUPPORTED"
  /** The user closed it. Nobody outside sees this. */
  | "TRAY_ENDED";

export class TrayError extends Error {
  override name = "TrayError";
  readonly code: TrayErrorCode;
  constructor(code: TrayErrorCode, message: string, { cause }: { cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
