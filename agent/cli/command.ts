import type { Command } from "commander";
import type { SettingKey } from "../settings-table.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

/** Options as commander read them. */
export type Given = Readonly<Record<string, unknown>>;
export type Action = (context: Context, options: Given, args: string[]) => Promise<Exit>;

/** Makes one command, with what all of them have. */
export type Add = (
  parent: Command,
  usage: string,
  description: string,
  parts: { keys: readonly SettingKey[]; examples: readonly string[]; run: Action },
) => Command;
