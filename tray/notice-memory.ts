import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { latestFile } from "../platform/latest-file.ts";
import { type NoticeState, nothingShown } from "./notices.ts";

/** What was shown, from one start of this user's tray to the next, so that nothing is told twice. */
export interface NoticeMemory {
  readonly last: NoticeState;
  /** Written as soon as what was given before is; of several that wait the last. */
  keep(state: NoticeState): void;
  settled(): Promise<void>;
}

/** In `dir`, made (0700) if need be, but for no user who has no `home`. What cannot be kept is told once: the tray then tells of what is new since its start alone. */
export function openNoticeMemory(
  dir: string,
  { home, onTrouble }: { readonly home: string; readonly onTrouble: (error: Error) => void },
): NoticeMemory {
  const path = join(dir, "notices.json");
  let isTold = false;
  const { keep, settled } = latestFile(path, {
    flush: false,
    prepare() {
      accessSync(home);
      makeOwn(dir);
    },
    onTrouble(error) {
      if (!isTold) onTrouble(error);
      isTold = true;
    },
  });
  return { last: read(path), keep: (state) => keep(`${JSON.stringify(state)}\n`), settled };
}

/** Node says "no such file" where one on the way cannot be made (seen in 20.20, on a read-only file system): the last that is there says why. */
function makeOwn(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    let there = dir;
    while (!existsSync(there)) there = dirname(there);
    accessSync(there, constants.W_OK);
    throw error;
  }
}

/** A file that is not there, or is no such state, is as good as none. */
function read(path: string): NoticeState {
  let value: Partial<NoticeState> | null;
  try {
    value = JSON.parse(readFileSync(path, "utf8")) as Partial<NoticeState> | null;
  } catch {
    return nothingShown;
  }
  const { seen } = value ?? {};
  if (typeof seen?.id !== "number" || typeof seen.at !== "string") return nothingShown;
  return { ...nothingShown, seen };
}
