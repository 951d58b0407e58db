import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { ownDirectory, putNewFile } from "../../platform/kept-file.ts";

/** Only digits, letters, `-`, `_`, `#` and `/` ever get in here: a port of ours, base64url, and where one of our pages is. */
const letterTo = (port: number, token: string, fragment: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>amt-agent</title>
<form method="post" action="http://127.0.0.1:${port}/enter${fragment}">
<input type="hidden" name="token" value="${token}">
<noscript><button>amt-agent</button></noscript>
</form>
<script>document.forms[0].submit()</script>
`;

/** The file that a browser opens to get in: readable by its user alone, and good for one token. */
export interface Letter {
  readonly path: string;
  /** Another token in the same file, in one step. */
  rewrite(token: string): void;
  remove(): void;
}

export interface LetterOptions {
  readonly port: number;
  readonly token: string;
  /** Which page it leads to, `history`; usually the first. What a form is sent to keeps its fragment. */
  readonly page?: string | undefined;
}

/** `directory` is made if need be (0700). Throws UntrustedFileError where others could get at it. */
export function writeLetter(directory: string, { port, token, page = "now" }: LetterOptions): Letter {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // A home behind a symbolic link is still one's own
  const own = ownDirectory(realpathSync(directory));
  const path = join(own, `open-${randomBytes(8).toString("hex")}.html`);
  const fragment = page === "now" ? "" : `#/${page}`;
  const rewrite = (next: string): void => {
    putNewFile(`${path}.new`, letterTo(port, next, fragment));
    renameSync(`${path}.new`, path);
  };
  rewrite(token);
  return { path, rewrite, remove: () => rmSync(path, { force: true }) };
}

/** Takes away what killed processes have left: a letter that lives is rewritten more often than `age` ms. */
export function removeOldLetters(directory: string, { clock, age }: { clock: Clock; age: number }): void {
  for (const name of readdirSync(directory).filter((one) => /^open-[0-9a-f]{16}\.html(\.new)?$/.test(one))) {
    const path = join(directory, name);
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (written !== undefined && clock.now().getTime() - written > age) rmSync(path, { force: true });
  }
}
