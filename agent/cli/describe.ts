import type { Command } from "commander";
import { placesOf } from "../../platform/paths.ts";
import { type Setting, settings } from "../settings-table.ts";
import { exits } from "./exit-codes.ts";

/** A command as data, for manual pages and completions. */
export interface Described {
  readonly name: string;
  /** Its arguments: `<profile>`. */
  readonly usage: string;
  readonly description: string;
  readonly runs: boolean;
  readonly options: readonly { readonly flags: string; readonly description: string }[];
  readonly examples: readonly string[];
  readonly commands: readonly Described[];
}

/** The whole command line: `examples` holds those of each command that does something. */
export function describe(root: Command, examples: ReadonlyMap<Command, readonly string[]>) {
  const one = (command: Command): Described => ({
    name: command.name(),
    usage: command.registeredArguments
      .map((argument) => {
        const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
        return argument.required ? `<${name}>` : `[${name}]`;
      })
      .join(" "),
    description: command.description(),
    runs: examples.has(command),
    options: command.options.filter(({ hidden }) => !hidden).map(({ flags, description }) => ({ flags, description })),
    examples: (examples.get(command) ?? []).map((line) => `amt-agent ${line}`),
    commands: command.commands.filter((each) => !each.name().startsWith("__")).map(one),
  });
  return {
    ...one(root),
    exits: Object.values(exits).map(([code, means]) => ({ code, means })),
    settings: Object.entries<Setting>(settings).map(([key, setting]) => ({
      key,
      title: setting.title,
      takes: takes(setting),
      otherwise: setting.otherwise ?? String(otherwiseOf(setting)),
      ...(setting.env && { env: setting.env }),
      ...(setting.flag && { flag: setting.flag }),
    })),
  };
}

function takes({ kind }: Setting): string {
  switch (kind.is) {
    case "choice":
      return `One of ${kind.of.join(", ")}`;
    case "whole":
      return `A whole number from ${kind.min} to ${kind.max}`;
    case "yes-no":
      return "yes or no";
    case "agents":
    case "destinations":
      return "A list";
    case "text":
      return "Text";
  }
}

/** Of an installed service on Linux: what a page says must not hang on who built it. */
const installed = { platform: "linux", uid: 0, home: "/root", env: {}, exists: () => true } as const;

function otherwiseOf({ default: value }: Setting): unknown {
  return typeof value === "function" ? value(placesOf(installed), installed) : value;
}
