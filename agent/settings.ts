import { type Host, placesOf } from "../platform/paths.ts";
import { configFile, type Flags, type Source, settings, spoken } from "./settings-table.ts";

/** Where a command finds the ME and the service. */
export interface Reach {
  readonly mei: string;
  /** Who said so: a command with an ME of its own choice opens it itself, whatever the service holds. */
  readonly meiFrom: Source["from"];
  readonly socket: string;
}

/**
 * What most commands need, without loading the schema (zod) or YAML unless there is a configuration file: a command like
 * `info` must start fast. Throws ConfigError.
 */
export async function reach(flags: Flags, host: Host): Promise<Reach> {
  const { socketToAsk } = placesOf(host);
  if (configFile(flags, host)) {
    const { loadConfig } = await import("./config.ts");
    const { values, sources } = loadConfig(flags, host);
    const socket = sources.socket.from === "default" ? socketToAsk : values.socket;
    return { mei: values.mei, meiFrom: sources.mei.from, socket };
  }
  const mei = spoken("mei", flags, host.env);
  return {
    mei: mei?.text ?? settings.mei.default,
    meiFrom: mei?.source.from ?? "default",
    socket: spoken("socket", flags, host.env)?.text ?? socketToAsk,
  };
}

/** What one setting says, without loading the schema unless there is a configuration file. Throws ConfigError. */
export async function settingOf(
  key: TextSetting,
  flags: Flags,
  host: Host,
): Promise<{ readonly text: string; readonly from: Source["from"] }> {
  if (configFile(flags, host)) {
    const { loadConfig } = await import("./config.ts");
    const { values, sources } = loadConfig(flags, host);
    return { text: values[key], from: sources[key].from };
  }
  const said = spoken(key, flags, host.env);
  const usual = settings[key].default;
  const otherwise = typeof usual === "function" ? usual(placesOf(host)) : usual;
  return { text: said?.text ?? otherwise, from: said?.source.from ?? "default" };
}
type TextSetting =
  | "stateDir"
  | "tls.ca"
  | "tls.pin"
  | "adminDir"
  | "posture.spoolDir"
  | "posture.sendDir"
  | "posture.advisoryKeys"
  | "posture.key"
  | "posture.tpm"
  | "provisioning.keep"
  | "provisioning.escrow";
