/** One cheap question to the ME. All but `operational` are commands of AMT's own client. */
export type Question =
  | "kvm"
  | "redirection"
  | "cira"
  | "systemDefense"
  | "webUi"
  | "provisioning"
  | "controlMode"
  | "operational";

export interface Turn {
  /** ms after the turn before. */
  readonly wait: number;
  readonly ask: readonly Question[] | "all";
}

/** What the next turn depends on. */
export interface Standing {
  /** The last look was answered, by an ME that has AMT. */
  readonly isAnswered: boolean;
  /** AMT has answered not long ago: it is probably back soon. */
  readonly wasAnswered: boolean;
  /** AMT has answered at some time. */
  readonly isKnown: boolean;
  /** AMT is set up: there can be sessions. */
  readonly isConfigured: boolean;
  /** AMT's alerts cannot be heard at the moment, though there is AMT. */
  readonly isDeaf: boolean;
  /** They can be heard again, and what was missed has not been looked for yet. */
  readonly hasMissed: boolean;
}

/** ms between two sweeps while AMT's alerts cannot be heard. */
const SWEEP = 1_000;
/** ms between two looks for an AMT that is gone. */
const SEARCH = 3_000;
/** Every so many turns something rarer is asked too. */
const EVERY = 18;
const rare: readonly Question[] = ["cira", "controlMode", "systemDefense", "provisioning", "webUi"];

/**
 * What to ask when, so that a session is seen within `interval` ms even where its alert was lost, and firmware is asked as little as
 * possible: the screen and the other sessions in turn, so each once in `interval`. At 11 s, with the rare ones, that is one command in
 * 5.08 s. Without alerts everything that can open is swept every second. Pure; `turn` counts from 0.
 */
export function turnOf(
  turn: number,
  interval: number,
  { isAnswered, wasAnswered, isKnown, isConfigured, isDeaf, hasMissed }: Standing,
): Turn {
  const half = interval / 2;
  if (!isAnswered) {
    const soon = hasMissed || (isDeaf && wasAnswered) ? SWEEP : isKnown ? SEARCH : half;
    return { wait: Math.min(soon, half), ask: "all" };
  }
  if (hasMissed) return { wait: 0, ask: "all" };
  if (!isConfigured)
    return { wait: half, ask: turn % 2 === 0 ? ["provisioning", "operational"] : ["controlMode", "operational"] };
  const extra = turn % EVERY === EVERY - 1 ? rare[Math.floor(turn / EVERY) % rare.length] : undefined;
  const also = extra ? [extra] : [];
  if (isDeaf)
    return {
      wait: Math.min(SWEEP, half),
      ask: ["kvm", "redirection", "cira", ...also.filter((one) => one !== "cira")],
    };
  return { wait: half, ask: [turn % 2 === 0 ? "kvm" : "redirection", ...also] };
}
