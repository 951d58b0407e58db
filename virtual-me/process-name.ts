import { readFileSync } from "node:fs";

/** What stands for a program that the system does not name. */
export const unknownProgram = "another program";

/** The process of this id, or of this thread, for people: `node (process 812)`. 0 is one that we cannot see. */
export function processName(id: number): string {
  if (id === 0) return unknownProgram;
  const pid = Number(/^Tgid:\s*(\d+)$/m.exec(read(id, "status") ?? "")?.[1] ?? id);
  return `${read(pid, "comm")?.trim() || unknownProgram} (process ${pid})`;
}

function read(id: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${id}/${file}`, "utf8");
  } catch {
    return undefined; // it has ended, or there is no /proc: the number must do
  }
}
