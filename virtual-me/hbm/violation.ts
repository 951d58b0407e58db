/** The host broke the rules of the bus, in a way firmware does not go on from: the ME resets its side of the link. */
export class HbmViolation extends Error {
  readonly code = "HBM_VIOLATION";
  override name = "HbmViolation";
}
