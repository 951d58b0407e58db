import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Message, message } from "../../agent/api/texts.ts";
import type { Draft } from "../../agent/events/history.ts";

export const draft = (what: Message): Draft => ({ message: what, origin: "service", foundLater: false, alert: null });
/** Something that happened, told from others by its number. */
export const numbered = (number: number): Draft => draft(message("event.alert.unknown", { alert: `n${number}` }));

/** Where forcing to the disk costs nothing, if there is such a place. */
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder of the test's own. */
export function stateDir(): { path: string; remove(): void } {
  const path = join(mkdtempSync(join(place, "amt-history-")), "events");
  return { path, remove: () => rmSync(join(path, ".."), { recursive: true, force: true }) };
}
