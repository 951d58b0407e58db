import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { turn } from "./clock.ts";

export interface Process {
  readonly pid: number;
  /** The kernel's short name, at most 15 characters. */
  readonly name: string;
}
interface Where {
  readonly procRoot?: string;
}

/** Who has `path` open, ourselves included. Of other users' processes only root sees the files; what cannot be read is left out. */
export async function holdersOf(path: string, { procRoot = "/proc" }: Where = {}): Promise<Process[]> {
  const real = unlessGone(() => realpathSync(path));
  if (real === undefined) return [];
  const holders: Process[] = [];
  for (const pid of pids(procRoot)) {
    const files = join(procRoot, String(pid), "fd");
    const holds = unlessGone(() => readdirSync(files))?.some(
      (fd) => unlessGone(() => readlinkSync(join(files, fd))) === real,
    );
    if (holds) holders.push({ pid, name: nameOf(procRoot, pid) });
    await turn(); // ten thousand descriptors on a busy desktop: not in one piece
  }
  return holders;
}

/** Running processes of these names, whoever owns them. */
export function processesNamed(names: readonly string[], { procRoot = "/proc" }: Where = {}): Process[] {
  return pids(procRoot)
    .map((pid) => ({ pid, name: nameOf(procRoot, pid) }))
    .filter(({ name }) => names.includes(name));
}

/**
 * Running processes of one executable file, with their arguments. `replaced`: the file has another content by now than the one that runs,
 * as after an upgrade. Of other users' processes only root sees the executable; what cannot be read is left out.
 */
export function processesOf(
  executable: string,
  { procRoot = "/proc" }: Where = {},
): (Process & { readonly args: readonly string[]; readonly replaced: boolean })[] {
  return pids(procRoot).flatMap((pid) => {
    const link = unlessGone(() => readlinkSync(join(procRoot, String(pid), "exe")));
    const replaced = link === `${executable} (deleted)`;
    if (link !== executable && !replaced) return [];
    const line = unlessGone(() => readFileSync(join(procRoot, String(pid), "cmdline"), "utf8")) ?? "";
    return [{ pid, name: nameOf(procRoot, pid), args: line.split("\0"), replaced }];
  });
}

const pids = (procRoot: string): number[] =>
  (unlessGone(() => readdirSync(procRoot)) ?? []).filter((name) => /^\d+$/.test(name)).map(Number);

const nameOf = (procRoot: string, pid: number): string =>
  unlessGone(() => readFileSync(join(procRoot, String(pid), "comm"), "utf8").trim()) ?? "";

/** Processes and their files come and go while one looks, and some may not be looked at: both are an answer here. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (["ENOENT", "ESRCH", "EACCES", "EPERM", "ENOTDIR"].includes(code ?? "")) return undefined;
    throw error;
  }
}
