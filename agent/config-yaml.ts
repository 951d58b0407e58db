import { parse } from "yaml";
import { ConfigError } from "./config-error.ts";

/** A YAML (or JSON) document that somebody else may have written: no aliases that grow, no key twice. Throws ConfigError without its text. */
export function readYaml(text: string, what: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, uniqueKeys: true, prettyErrors: false, logLevel: "silent" });
  } catch (error) {
    const { code, pos } = error as { code?: unknown; pos?: readonly number[] };
    const line = pos?.[0] === undefined ? "" : `, line ${text.slice(0, pos[0]).split("\n").length}`;
    throw new ConfigError(`${what} is no YAML (${String(code ?? "unreadable")}${line})`);
  }
}
