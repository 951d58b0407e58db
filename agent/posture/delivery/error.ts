/** A report that did not get to where it should. Never holds a secret, nor words of the other side: its status at most. */
export class DeliveryError extends Error {
  override name = "DeliveryError";
  readonly code: /** This report will never be taken: it is not sent there again. */
    | "DELIVERY_REFUSED"
    | "DELIVERY_LOGIN"
    | "DELIVERY_ANSWER"
    | "DELIVERY_TIMEOUT"
    | "DELIVERY_CLOSED"
    | "DELIVERY_CREDENTIAL"
    | "DELIVERY_UNKNOWN"
    | "DELIVERY_SPOOL";
  /** ms that the other side wants to be left alone. */
  readonly pause: number;
  constructor(
    code: DeliveryError["code"],
    message: string,
    { cause, pause = 0 }: { cause?: unknown; pause?: number } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.pause = pause;
  }
}
