import type { Alert } from "../../mei/wsman/alert.ts";
import { type Message, message } from "../api/texts.ts";
import { knownAlerts } from "./alerts.ts";
import type { Subjects } from "./pairs.ts";

/** An alert as it is told. */
export interface Heard {
  readonly message: Message;
  readonly becomes: Subjects;
  /** `iAMT0050-48`; null where the alert has no readable id. */
  readonly key: string | null;
  /** When it happened, by AMT's own clock. */
  readonly at: string | null;
}

const LONGEST = 64;

/** Firmware's words as one short line without anything that is not seen, or that changes how the rest of the line is seen. */
export function tame(words: string): string {
  const seen = words
    .slice(0, 4 * LONGEST)
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}\p{M}]/gu, "?")
    .trim();
  const letters = [...seen];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : seen;
}

/** What an alert says. Whatever stands in it, this does not throw. Pure. */
export function hear({ indication }: Alert): Heard {
  const id = tame(indication.MessageID ?? "");
  const argument = tame(indication.MessageArguments?.[0] ?? "");
  const key = id === "" || argument === "" ? id : `${id}-${argument}`;
  const known =
    knownAlerts.get(key) ?? knownAlerts.get(id) ?? (argument === "" ? knownAlerts.get(`${id}-0`) : undefined);
  return {
    message: known?.say(argument) ?? message("event.alert.unknown", { alert: key === "" ? "without an id" : key }),
    becomes: known?.becomes ?? {},
    key: key === "" ? null : key,
    at: isoOf(indication.IndicationTime),
  };
}

function isoOf(time: string | undefined): string | null {
  const at = new Date(time ?? "");
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
