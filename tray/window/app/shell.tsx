import { useEffect, useRef } from "preact/hooks";
import { type LanguageTag, languages, languageTags } from "../../locales/languages.ts";
import { Glyph } from "./glyphs.tsx";
import { type PageEntry, pages } from "./pages.tsx";
import { useSpeech } from "./speech.ts";
import { type State, snapshotIn } from "./state.ts";
import { Announcement, verdictOf } from "./verdict.tsx";
import { agoOf, useNow } from "./when.ts";

export interface ShellProps {
  readonly state: State;
  readonly page: PageEntry;
  readonly onLanguage: (tag: LanguageTag) => void;
}

/** What is around every page: navigation, how fresh all of it is, and that a virtual machine is none. */
export function Shell({ state, page, onLanguage }: ShellProps) {
  const speech = useSpeech();
  const { window, words } = speech;
  const { Page } = page;
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page.id);
  const { standing, sentence } = verdictOf(state.view, state.lastAt, speech);
  const virtual = snapshotIn(state)?.machine.virtual === true;
  useEffect(() => {
    const mark = standing === "session" ? "\u25cf " : "";
    document.title = `${mark}${virtual ? words.virtual(sentence) : sentence}`;
  }, [standing, virtual, sentence, words]);
  useEffect(() => {
    if (shown.current === page.id) return;
    shown.current = page.id;
    main.current?.querySelector<HTMLElement>("h1")?.focus();
    main.current?.scrollTo(0, 0);
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [page]);
  return (
    <div class="shell">
      <header>
        <button type="button" class="skip" onClick={() => main.current?.querySelector<HTMLElement>("h1")?.focus()}>
          {window.skip}
        </button>
        <p class="product">{window.title}</p>
        <nav aria-label={window.navigation}>
          <ul>
            {pages.map(({ id, glyph }) => (
              <li key={id}>
                <a href={`#/${id}`} aria-current={id === page.id ? "page" : undefined}>
                  <Glyph name={glyph} />
                  {window.pages[id]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="foot">
          <Freshness state={state} />
          <Language onLanguage={onLanguage} />
        </div>
      </header>
      <main ref={main} id="content">
        <VirtualBanner state={state} />
        {page.id !== "now" && standing === "session" && (
          <a class="ribbon" href="#/now">
            {sentence}
          </a>
        )}
        <Page state={state} />
      </main>
      <Announcement sentence={sentence} />
    </div>
  );
}

function VirtualBanner({ state }: { state: State }) {
  const { window, say } = useSpeech();
  const snapshot = snapshotIn(state);
  if (!snapshot?.machine.virtual) return null;
  return (
    <p class="virtual">
      <strong>{window.virtual.label}</strong> {snapshot.notice ? say(snapshot.notice) : ""}{" "}
      <span>{window.virtual.text}</span>
    </p>
  );
}

/** ms. The service asks the firmware several times within. */
const longAgo = 120_000;

function Freshness({ state }: { state: State }) {
  const { window, locale } = useSpeech();
  const now = useNow(1_000);
  const snapshot = snapshotIn(state);
  if (!snapshot)
    return (
      <p class="freshness stale">
        {state.view?.kind === "silent" && state.view.why !== "asking" ? window.link.silent : window.link.asking}
      </p>
    );
  const { confirmedAt } = snapshot;
  const fresh = confirmedAt !== null && now - new Date(confirmedAt).getTime() < longAgo;
  return (
    <p class={`freshness ${fresh ? "live" : "stale"}`}>
      {confirmedAt ? window.link.confirmed(agoOf(confirmedAt, locale, now)) : window.link.neverConfirmed}
    </p>
  );
}

function Language({ onLanguage }: { onLanguage: (tag: LanguageTag) => void }) {
  const { window, tag } = useSpeech();
  return (
    <label class="language">
      <span>{window.language}</span>
      <select value={tag} onChange={(event) => onLanguage(event.currentTarget.value as LanguageTag)}>
        {languageTags.map((one) => (
          <option key={one} value={one} lang={one} dir={languages[one].direction}>
            {languages[one].name}
          </option>
        ))}
      </select>
    </label>
  );
}
