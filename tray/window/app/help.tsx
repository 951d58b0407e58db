import { useEffect, useRef, useState } from "preact/hooks";
import type { OutputOf, Routes } from "../../../agent/api/contract.ts";
import type { Snapshot } from "../../../agent/api/snapshot.ts";
import { realClock } from "../../../platform/clock.ts";
import { harmless } from "../../menu.ts";
import { ActButton } from "./act-button.tsx";
import { useAnswer } from "./answer.tsx";
import { useSpeech } from "./speech.ts";

type Help = OutputOf<Routes["GET /v1/help-desk"]>;

/** ms until a connection that is being made is asked after: AMT does not say when it stands. */
const readEvery = 3_000;

/** AMT's connection to whoever helps: asked for and ended here, where AMT lets this computer's user do that. */
export function HelpDesk({ snapshot: { live } }: { snapshot: Snapshot }) {
  const speech = useSpeech();
  const { help: words } = speech.window;
  const { answer, again } = useAnswer<Help>("/api/help-desk");
  // What was read last stays while it is read anew
  const [help, setHelp] = useState<Help>();
  useEffect(() => {
    if (answer.kind === "here") setHelp(answer.value);
  }, [answer]);
  const tunnel = live.find(({ kind }) => kind === "cira")?.since;
  const told = useRef(tunnel);
  useEffect(() => {
    if (told.current !== tunnel) again();
    told.current = tunnel;
  }, [tunnel, again]);
  useEffect(
    () =>
      answer.kind === "here" && answer.value.connection === "connecting"
        ? realClock.after(readEvery, again)
        : undefined,
    [answer, again],
  );
  return (
    <section aria-labelledby="help" class="card">
      <h2 id="help">{words.title}</h2>
      <p>{words.text}</p>
      {answer.kind === "failed" ? (
        <p class="unknown">{words.unread(speech.apart(answer.code))}</p>
      ) : (
        help && <Connection help={help} again={again} />
      )}
    </section>
  );
}

function Connection({ help, again }: { help: Help; again: () => void }) {
  const { window, apart } = useSpeech();
  const { help: words, notKnown } = window;
  const { connection, trigger, server, allowed } = help;
  const isNone = connection === "none";
  const state = typeof connection === "string" ? words.states[connection] : notKnown;
  const asker = typeof trigger === "string" ? words.triggers[trigger] : undefined;
  return (
    <>
      <p class={`help-state ${connection}`} role="status">
        {state}
      </p>
      {!isNone && asker && <p class="quiet">{asker}</p>}
      {server !== "" && <p class="quiet">{words.server(apart(harmless(server)))}</p>}
      {isNone && allowed === false && <p class="quiet">{words.notAllowed}</p>}
      {isNone && allowed === null && <p class="quiet">{words.allowedUnknown}</p>}
      {isNone && allowed !== false && (
        <ActButton path="/api/help-desk/connect" label={words.ask} busy={words.asking} onDone={again} />
      )}
      {!isNone && trigger === "user" && (
        <ActButton path="/api/help-desk/disconnect" label={words.hangUp} busy={words.hangingUp} onDone={again} />
      )}
      <p class="quiet">{words.noDigits}</p>
    </>
  );
}
