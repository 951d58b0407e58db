import type { OutputOf, Routes } from "../../../agent/api/contract.ts";
import type { Condition, Snapshot } from "../../../agent/api/snapshot.ts";
import { useAnswer } from "./answer.tsx";
import { type EventList, merged } from "./event-list.ts";
import { EventRow } from "./event-row.tsx";
import { Glyph } from "./glyphs.tsx";
import { HelpDesk } from "./help.tsx";
import type { PageProps } from "./page-props.ts";
import { portLines } from "./ports.ts";
import { Said } from "./said.tsx";
import { useSpeech } from "./speech.ts";
import { snapshotIn } from "./state.ts";
import { hasSessions, Sessions } from "./tiles.tsx";
import { VerdictCard, verdictOf } from "./verdict.tsx";
import { momentOf } from "./when.ts";

export function NowPage({ state }: PageProps) {
  const speech = useSpeech();
  const snapshot = snapshotIn(state);
  return (
    <>
      <VerdictCard verdict={verdictOf(state.view, state.lastAt, speech)} />
      {snapshot && hasSessions(snapshot) && <Sessions snapshot={snapshot} />}
      {snapshot && <Conditions snapshot={snapshot} />}
      {snapshot && hasSessions(snapshot) && <HelpDesk snapshot={snapshot} />}
      {snapshot && <Facts snapshot={snapshot} />}
      {snapshot && <Latest heard={state.events} />}
    </>
  );
}

function Conditions({ snapshot: { conditions } }: { snapshot: Snapshot }) {
  const { conditions: words } = useSpeech().window;
  // That the machine is virtual stands above every page
  const shown = conditions.filter(({ code }) => code !== "virtual");
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="conditions">
      <h2 id="conditions">{words.title}</h2>
      <ul class="conditions">
        {shown.map((condition) => (
          <ConditionCard key={condition.code} condition={condition} />
        ))}
      </ul>
    </section>
  );
}

export function ConditionCard({ condition: { severity, since, message, remedy } }: { condition: Condition }) {
  const { window, locale } = useSpeech();
  return (
    <li class={`condition ${severity}`}>
      <Glyph name={severity} />
      <div>
        <p class="label">
          {window.conditions[severity]} <span class="quiet">{window.conditions.since(momentOf(since, locale))}</span>
        </p>
        <p>
          <Said message={message} />
        </p>
        <p class="remedy">
          <Said message={remedy} />
        </p>
      </div>
    </li>
  );
}

function Facts({ snapshot }: { snapshot: Snapshot }) {
  const { words, window } = useSpeech();
  const { amt, machine, standing, lms } = snapshot;
  const { facts } = window;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{facts.title}</h2>
      <dl class="rows">
        {(standing !== "absent" || amt.version !== null) && (
          <Row label={facts.firmware} value={words.version(amt.brand, amt.version)} />
        )}
        {standing !== "absent" && <Row label={facts.mode} value={words.controlMode(amt.controlMode)} />}
        {hasSessions(snapshot) && <ConsentRule />}
        {lms && <Row label={facts.ports} value={portLines(lms, window.ports).join(", ")} />}
        <Row label={facts.device} value={machine.device ?? machine.driver} />
      </dl>
    </section>
  );
}

/** Whether this computer's user is asked before somebody sees the screen. */
function ConsentRule() {
  const { facts, notKnown, loading } = useSpeech().window;
  const { answer } = useAnswer<OutputOf<Routes["GET /v1/consent"]>>("/api/consent");
  const rule = answer.kind === "here" ? answer.value.required : null;
  const said = typeof rule === "string" ? facts.consentRules[rule] : notKnown;
  return <Row label={facts.consent} value={answer.kind === "reading" ? loading : said} />;
}

export function Row({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

const shownHere = 4;

/** Left out where there is nothing, or the history cannot be read: the page of it says why. */
function Latest({ heard }: { heard: EventList }) {
  const { latest } = useSpeech().window;
  const { answer } = useAnswer<{ events: EventList }>(`/api/events?limit=${shownHere}`);
  const events = merged(answer.kind === "here" ? answer.value.events : [], heard);
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{latest.title}</h2>
      <ol class="events">
        {events
          .slice(-shownHere)
          .reverse()
          .map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
      </ol>
      <p>
        <a href="#/history">{latest.all}</a>
      </p>
    </section>
  );
}
