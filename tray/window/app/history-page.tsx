import { useContext, useMemo, useState } from "preact/hooks";
import type { Event } from "../../../agent/api/snapshot.ts";
import { Answered, Empty, SessionContext, useAnswer } from "./answer.tsx";
import { csvOf, type EventList, everything, type Filter, matching, merged } from "./event-list.ts";
import { EventRow } from "./event-row.tsx";
import { HistoryTools } from "./history-tools.tsx";
import type { PageProps } from "./page-props.ts";
import { save } from "./save.ts";
import { useSpeech } from "./speech.ts";
import { read } from "./transport.ts";
import { dayOf } from "./when.ts";

interface Page {
  readonly events: EventList;
  readonly more: boolean;
}
const pageSize = 500;

export function HistoryPage({ state }: PageProps) {
  const { window } = useSpeech();
  const { answer, again } = useAnswer<Page>(`/api/events?limit=${pageSize}`);
  return (
    <>
      <h1 tabIndex={-1}>{window.pages.history}</h1>
      <p class="intro">{window.history.intro}</p>
      <Answered answer={answer} again={again}>
        {(page) => <Timeline page={page} heard={state.events} />}
      </Answered>
    </>
  );
}

function Timeline({ page, heard }: { page: Page; heard: EventList }) {
  const { window, say } = useSpeech();
  const { history } = window;
  const [filter, setFilter] = useState<Filter>(everything);
  const { older, more, readOlder } = useOlder(page);
  const textOf = (event: Event): string => say(event.message);
  const all = useMemo(() => merged([...older, ...page.events], heard), [older, page, heard]);
  const shown = matching(all, filter, (event) => `${textOf(event)} ${history.kinds[event.kind] ?? event.kind}`);
  if (all.length === 0) return <Empty title={history.empty} text={history.emptyText} />;
  return (
    <>
      <HistoryTools
        filter={filter}
        onFilter={setFilter}
        count={shown.length}
        onCsv={() => save("amt-agent-history.csv", "text/csv", csvOf(shown, textOf))}
        onJson={() => save("amt-agent-history.json", "application/json", `${JSON.stringify(shown, null, 2)}\n`)}
      />
      {shown.length === 0 ? (
        <Empty title={history.noMatch}>
          <button type="button" onClick={() => setFilter(everything)}>
            {history.clear}
          </button>
        </Empty>
      ) : (
        <Days events={shown} />
      )}
      {more && (
        <button type="button" onClick={readOlder}>
          {history.older}
        </button>
      )}
    </>
  );
}

/** What lies before a page, read a page at a time. The service gives events behind an id, so one is asked for that lies a page before. */
function useOlder(page: Page) {
  const { key } = useContext(SessionContext);
  const [older, setOlder] = useState<EventList>([]);
  const [failed, setFailed] = useState(false);
  const first = (older[0] ?? page.events[0])?.id ?? 0;
  const readOlder = (): void => {
    const query = { after: String(Math.max(0, first - 1 - pageSize)), limit: String(pageSize) };
    const life = new AbortController();
    read<Page>(key, "/api/events", { query, signal: life.signal }).then(
      ({ events }) => {
        const before = events.filter(({ id }) => id < first);
        if (before.length === 0) setFailed(true);
        setOlder((known) => merged(before, known));
      },
      // The service is gone: the page is read anew when it is back
      () => setFailed(true),
    );
  };
  return { older, more: page.more && first > 1 && !failed, readOlder };
}

function Days({ events }: { events: EventList }) {
  const { window, locale } = useSpeech();
  const today = dayOf(new Date().toISOString(), locale);
  const days = byDay(events, locale);
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h2 class="day">{day === today ? window.history.today : day}</h2>
          <ol class="events">
            {ofDay.map((event) => (
              <EventRow key={event.id} event={event} time />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

/** Newest first. */
function byDay(events: EventList, locale: string): Map<string, Event[]> {
  const days = new Map<string, Event[]>();
  for (const event of events.toReversed()) {
    const day = dayOf(event.at, locale);
    const known = days.get(day);
    if (known) known.push(event);
    else days.set(day, [event]);
  }
  return days;
}
