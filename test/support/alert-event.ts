import type { Event } from "../../agent/api/snapshot.ts";
import type { Message } from "../../agent/api/texts.ts";

/** A second for each id. */
export const eventTime = (id: number): string => new Date(Date.UTC(2026, 10, 21) + id * 1_000).toISOString();

/** An event that AMT's alert brought, as the service's stream has it. */
export const alertEvent = (id: number, message: Message, more: Partial<Event> = {}): Event => ({
  id,
  at: eventTime(id),
  kind: "session",
  severity: "warning",
  origin: "alert",
  foundLater: false,
  alert: null,
  message,
  ...more,
});
