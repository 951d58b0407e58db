import { ConfigError } from "../config-error.ts";

/** What `lms.connectOut` says: `none`, or `host:port` separated by commas. Throws ConfigError. */
export function parseTargets(text: string): ReadonlySet<string> {
  if (text.trim() === "none") return new Set();
  const targets = text.split(",").map((one) => one.trim());
  for (const target of targets) {
    const port = Number(/^(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})$/.exec(target)?.[1]);
    if (!(port >= 1 && port <= 65_535))
      throw new ConfigError(`lms.connectOut: "${target}" is not HOST:PORT (an IPv6 address in brackets), nor none.`);
  }
  return new Set(targets);
}
