import { render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { en } from "../../locales/en.ts";
import type { LanguageTag } from "../../locales/languages.ts";
import { wordsIn } from "../../locales/words.ts";
import { SessionContext } from "./answer.tsx";
import { type Entry, takeEntry } from "./entry.ts";
import { GatePage } from "./gate-page.tsx";
import { useLive } from "./live.ts";
import { pages } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { chosenLanguage, keepLanguage, type Speech, SpeechContext, speechOf } from "./speech.ts";

const pageOf = (hash: string): (typeof pages)[number] | undefined => pages.find(({ id }) => `#/${id}` === hash);

function App({ entry, first }: { entry: Entry; first: Speech }) {
  const state = useLive(entry);
  const [speech, setSpeech] = useState(first);
  const wanted = useRef(first.tag);
  const [page, setPage] = useState(() => pageOf(location.hash) ?? pages[0]);
  useEffect(() => {
    document.documentElement.lang = speech.tag;
    document.documentElement.dir = speech.direction;
  }, [speech]);
  useEffect(() => {
    // Back to where the window was opened is back to the first page
    const turn = (): void => setPage((shown) => pageOf(location.hash) ?? (location.hash === "" ? pages[0] : shown));
    addEventListener("hashchange", turn);
    return () => removeEventListener("hashchange", turn);
  }, []);
  const session = useMemo(() => ({ key: "key" in entry ? entry.key : "", turn: state.turn }), [entry, state.turn]);
  const choose = (chosen: LanguageTag): void => {
    wanted.current = chosen;
    keepLanguage(chosen);
    void speechIn(chosen).then((next) => wanted.current === chosen && setSpeech(next));
  };
  return (
    <SpeechContext.Provider value={speech}>
      <SessionContext.Provider value={session}>
        {state.gate !== null ? (
          <GatePage gate={state.gate} />
        ) : (
          page && <Shell state={state} page={page} onLanguage={choose} />
        )}
      </SessionContext.Provider>
    </SpeechContext.Provider>
  );
}

/** Where a language cannot be had, the window's program has gone: then English says so. */
const speechIn = (tag: LanguageTag): Promise<Speech> =>
  wordsIn(tag).then(
    (words) => speechOf(tag, words),
    () => speechOf("en", en),
  );

async function start(place: HTMLElement): Promise<void> {
  const entry = takeEntry();
  render(<App entry={entry} first={await speechIn(chosenLanguage())} />, place);
}
const place = document.getElementById("app");
if (place) void start(place);
