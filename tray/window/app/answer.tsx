import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useEffect, useState } from "preact/hooks";
import { Glyph } from "./glyphs.tsx";
import { Prose } from "./prose.tsx";
import { useSpeech } from "./speech.ts";
import { CallError, read } from "./transport.ts";

/** What a page asked the service for. */
export type Answer<T> =
  | { readonly kind: "reading" }
  | { readonly kind: "here"; readonly value: T }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** The session's key, and the turn after which all is read anew. */
export const SessionContext = createContext<{ readonly key: string; readonly turn: number }>({ key: "", turn: 0 });

/** Reads once, and again with each turn of the service and each `again`. */
export function useAnswer<T>(path: string): { readonly answer: Answer<T>; readonly again: () => void } {
  const { key, turn } = useContext(SessionContext);
  const [answer, setAnswer] = useState<Answer<T>>({ kind: "reading" });
  const [times, setTimes] = useState(0);
  // turn and times: why it is read again
  useEffect(() => {
    const life = new AbortController();
    setAnswer({ kind: "reading" });
    read<T>(key, path, { signal: life.signal }).then(
      (value) => setAnswer({ kind: "here", value }),
      (error: unknown) => {
        if (!life.signal.aborted) setAnswer(failureOf(error));
      },
    );
    return () => life.abort();
  }, [key, path, turn, times]);
  return { answer, again: useCallback(() => setTimes((n) => n + 1), []) };
}

export const failureOf = (error: unknown): Answer<never> => ({
  kind: "failed",
  code: error instanceof CallError ? error.code : "UNEXPECTED",
  message: error instanceof Error ? error.message : String(error),
});

/** What is here, or why it is not: being read, not for this user, not reachable, refused. */
export function Answered<T>({
  answer,
  again,
  reading,
  children,
}: {
  answer: Answer<T>;
  again: () => void;
  /** What takes its time says so. */
  reading?: string;
  children: (value: T) => ComponentChildren;
}) {
  const { window } = useSpeech();
  if (answer.kind === "here") return <>{children(answer.value)}</>;
  if (answer.kind === "reading")
    return (
      <p class="reading" role="status">
        {reading ?? window.loading}
      </p>
    );
  return <Failed {...answer} again={again} />;
}

function Failed({ code, message, again }: { code: string; message: string; again: () => void }) {
  const { window, apart } = useSpeech();
  const { failure, retry } = window;
  const denied = code === "API_DENIED" || code === "DENIED";
  const unreachable = code === "API_UNREACHABLE" || code === "LOST";
  return (
    <div class="notice" role="alert">
      <Glyph name={denied ? "lock" : "question"} />
      <div>
        <h2>{denied ? failure.denied : unreachable ? failure.unreachable : failure.other}</h2>
        <p>{denied ? failure.deniedText : unreachable ? failure.unreachableText : message}</p>
        <p class="quiet">{failure.code(apart(code))}</p>
        <button type="button" onClick={again}>
          {retry}
        </button>
      </div>
    </div>
  );
}

/** Nothing to show, and that is an answer. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="notice">
      <Glyph name="empty" />
      <div>
        <h2>{title}</h2>
        {text && (
          <p>
            <Prose text={text} />
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
