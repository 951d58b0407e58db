import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { SessionContext } from "./answer.tsx";
import { type Entry, takeEntry } from "./entry.ts";
import { GatePage } from "./gate-page.tsx";
import { useLive } from "./live.ts";
import { pages } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { chosenLanguage, keepLanguage, SpeechContext, speechOf } from "./speech.ts";

const pageOf = (hash: string): (typeof pages)[number] | undefined => pages.find(({ id }) => `#/${id}` === hash);

function App({ entry }: { entry: Entry }) {
  const state = useLive(entry);
  const [tag, setTag] = useState(chosenLanguage);
  const [page, setPage] = useState(() => pageOf(location.hash) ?? pages[0]);
  const speech = useMemo(() => speechOf(tag), [tag]);
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
  const choose = (chosen: string): void => {
    keepLanguage(chosen);
    setTag(chosen);
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

const place = document.getElementById("app");
if (place) render(<App entry={takeEntry()} />, place);
