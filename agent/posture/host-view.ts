import { join } from "node:path";
import { linkAt, namesIn, readBounded } from "../../platform/bounded-file.ts";
import { runProgram, systemPrograms } from "../../platform/run-program.ts";
import { type WindowsFacts, windowsFacts } from "../../platform/windows-facts.ts";

/** This machine's files and programs, for looking only. Paths are absolute; everything is below `root`. */
export interface HostView {
  text(path: string): Promise<string>;
  bytes(path: string): Promise<Buffer>;
  names(directory: string): Promise<string[]>;
  link(path: string): Promise<string>;
  /** Undefined where there is no such file; every other trouble is one. */
  textIfThere(path: string): Promise<string | undefined>;
  namesIfThere(directory: string): Promise<string[] | undefined>;
  /** The BIOS's table (SMBIOS). */
  smbios(): Promise<Buffer>;
  /** On Windows, of the machine itself. */
  readonly windows: WindowsFacts | undefined;
  run(program: string, args: readonly string[], options: { signal: AbortSignal }): Promise<string>;
}

/** Bytes. /proc/cpuinfo of 512 processors is 0.8 MB, an SMBIOS table at most 64 KB. */
const MOST_FILE = 2 * 1024 * 1024;
const MOST_OUTPUT = 1024 * 1024;

const SMBIOS = "/sys/firmware/dmi/tables/DMI";

/** `root` is `/`, or where another machine's tree is. Programs below another root are looked for there, in `/programs`. */
export function hostView(
  root: string,
  windows: WindowsFacts | undefined = root === "/" ? windowsFacts() : undefined,
): HostView {
  const at = (path: string): string => join(root, path);
  const places = root === "/" ? systemPrograms : [join(root, "programs")];
  const bytes = (path: string): Promise<Buffer> => readBounded(at(path), { most: MOST_FILE });
  const text = async (path: string): Promise<string> => (await bytes(path)).toString("utf8");
  const names = (directory: string): Promise<string[]> => namesIn(at(directory));
  return {
    bytes,
    text,
    names,
    windows,
    smbios: () => (windows ? windows.smbios() : bytes(SMBIOS)),
    link: (path) => linkAt(at(path)),
    textIfThere: (path) => ifThere(text(path)),
    namesIfThere: (directory) => ifThere(names(directory)),
    run: (program, args, { signal }) => runProgram(program, args, { places, most: MOST_OUTPUT, signal }),
  };
}

async function ifThere<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
