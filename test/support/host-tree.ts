import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * A machine's files: path to content, with `/` at its end a directory. In `programs/` scripts that say what the program would. `link`
 * points elsewhere; `fifo` is a pipe nobody writes to.
 */
export type Tree = Readonly<Record<string, string | Buffer | { readonly link: string } | "fifo">>;

export interface HostTree {
  readonly root: string;
  remove(): void;
}

export const fifo = "fifo" as const;

export function hostTree(tree: Tree): HostTree {
  const root = mkdtempSync(join(tmpdir(), "amt-host-"));
  chmodSync(root, 0o755);
  for (const [path, content] of Object.entries(tree)) {
    const at = join(root, path);
    mkdirSync(path.endsWith("/") ? at : dirname(at), { recursive: true });
    if (path.endsWith("/")) continue;
    if (content === fifo) execFileSync("mkfifo", [at]);
    else if (typeof content === "object" && "link" in content) symlinkSync(content.link, at);
    else writeFileSync(at, content);
    if (path.startsWith("/programs/")) chmodSync(at, 0o755);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** A program that prints this. */
export const prints = (text: string, status = 0): string => `#!/bin/sh\ncat <<'END'\n${text}\nEND\nexit ${status}\n`;
