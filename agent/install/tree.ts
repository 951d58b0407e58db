import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../mei/errors.ts";

/** What is at a path: owner and mode as numbers. */
export interface Entry {
  readonly kind: "file" | "folder" | "link" | "socket" | "device" | "other";
  readonly uid: number;
  readonly gid: number;
  /** Permission bits, with set-id and sticky bits. */
  readonly mode: number;
}
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly shell: string;
}
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** A machine's files below `root`. What is not there is undefined; what may not be looked at throws as Node does (EACCES). */
export interface MachineTree {
  entry(path: string): Entry | undefined;
  text(path: string): string | undefined;
  linkTarget(path: string): string | undefined;
  names(folder: string): readonly string[];
  users(): readonly User[];
  groups(): readonly Group[];
}

/** Bytes: the list of a machine's packages is the largest of them. */
const LARGEST = 64 * 1_024 * 1_024;
const absent = ["ENOENT", "ENOTDIR"];

export function machineTree(root: string): MachineTree {
  const at = (path: string): string => join(root, path);
  const unlessAbsent = <T>(look: () => T): T | undefined => {
    try {
      return look();
    } catch (error) {
      if (absent.includes(codeOf(error))) return undefined;
      throw error;
    }
  };
  const stats = (path: string): Stats | undefined => unlessAbsent(() => lstatSync(at(path)));
  const text = (path: string): string | undefined => {
    const found = stats(path);
    if (!found?.isFile() || found.size > LARGEST) return undefined;
    return unlessAbsent(() => readFileSync(at(path), "utf8"));
  };
  const table = (path: string): string[][] =>
    (text(path) ?? "")
      .split("\n")
      .filter((line) => line.includes(":"))
      .map((line) => line.split(":"));
  return {
    entry(path) {
      const found = stats(path);
      return found && { kind: kindOf(found), uid: found.uid, gid: found.gid, mode: found.mode & 0o7777 };
    },
    text,
    linkTarget: (path) => (stats(path)?.isSymbolicLink() ? unlessAbsent(() => readlinkSync(at(path))) : undefined),
    names: (folder) => unlessAbsent(() => readdirSync(at(folder)))?.sort() ?? [],
    users: () =>
      table("/etc/passwd").map(([name = "", , uid, gid, , , shell = ""]) => ({
        name,
        uid: Number(uid),
        gid: Number(gid),
        shell,
      })),
    groups: () =>
      table("/etc/group").map(([name = "", , gid, members = ""]) => ({
        name,
        gid: Number(gid),
        members: members.split(",").filter((member) => member !== ""),
      })),
  };
}

function kindOf(found: Stats): Entry["kind"] {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "folder";
  if (found.isSymbolicLink()) return "link";
  if (found.isSocket()) return "socket";
  return found.isCharacterDevice() ? "device" : "other";
}
