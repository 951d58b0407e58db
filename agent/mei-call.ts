import { allCommands } from "../mei/catalogue.ts";
import type { AnyCommand } from "../mei/command.ts";
import { fromInput, type Input } from "../mei/wire/arguments.ts";
import { toPlain } from "../mei/wire/plain.ts";
import { didYouMean } from "../platform/nearest.ts";
import type { Me } from "./me.ts";

export class CommandError extends Error {
  override name = "CommandError";
  readonly code: "COMMAND_UNKNOWN" | "COMMAND_NOT_CONFIRMED";
  constructor(code: CommandError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** The command of that name. Throws COMMAND_UNKNOWN naming the nearest ones. */
export function commandNamed(name: string): AnyCommand {
  const found = allCommands.find((command) => command.name === name);
  if (found) return found;
  const names = allCommands.map((command) => command.name);
  throw new CommandError("COMMAND_UNKNOWN", `There is no ME command "${name}"; ${didYouMean(name, names)}`);
}

export interface MeiAnswer {
  readonly schema: "amt-agent.mei-call/1";
  readonly command: string;
  readonly code: string;
  readonly virtual: boolean;
  readonly reply: unknown;
  readonly leftovers: readonly string[];
}

/**
 * Sends one command with plain JSON input. A command that changes the ME needs `confirmed` on a real machine; a virtual one is
 * there to be tried.
 */
export async function callMei(
  me: Me,
  { name, input, confirmed }: { name: string; input: Input; confirmed: boolean },
  { signal }: { signal: AbortSignal },
): Promise<MeiAnswer> {
  const command = commandNamed(name);
  const request = fromInput(command.requestShape, input);
  const session = me.session(command.client);
  const { virtual } = await session.limits({ signal });
  if (command.effect === "change" && !virtual && !confirmed)
    throw new CommandError(
      "COMMAND_NOT_CONFIRMED",
      `${name} changes this machine's ME (${command.title}). Say --yes if that is meant.`,
    );
  const leftovers: string[] = [];
  const reply: unknown = await command.call(session, request, {
    signal,
    onDiagnostic: ({ bytes }) => leftovers.push(bytes.toString("hex")),
  });
  return {
    schema: "amt-agent.mei-call/1",
    command: command.name,
    code: command.code,
    virtual,
    reply: toPlain(reply),
    leftovers,
  };
}
