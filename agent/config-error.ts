/** A setting that cannot be meant: the text names the setting, where it came from, and what would be valid. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly code = "CONFIG_INVALID";
}
