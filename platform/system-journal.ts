import { existsSync } from "node:fs";
import type { Host } from "./paths.ts";

/** systemd's journal, with fields of one's own: a line on standard error can have none. */
export interface SystemJournal {
  /** Names in capitals. Throws where the journal does not take it: too much at once, or nobody there. */
  send(fields: Readonly<Record<string, string>>): void;
}

const SOCKET = "/run/systemd/journal/socket";

/** undefined: there is none here. Loads native code only where there is one. */
export async function systemJournal({ platform }: Pick<Host, "platform">): Promise<SystemJournal | undefined> {
  if (platform !== "linux" || !existsSync(SOCKET)) return undefined;
  const { sendDatagram } = await import("./native/datagram.ts");
  return { send: (fields) => sendDatagram(SOCKET, entryOf(fields)) };
}

/** The native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL); a value is one line, whatever stands in it. Pure. */
export function entryOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .filter(([name]) => /^[A-Z][A-Z0-9_]{0,63}$/.test(name))
    .map(([name, value]) => `${name}=${value.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?")}\n`)
    .join("");
}
