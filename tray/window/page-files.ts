import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WindowError } from "./window-error.ts";

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const script = "text/javascript; charset=utf-8";
const types: Readonly<Record<string, string>> = {
  "app.js": script,
  "app.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
};
/** The scripts that hold a language. */
const isWords = (name: string): boolean => /^words-[A-Za-z-]+\.js$/.test(name);
export interface PageFiles {
  readonly document: PageFile;
  /** What it asks for, by name. */
  readonly parts: ReadonlyMap<string, PageFile>;
}

/** Read once; afterwards no request's path ever comes near the file system. Throws WindowError. */
export function readPageFiles(directory: string): PageFiles {
  const read = (name: string, type: string): PageFile => {
    const path = join(directory, name);
    if (!existsSync(path))
      throw new WindowError("WINDOW_NOT_BUILT", `The window's pages are missing (${path}). Run npm run build.`);
    return { type, bytes: readFileSync(path) };
  };
  const document = read("index.html", "text/html; charset=utf-8");
  const words = readdirSync(directory)
    .filter(isWords)
    .map((name) => [name, script] as const);
  return {
    document,
    parts: new Map([...Object.entries(types), ...words].map(([name, type]) => [name, read(name, type)])),
  };
}

/** The document with one of its empty `<meta>` filled in: with words of ours alone, letters, digits, `-`, `_` and `:`. */
export function withMeta({ type, bytes }: PageFile, name: "entry" | "language", content: string): PageFile {
  const empty = `<meta name="${name}" content="">`;
  return { type, bytes: Buffer.from(bytes.toString("utf8").replace(empty, empty.replace('""', `"${content}"`))) };
}
