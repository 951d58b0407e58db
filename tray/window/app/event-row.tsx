import type { Event } from "../../../agent/api/snapshot.ts";
import { Glyph } from "./glyphs.tsx";
import { Said } from "./said.tsx";
import { useSpeech } from "./speech.ts";
import { clockOf, momentOf } from "./when.ts";

/** One event. `time`: only the time of day, where the day stands above. */
export function EventRow({ event, time = false }: { event: Event; time?: boolean }) {
  const { window, locale } = useSpeech();
  const { history, conditions } = window;
  return (
    <li class={`event ${event.severity}`}>
      <time dateTime={event.at}>{time ? clockOf(event.at, locale) : momentOf(event.at, locale)}</time>
      <div>
        <p>
          {event.severity !== "info" && (
            <span class="label">
              <Glyph name={event.severity} />
              {conditions[event.severity]}
              {": "}
            </span>
          )}
          <Said message={event.message} />
        </p>
        <p class="quiet">
          {[
            history.kinds[event.kind] ?? event.kind,
            history.origins[event.origin] ?? event.origin,
            ...(event.foundLater ? [history.foundLater] : []),
          ].join(" \u00b7 ")}
        </p>
      </div>
    </li>
  );
}
