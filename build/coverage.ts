import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { allCommands } from "../mei/catalogue.ts";
import type { AnyCommand } from "../mei/command.ts";
import { answering } from "../virtual-me/provenance.ts";
import { proofsOf, provenance, readFixtures, type Seen, unproven } from "./golden.ts";

export interface Coverage {
  readonly family: string;
  readonly code: string;
  readonly name: string;
  readonly title: string;
  readonly effect: "read" | "change";
  /** Sources that name the command, apart from `mei call`, which calls every one. */
  readonly callers: readonly string[];
  /** The best bytes from outside for each half; a silent command has no reply. */
  readonly request: Seen | "none";
  readonly reply: Seen | "none" | "silent";
  readonly from: readonly string[];
  /** Virtual machines that answer it, and the weakest fact in what each says. */
  readonly machines: readonly { readonly machine: string; readonly kind: "recorded" | "derived" | "synthetic" }[];
}
export interface Report {
  readonly commands: readonly Coverage[];
  readonly unproven: { readonly nothing: readonly string[]; readonly reply: readonly string[] };
}

const root = path.join(import.meta.dirname, "..");

/** Who uses a command: the service and its commands, the tray, and the drivers (which ask for the virtual ME's marker). */
const rooms = ["agent", "tray", "mei/drivers"];

/** Source text without comments and string literals, so that only code that uses a name counts as a caller. */
const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, " ");

function sources(): { file: string; words: ReadonlySet<string> }[] {
  return rooms.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .sort()
      .map((file) => ({
        file: path.posix.join(room, ...file.split(path.sep)),
        words: new Set(codeOf(readFileSync(path.join(root, room, file), "utf8")).match(/[A-Za-z_]\w*/g)),
      })),
  );
}

/** Everything that is known about what each command has been proven with, and who uses it. */
export async function coverage(commands: readonly AnyCommand[] = allCommands): Promise<Report> {
  const fixtures = readFixtures();
  const answers = await answering();
  const code = sources();
  const families = [...new Set(commands.map(({ client }) => client.name))];
  const place = ({ client, code: number }: AnyCommand): string => `${families.indexOf(client.name)} ${number}`;
  // The catalogue's own order is that of module exports, which bundlers and test runners do not agree on.
  const ordered = [...commands].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return {
    commands: ordered.map((command) => {
      const proofs = proofsOf(command, fixtures);
      return {
        family: command.client.name,
        code: command.code.slice(command.code.indexOf(" ") + 1),
        name: command.name,
        title: command.title,
        effect: command.effect,
        callers: code.filter(({ words }) => words.has(command.name)).map(({ file }) => file),
        request: provenance(proofs, "request"),
        reply: command.silent ? "silent" : provenance(proofs, "reply"),
        from: [...new Set(proofs.map(({ from }) => from))],
        machines: answers
          .filter((one) => one.command === command.name && one.answer === "answers")
          .map(({ machine, kind }) => ({ machine, kind })),
      };
    }),
    unproven: unproven(commands, fixtures),
  };
}
