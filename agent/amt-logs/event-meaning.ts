import type { EventRecord } from "../../mei/wsman/records/event-record.ts";
import type { EventKind } from "../api/snapshot.ts";
import { type Message, message } from "../api/texts.ts";

export interface Meaning {
  readonly kind: EventKind;
  readonly message: Message;
  /** What it is the same as, in the other logs: `SOL opened`. */
  readonly same?: string;
}

const sessions = [
  ["SOL", "opened"],
  ["SOL", "closed"],
  ["remote storage", "opened"],
  ["remote storage", "closed"],
] as const;
const RECOVERY = 0x30;
const ERASE = 0x40;
const OWN = 0xaa;

/** What a record of AMT_MessageLog says (presence-posture.md 3.7). Pure, for whatever firmware wrote. */
export function meaningOf(record: EventRecord): Meaning {
  const { sensorType, eventOffset, data } = record;
  const at = (index: number): number => data[index] ?? 0;
  switch (sensorType) {
    case 5:
      if (eventOffset === 0) return { kind: "other", message: message("log.event.intrusion", {}) };
      break;
    case 6:
      return { kind: "setup", message: message("log.event.logins", { count: at(1) + 256 * at(2) }) };
    case 15:
      return { kind: "power", message: starting(eventOffset, at) };
    case 18:
      if (at(0) === OWN) return watched(data);
      break;
    case 30:
      return { kind: "power", message: message("log.event.no-boot", {}) };
    case 32:
      return { kind: "power", message: message("log.event.stuck", {}) };
    case 35:
      return {
        kind: "power",
        message: message(at(0) === 0x40 ? "log.event.post-watchdog" : "log.event.boot-failed", {}),
      };
    case 36:
      return { kind: "defense", message: message("log.event.filter", {}) };
    case 37:
      return { kind: "firmware", message: message("log.event.firmware", {}) };
    case 192: {
      const session = eventOffset === 0 && at(0) === OWN && at(1) === RECOVERY ? sessions[at(2)] : undefined;
      if (session) {
        const [kind, what] = session;
        return { kind: "session", message: message("log.event.session", { kind, what }), same: `${kind} ${what}` };
      }
      if (eventOffset !== 0 && (at(2) === 0 || at(2) === 2))
        return { kind: "defense", message: message("log.event.defense", { way: at(2) === 0 ? "out" : "in" }) };
      break;
    }
    case 193:
      if (at(0) === OWN && at(1) === RECOVERY) return { kind: "tunnel", message: message("log.event.help", {}) };
  }
  return other(record);
}

function starting(offset: number, at: (index: number) => number): Message {
  const own = at(0) === OWN;
  if (offset === 0) return message("log.event.failure", { n: at(1) });
  if (offset === 3 && own && at(1) === RECOVERY) return message("log.event.recovery-failed", { n: at(2) });
  if (offset === 3 && own && at(1) === ERASE) return message("log.event.erase-failed", { n: at(2) });
  if (offset === 5 && own && at(1) === RECOVERY) return message("log.event.recovery", { n: at(2) });
  if (offset === 5 && own && at(1) === ERASE) return message("log.event.erase", { n: at(2) });
  return message("log.event.progress", { n: at(1) });
}

/** The GUID's first six bytes, in the order in which it is written (presence-posture.md 1.9). */
function watched(data: Buffer): Meaning {
  const hex = (...places: readonly number[]): string =>
    places.map((place) => (data[place] ?? 0).toString(16).padStart(2, "0")).join("");
  const agent = `${hex(4, 3, 2, 1)}-${hex(6, 5)}-…`;
  return { kind: "presence", message: message("log.event.agent", { agent, state: data[7] ?? 0 }) };
}

const other = ({ sensorType, eventType, eventOffset, entity, data }: EventRecord): Meaning => ({
  kind: "other",
  message: message("log.event.other", {
    sensor: sensorType,
    type: eventType,
    offset: eventOffset,
    entity,
    data: data.toString("hex"),
  }),
});
