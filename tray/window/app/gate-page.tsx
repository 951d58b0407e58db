import { useEffect } from "preact/hooks";
import type { Gate } from "./entry.ts";
import { Face } from "./face.tsx";
import { Prose } from "./prose.tsx";
import { useSpeech } from "./speech.ts";

/** Instead of everything, where nothing can be known. */
export function GatePage({ gate }: { gate: Gate }) {
  const words = useSpeech().window.gate[gate];
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  return (
    <main class="gate">
      <div class="verdict unknown" role="alert">
        <Face sign="silent" />
        <div>
          <h1>{words.title}</h1>
          <p>{words.text}</p>
          <p class="remedy">
            <Prose text={words.remedy} />
          </p>
        </div>
      </div>
    </main>
  );
}
