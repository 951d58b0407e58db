import { closeSync, constants, fchmodSync, fsyncSync, openSync, readFileSync, renameSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { syncDirectory, writeAll } from "../../platform/kept-file.ts";
import { ProvisioningError } from "./error.ts";
import { type PlanName, plans, type StepName } from "./steps.ts";

/** What an operation is, for whoever finds it unfinished. No secret: the password is only referred to. */
export interface Begun {
  readonly plan: PlanName;
  /** AMT's own: a disk can move to another machine. */
  readonly uuid: string;
  readonly at: string;
  /** Where the new password's owner has it. */
  readonly password?: string;
}
export type Outcome = "done" | "undone" | "uncertain";
export type Entry =
  | ({ readonly entry: "begin" } & Begun)
  | { readonly entry: "before" | "after"; readonly step: StepName }
  | { readonly entry: "end"; readonly outcome: Outcome };

export interface Unfinished extends Begun {
  /** Steps that were begun, and of those the ones known to be over. */
  readonly before: readonly StepName[];
  readonly after: readonly StepName[];
}

/** The operation of the moment on the disk: each entry is there before what it announces happens. */
export interface Journal {
  readonly path: string;
  /** The last operation, if nobody wrote its end. Throws JOURNAL_UNUSABLE. */
  unfinished(): Unfinished | undefined;
  write(entry: Entry): void;
}

/** In `directory`, which must be there and its owner's alone. */
export function openJournal(directory: string): Journal {
  const path = join(directory, "provisioning.journal");
  return {
    path,
    unfinished: () => unfinishedIn(entriesOf(path)),
    write(entry) {
      const line = `${JSON.stringify(entry)}\n`;
      if (entry.entry === "begin") return replace(path, line);
      dropTorn(path);
      append(path, line, constants.O_APPEND);
    },
  };
}

function append(path: string, line: string, flags: number): void {
  const descriptor = openSync(path, constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0) | flags, 0o600);
  try {
    if (flags & constants.O_CREAT && process.geteuid) fchmodSync(descriptor, 0o600);
    writeAll(descriptor, line);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What was being written when the power went is no entry, and must not become the beginning of the next one. */
function dropTorn(path: string): void {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(path, whole);
}

/** The old journal or the new one, never none. */
function replace(path: string, line: string): void {
  append(`${path}.new`, line, constants.O_CREAT | constants.O_TRUNC);
  renameSync(`${path}.new`, path);
  syncDirectory(dirname(path));
}

function entriesOf(path: string): readonly Entry[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  // What stands behind the last line's end was being written when the power went: it announces nothing that was done
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch {
      throw new ProvisioningError("JOURNAL_UNUSABLE", `Line ${index + 1} of ${path} is not a journal's`, {
        remedy: `See what AMT says of itself (amt-agent info), then remove ${path}.`,
      });
    }
  });
}

function unfinishedIn(entries: readonly Entry[]): Unfinished | undefined {
  const [first, ...rest] = entries;
  if (first?.entry !== "begin" || !Object.hasOwn(plans, first.plan) || rest.some(({ entry }) => entry === "end"))
    return undefined;
  const named = (which: "before" | "after"): StepName[] =>
    rest.flatMap((one) => (one.entry === which ? [(one as { readonly step: StepName }).step] : []));
  const { entry: _, ...begun } = first;
  return { ...begun, before: named("before"), after: named("after") };
}
