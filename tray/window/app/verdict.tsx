import type { Standing } from "../../../agent/api/snapshot.ts";
import { type Marks, marksOf, type Sign, signOf } from "../../sign.ts";
import type { View } from "../../view.ts";
import { Face } from "./face.tsx";
import { Prose } from "./prose.tsx";
import { type Speech, useSpeech } from "./speech.ts";
import { momentOf } from "./when.ts";

export interface Verdict {
  readonly standing: Standing;
  /** As the tray's icon shows it. */
  readonly sign: Sign;
  readonly marks: Marks;
  /** The answer, one sentence. */
  readonly sentence: string;
  /** What that means, or what to do about it. */
  readonly lines: readonly string[];
}

const standings: readonly string[] = ["unknown", "absent", "off", "unconfigured", "managed", "session"];

/** Pure. Silence is an answer of its own: not known. */
export function verdictOf(view: View | null, lastAt: string | null, speech: Speech): Verdict {
  const { words, window, locale } = speech;
  const asked = view ?? { kind: "silent", why: "asking", socket: "" };
  const picture = { sign: signOf(asked), marks: marksOf(asked) };
  if (view?.kind === "snapshot") {
    const { snapshot } = view;
    // A newer service may have words that we have no picture for
    const standing = standings.includes(snapshot.standing) ? snapshot.standing : "unknown";
    const { code } = snapshot.headline;
    const line = code === "headline.session.consent" ? window.verdict.asked : window.verdict[standing];
    // Whoever sets it up is not known, and that it has no owner says nothing any more
    const lines = code === "headline.configuring" ? [] : [line];
    return { standing, ...picture, sentence: speech.say(snapshot.headline), lines };
  }
  const why = view?.why ?? "asking";
  const lines = [
    window.verdict.silent[why],
    ...(why === "unreachable" ? [window.verdict.start] : []),
    ...(why !== "asking" && lastAt ? [window.verdict.last(momentOf(lastAt, locale))] : []),
  ];
  return { standing: "unknown", ...picture, sentence: words.silent[why][0], lines };
}

export function VerdictCard({ verdict: { standing, sign, marks, sentence, lines } }: { verdict: Verdict }) {
  return (
    <section class={`verdict ${standing}`} aria-labelledby="verdict">
      <Face sign={sign} {...marks} />
      <div>
        <h1 id="verdict" tabIndex={-1}>
          <Prose text={sentence} />
        </h1>
        {lines.map((line) => (
          <p key={line}>
            <Prose text={line} />
          </p>
        ))}
      </div>
    </section>
  );
}

/** Says the answer to screen readers whenever it changes, on whichever page. */
export function Announcement({ sentence }: { sentence: string }) {
  const { product } = useSpeech().words;
  return (
    <p class="unseen" aria-live="polite">
      {`${product}: ${sentence}`}
    </p>
  );
}
