import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from "yaml";
import * as z from "zod";
import { didYouMean } from "../platform/nearest.ts";
import { type Host, placesOf } from "../platform/paths.ts";
import { readTrustedFile } from "../platform/trusted-file.ts";
import { GuardedAgents, namesCommands } from "./config-agents.ts";
import { Destinations } from "./config-destinations.ts";
import { ConfigError } from "./config-error.ts";
import { parseTargets } from "./lms/targets.ts";
import { parseMei } from "./mei-spec.ts";
import { parseTextfile } from "./metrics/textfile.ts";
import { parseAdvisoryKeys } from "./posture/advisories/keys.ts";
import {
  configFile,
  type Env,
  type Flags,
  type Kind,
  otherEnv,
  type Setting,
  type SettingKey,
  type Source,
  settings,
  spoken,
  type Values,
} from "./settings-table.ts";
import { parsePin } from "./wsman/trust.ts";

export interface Config {
  readonly values: Values;
  readonly sources: { readonly [K in SettingKey]: Source };
  /** Things that are not wrong, but surely not meant, for the log. */
  readonly warnings: readonly string[];
}

const keys = Object.keys(settings) as SettingKey[];

/** One schema per setting; text from flags and environment comes to it by `fromText`. */
function schemaOf(kind: Kind): z.ZodType {
  switch (kind.is) {
    case "choice":
      return z.string().refine((value) => kind.of.includes(value), {
        error: ({ input }) => `must be one of ${kind.of.join(", ")}; ${didYouMean(String(input), kind.of)}`,
      });
    case "whole":
      return z
        .int(`must be a whole number from ${kind.min} to ${kind.max}`)
        .min(kind.min, `must be at least ${kind.min}`)
        .max(kind.max, `must be at most ${kind.max}`);
    case "yes-no":
      return z.boolean("must be true or false");
    case "agents":
      return GuardedAgents;
    case "destinations":
      return Destinations;
    case "text":
      return z.string("must be text").min(1, "must not be empty").max(4_096, "is too long");
  }
}
const readable = (parse: (value: string) => unknown): z.ZodType =>
  z.string("must be text").superRefine((value, context) => {
    try {
      parse(value);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });
/** Settings whose text has a form of its own. */
const parsed: { readonly [K in SettingKey]?: z.ZodType } = {
  mei: readable(parseMei),
  "lms.connectOut": readable(parseTargets),
  "metrics.textfile": readable(parseTextfile),
  "tls.pin": readable(parsePin),
  "posture.advisoryKeys": readable(parseAdvisoryKeys),
};
export const schemas = Object.fromEntries(
  keys.map((key) => [key, parsed[key] ?? schemaOf(settings[key].kind)]),
) as Record<SettingKey, z.ZodType>;

/** Every setting from flags, environment, file and defaults, in that order. Throws ConfigError, naming key and source. */
export function loadConfig(flags: Flags, host: Host): Config {
  const file = readFile(flags, host);
  const values: Record<string, unknown> = {};
  const sources: Record<string, Source> = {};
  for (const key of keys) {
    const said = spoken(key, flags, host.env);
    const found = said ? { value: fromText(settings[key].kind, said.text), source: said.source } : file.get(key);
    if (!found) {
      const usual: Setting["default"] = settings[key].default;
      values[key] = typeof usual === "function" ? usual(placesOf(host), host) : usual;
      sources[key] = { from: "default", name: "default" };
      continue;
    }
    const result = schemas[key].safeParse(found.value);
    if (!result.success) {
      const [issue] = result.error.issues;
      const why = issue?.message ?? "is not valid";
      const where = issue?.path.length ? `${key}.${issue.path.join(".")}` : key;
      const what = why.startsWith('"') || where !== key ? why : `${shown(found.value)} ${why}`;
      throw new ConfigError(`${where} (${found.source.name}): ${what}.`);
    }
    values[key] = result.data;
    sources[key] = found.source;
  }
  // Filled key by key from the table that both types are made of
  if (namesCommands((values as Values)["presence.agents"])) onlyOwnersMayWrite(flags, host);
  return { values: values as Values, sources: sources as Config["sources"], warnings: strayEnv(host.env) };
}

/**
 * May this service run on a virtual ME? The command line is somebody's deliberate word; an environment or a file can be left
 * over, so there `allowVirtual` has to say it too.
 */
export const mayBeVirtual = ({ values, sources }: Config): boolean =>
  values.allowVirtual || sources.mei.from === "flag";

/** Whoever may write a file that names commands has them run by the service. */
function onlyOwnersMayWrite(flags: Flags, host: Host): void {
  const path = configFile(flags, host)?.path ?? "";
  try {
    readTrustedFile(path, "names-commands");
  } catch (cause) {
    const why = (cause as Error).message;
    throw new ConfigError(`presence.agents names a command, and for that the file must be safe: ${why}.`, { cause });
  }
}

const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : String(value);

/** Text that is not what the setting wants stays text, for the schema to refuse. */
function fromText(kind: Kind, text: string): unknown {
  if (kind.is === "whole") return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (kind.is === "yes-no") return /^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : text;
  return text;
}

/** A mistyped variable is silently without effect unless somebody says so. */
const names = Object.values<Setting>(settings).flatMap(({ env }) => env ?? []);
const strayEnv = (env: Env): string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith("AMT_AGENT_") && !otherEnv.test(name))
    .filter((name) => !names.includes(name))
    .map((name) => `The environment variable ${name} is not a setting; ${didYouMean(name, names)}`);

type FileValues = Map<SettingKey, { value: unknown; source: Source }>;

function readFile(flags: Flags, host: Host): FileValues {
  const file = configFile(flags, host);
  if (!file) return new Map();
  let text: string;
  try {
    text = readTrustedFile(file.path, "plain");
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    if (missing && !file.asked) return new Map();
    throw new ConfigError(
      missing
        ? `There is no configuration file ${file.path}.`
        : `The configuration file ${file.path} cannot be used: ${(cause as Error).message}.`,
      { cause },
    );
  }
  return parseFile(text, file.path);
}

function parseFile(text: string, path: string): FileValues {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string => `${path}:${lines.linePos(offset ?? 0).line}`;
  const [broken] = document.errors;
  if (broken) throw new ConfigError(`The configuration file is not YAML (${at(broken.pos[0])}): ${broken.message}.`);
  const found: FileValues = new Map();
  const walk = (node: ParsedNode | null, prefix: string): void => {
    if (!isMap(node))
      throw new ConfigError(
        `${prefix || "The configuration file"} (${at(node?.range[0])}) must hold settings, as in "mei: auto".`,
      );
    for (const { key, value } of node.items) {
      const name = `${prefix && `${prefix}.`}${isScalar(key) ? String(key.value) : "?"}`;
      const source: Source = { from: "file", name: at(key.range[0]) };
      if (keys.some((known) => known.startsWith(`${name}.`))) walk(value, name);
      else if (!Object.hasOwn(settings, name)) {
        throw new ConfigError(`${name} (${source.name}) is not a setting; ${didYouMean(name, keys)}`);
      } else found.set(name as SettingKey, { value: isScalar(value) ? value.value : value?.toJSON(), source });
    }
  };
  if (document.contents !== null && !(isScalar(document.contents) && document.contents.value === null))
    walk(document.contents, "");
  return found;
}
