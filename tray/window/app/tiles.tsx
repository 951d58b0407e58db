import type { Snapshot } from "../../../agent/api/snapshot.ts";
import { ActButton } from "./act-button.tsx";
import { Glyph, type GlyphName } from "./glyphs.tsx";
import { useSpeech } from "./speech.ts";
import { lengthOf, momentOf, useNow } from "./when.ts";

const kinds = [
  ["kvm", "screen"],
  ["sol", "console"],
  ["storage", "disk"],
] as const satisfies readonly (readonly [keyof Snapshot["sessions"], GlyphName])[];

/** As the service ends them. */
const endedAs = { kvm: "kvm", sol: "sol", storage: "usbr" } as const;

/** Where AMT is not at work there are no sessions; the verdict says so. Everywhere else a gap must be seen. */
export const hasSessions = ({ standing }: Snapshot): boolean => !["absent", "off", "unconfigured"].includes(standing);

export function Sessions({ snapshot }: { snapshot: Snapshot }) {
  const { window } = useSpeech();
  const words = window.sessions;
  const { sessions, sessionsSince } = snapshot;
  const open = kinds.some(([kind]) => sessions[kind] === true);
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{words.title}</h2>
      {sessions.consentPending === true && <Consent />}
      <ul class="tiles">
        {kinds.map(([kind, glyph]) => (
          <Tile key={kind} kind={kind} glyph={glyph} open={sessions[kind]} since={sessionsSince} />
        ))}
      </ul>
      {sessions.consentPending === null && <p class="quiet">{window.consent.unknown}</p>}
      {open && <p class="quiet">{words.operatorUnknown}</p>}
      <p class="quiet">{words.sprite}</p>
    </section>
  );
}

interface TileProps {
  readonly kind: (typeof kinds)[number][0];
  readonly glyph: GlyphName;
  readonly open: boolean | null;
  readonly since: string | null;
}

function Tile({ kind, glyph, open, since }: TileProps) {
  const { sessions: words } = useSpeech().window;
  const state = open === null ? "unknown" : open ? "open" : "closed";
  return (
    <li class={`tile ${state}`}>
      <Glyph name={glyph} />
      <h3>{words[kind]}</h3>
      <p class="state">{words[state]}</p>
      {state !== "closed" && <p>{state === "unknown" ? words.unknownWhat : words[`${kind}What`]}</p>}
      {open && since && <Lasting since={since} />}
      {open && <ActButton path={`/api/sessions/end?kind=${endedAs[kind]}`} label={words.end} busy={words.ending} />}
    </li>
  );
}

function Lasting({ since }: { since: string }) {
  const { window, locale } = useSpeech();
  const now = useNow(1_000);
  return (
    <p class="lasting">
      <span>{window.sessions.since(momentOf(since, locale))}</span>
      <span>
        {window.sessions.lasts} <span class="timer">{lengthOf(now - new Date(since).getTime())}</span>
      </span>
    </p>
  );
}

function Consent() {
  const { consent } = useSpeech().window;
  return (
    <div class="consent">
      <Glyph name="hand" />
      <div>
        <h3>{consent.title}</h3>
        <p>{consent.text}</p>
        <p>{consent.advice}</p>
        <ActButton path="/api/consent/cancel" label={consent.refuse} busy={consent.refusing} />
      </div>
    </div>
  );
}
