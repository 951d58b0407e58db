import { didYouMean } from "../platform/nearest.ts";
import { ConfigError } from "./config-error.ts";

/** Which ME to talk to, as `--mei` says it. */
export type MeiSpec =
  | { readonly kind: "auto" }
  | { readonly kind: "linux" }
  | { readonly kind: "windows" }
  /** Without a machine: the usual one. Whether the machine exists is for the virtual ME to say. */
  | { readonly kind: "virtual"; readonly machine?: string }
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "trace"; readonly file: string };

export const meiGrammar = "auto|linux|windows|virtual[:MACHINE]|socket:PATH|trace:FILE";
const kinds = ["auto", "linux", "windows", "virtual", "socket", "trace"] as const;

/** Throws ConfigError. `auto` is never the virtual ME. */
export function parseMei(text: string): MeiSpec {
  const colon = text.indexOf(":");
  const kind = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? undefined : text.slice(colon + 1);
  const wrong = (why: string): ConfigError => new ConfigError(`"${text}" does not name an ME: ${why} (${meiGrammar})`);
  switch (kind) {
    case "auto":
    case "linux":
    case "windows":
      if (rest !== undefined) throw wrong(`${kind} takes nothing after it`);
      return { kind };
    case "virtual":
      if (rest === "") throw wrong("the machine's name is missing after virtual:");
      return rest === undefined ? { kind } : { kind, machine: rest };
    case "socket":
      if (!rest) throw wrong("the socket's path is missing, as in socket:/run/me.sock");
      return { kind, path: rest };
    case "trace":
      if (!rest) throw wrong("the trace file is missing, as in trace:machine.jsonl");
      return { kind, file: rest };
    default:
      throw wrong(`there is no driver "${kind}"; ${didYouMean(kind, kinds)}`);
  }
}
