import type { SystemJournal } from "../../platform/system-journal.ts";
import type { Event } from "../api/snapshot.ts";
import { anchorText } from "./anchors.ts";
import type { Head } from "./record.ts";
import { anchorCode, eventNumbers, messageIdOf } from "./system-ids.ts";

type Fields = Parameters<SystemJournal["send"]>[0];

/** syslog(3) */
const priorities = { error: "3", warning: "4", info: "6" } as const;

/** An event as an entry of systemd's journal: found by MESSAGE_ID, or by any of its fields. Pure. */
export const eventEntry = ({ id, kind, severity, origin, foundLater, message: { code, text } }: Event): Fields => ({
  MESSAGE: text,
  MESSAGE_ID: messageIdOf(code),
  PRIORITY: priorities[severity],
  SYSLOG_IDENTIFIER: "amt-agent",
  AMT_AGENT_CODE: code,
  ...(eventNumbers[code] !== undefined && { AMT_AGENT_NUMBER: String(eventNumbers[code]) }),
  AMT_AGENT_KIND: kind,
  AMT_AGENT_EVENT: String(id),
  AMT_AGENT_ORIGIN: origin,
  AMT_AGENT_FOUND_LATER: foundLater ? "1" : "0",
});

/** Where the history stands. Pure. */
export const anchorEntry = (head: Head): Fields => ({
  MESSAGE: `the history of events stands here anchor=${anchorText(head)}`,
  MESSAGE_ID: messageIdOf(anchorCode),
  PRIORITY: priorities.info,
  SYSLOG_IDENTIFIER: "amt-agent",
  AMT_AGENT_CODE: anchorCode,
  AMT_AGENT_EVENT: String(head.id),
  AMT_AGENT_ANCHOR: anchorText(head),
});
