import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { OutputOf, Routes } from "../../../agent/api/contract.ts";
import { failureOf, SessionContext } from "./answer.tsx";
import { useSpeech } from "./speech.ts";
import { act } from "./transport.ts";

/** Ending sessions has steps, each of which AMT may refuse; asking for help has none. */
type ActAnswer = Partial<OutputOf<Routes["POST /v1/sessions/end"]>>;

interface ActButtonProps {
  readonly path: string;
  readonly label: string;
  readonly busy: string;
  readonly onDone?: () => void;
}

/** A button that has the service do one thing, and says why where it did not. What came of it is seen in the state. */
export function ActButton({ path, label, busy, onDone }: ActButtonProps) {
  const { key } = useContext(SessionContext);
  const { say, window } = useSpeech();
  const [state, setState] = useState<"idle" | "busy" | { readonly why: string }>("idle");
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const press = (): void => {
    const mine = new AbortController();
    life.current = mine;
    setState("busy");
    act<ActAnswer>(key, path, { signal: mine.signal }).then(
      ({ steps }) => {
        onDone?.();
        const refused = steps?.find(({ outcome }) => outcome === "refused");
        setState(refused ? { why: say(refused.message) } : "idle");
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        setState({ why: whyNot(error, window.refusals) });
      },
    );
  };
  return (
    <>
      <button type="button" class="act" onClick={press} disabled={state === "busy"}>
        {state === "busy" ? busy : label}
      </button>
      {typeof state === "object" && (
        <p class="why" role="alert">
          <bdi>{state.why}</bdi>
        </p>
      )}
    </>
  );
}

/** By its code in the reader's language; what has no words there, in the service's. */
function whyNot(error: unknown, refusals: Readonly<Record<string, string>>): string {
  const failed = failureOf(error);
  if (failed.kind !== "failed") return "";
  const own = Object.hasOwn(refusals, failed.code) ? refusals[failed.code] : undefined;
  return own ?? (failed.message || failed.code);
}
