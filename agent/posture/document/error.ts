/** What is wrong with a document, its key or its place. The remedy stands in the message. */
export class PostureError extends Error {
  override name = "PostureError";
  readonly code:
    | "POSTURE_KEY"
    | "POSTURE_INVALID"
    | "POSTURE_CHECK_UNKNOWN"
    | "POSTURE_ADVISORIES"
    | "POSTURE_UNTRUSTED"
    | "POSTURE_OUTPUT"
    | "POSTURE_RESTING";
  constructor(code: PostureError["code"], message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
