/** Why a configuration is not carried out, or not believed to be. */
export class ConfigureError extends Error {
  override name = "ConfigureError";
  readonly code: /** What is wanted contradicts itself, or cannot be meant. Nothing was sent. */
    | "CONFIGURE_INPUT"
    /** AMT would refuse it, by rules that are known. Nothing was changed. */
    | "CONFIGURE_REFUSED"
    /** This machine does not have it. */
    | "CONFIGURE_ABSENT"
    /** AMT took it, and says something else when asked again. */
    | "CONFIGURE_NOT_TAKEN"
    /** Some of it was carried out, then something went wrong. */
    | "CONFIGURE_PARTLY";
  constructor(code: ConfigureError["code"], message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}

export const refuse = (message: string): never => {
  throw new ConfigureError("CONFIGURE_REFUSED", message);
};
export const cannotMean = (message: string): never => {
  throw new ConfigureError("CONFIGURE_INPUT", message);
};
export const absent = (message: string): never => {
  throw new ConfigureError("CONFIGURE_ABSENT", message);
};
