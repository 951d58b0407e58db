import type { Alert } from "../../mei/wsman/alert.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Message, message } from "../api/texts.ts";
import { newFlood } from "./flood.ts";
import { hear, tame } from "./heard.ts";
import { type History, newHistory } from "./history.ts";
import { newPairs } from "./pairs.ts";

/** Where everything that happens is told, once each. */
export interface Book {
  readonly history: History;
  /** What the service says of itself. */
  note(what: Message): void;
  /** What a look found changed. `later`: nobody could hear AMT's alert of it. */
  found(changes: readonly Message[], options: { later: boolean }): void;
  alert(alert: Alert): void;
  /** An alert that came and could not be read. */
  unreadable(error: unknown): void;
  /** Tells how many alerts were too many to be told one by one. */
  end(): void;
}

export function newBook({
  clock,
  history = newHistory({ clock }).history,
}: {
  readonly clock: Clock;
  readonly history?: History;
}): Book {
  const pairs = newPairs(() => clock.monotonic());
  const plain = { foundLater: false, alert: null } as const;
  const noId = { id: null, at: null };
  const flood = newFlood({
    clock,
    onMore: (count, { text }) =>
      history.add({
        message: message("event.alert.more", { count, of: text }),
        origin: "alert",
        foundLater: false,
        alert: noId,
      }),
  });
  return {
    history,
    note: (what) => void history.add({ ...plain, message: what, origin: "service" }),
    found(changes, { later }) {
      for (const what of pairs.found(changes)) {
        if (isLooked(what))
          history.add({ message: what, origin: "look", foundLater: later && isNews(what), alert: null });
        else history.add({ ...plain, message: what, origin: "service" });
      }
    },
    alert(alert) {
      const { message: what, becomes, key, at } = hear(alert);
      // Of one that is not told the next look tells what it finds
      if (flood.admits(what) && pairs.heard(becomes))
        history.add({ message: what, origin: "alert", foundLater: false, alert: { id: key, at } });
    },
    unreadable(error) {
      const reason = tame(error instanceof Error ? error.message : String(error));
      const what = message("event.alert.unreadable", { reason });
      if (flood.admits(what)) history.add({ message: what, origin: "alert", foundLater: false, alert: noId });
    },
    end: () => flood.end(),
  };
}

/** About the ME rather than about the service. */
const isLooked = ({ code }: Message): boolean =>
  /^event\.(session\.|tunnel\.|defense\.|standing$|control-mode$|firmware$|posture\.|settings\.|while-)/.test(code);

/** That the state is known at last says nothing of when it became so. */
const isNews = ({ code, params: { from } }: Message): boolean => code !== "event.standing" || from !== "unknown";
