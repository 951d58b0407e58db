import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WindowError } from "./window-error.ts";

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const types = {
  "index.html": "text/html; charset=utf-8",
  "app.js": "text/javascript; charset=utf-8",
  "app.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;
export type PageName = keyof typeof types;
export type PageFiles = Readonly<Record<PageName, PageFile>>;

/** Read once; afterwards no request's path ever comes near the file system. Throws WindowError. */
export function readPageFiles(directory: string): PageFiles {
  const entries = Object.entries(types).map(([name, type]) => {
    const path = join(directory, name);
    if (!existsSync(path))
      throw new WindowError("WINDOW_NOT_BUILT", `The window's pages are missing (${path}). Run npm run build.`);
    return [name, { type, bytes: readFileSync(path) }];
  });
  return Object.fromEntries(entries) as PageFiles;
}

/** The document with one of its empty `<meta>` filled in: with words of ours alone, letters, digits, `-`, `_` and `:`. */
export function withMeta({ type, bytes }: PageFile, name: "entry" | "language", content: string): PageFile {
  const empty = `<meta name="${name}" content="">`;
  return { type, bytes: Buffer.from(bytes.toString("utf8").replace(empty, empty.replace('""', `"${content}"`))) };
}
