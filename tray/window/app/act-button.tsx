import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { OutputOf, Routes } from "../../../agent/api/contract.ts";
import { failureOf, SessionContext } from "./answer.tsx";
import { useSpeech } from "./speech.ts";
import { act } from "./transport.ts";

type EndAnswer = OutputOf<Routes["POST /v1/sessions/end"]>;

/** A button that has the service do one thing, and says why where it did not. What came of it is seen in the state. */
export function ActButton({ path, label, busy }: { path: string; label: string; busy: string }) {
  const { key } = useContext(SessionContext);
  const { say } = useSpeech();
  const [state, setState] = useState<"idle" | "busy" | { readonly why: string }>("idle");
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const press = (): void => {
    const mine = new AbortController();
    life.current = mine;
    setState("busy");
    act<EndAnswer>(key, path, { signal: mine.signal }).then(
      ({ steps }) => {
        const refused = steps.find(({ outcome }) => outcome === "refused");
        setState(refused ? { why: say(refused.message) } : "idle");
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        const failed = failureOf(error);
        setState({ why: failed.kind === "failed" ? failed.message || failed.code : "" });
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
