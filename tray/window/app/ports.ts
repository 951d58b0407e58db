import type { Snapshot } from "../../../agent/api/snapshot.ts";
import type { WindowWords } from "../../locales/en-window.ts";

type Lms = NonNullable<Snapshot["lms"]>;

/** AMT's local ports in words: `16992 open`. Pure. */
export function portLines({ state, holder, code, ports }: Lms, words: WindowWords["ports"]): readonly string[] {
  switch (state) {
    case "absent":
    case "resting":
    case "connecting":
      return [words[state]];
    case "held":
      return [words.held(holder)];
    case "failing":
      return [words.failing(code)];
    case "open":
      return ports.length === 0 ? [words.noneAsked] : ports.map((one) => `${one.port} ${words[one.state]}`);
  }
}
