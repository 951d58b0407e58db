import type { SessionsAnswer } from "../api/sessions.ts";
import type { LiveSession } from "../api/snapshot.ts";

const names: Readonly<Record<LiveSession["kind"], string>> = {
  kvm: "Screen (KVM)",
  consent: "Consent asked",
  usbr: "Remote storage",
  sol: "Console (SOL)",
  cira: "Server outside",
  "system-defense": "System Defense",
  "web-ui": "Web pages",
};
const sources: Readonly<Record<LiveSession["source"], string>> = {
  alert: "AMT said so by itself",
  amthi: "AMT says so when asked",
  host: "by devices of this PC",
};

export function whoWords({ user, address, why }: LiveSession["who"]): string {
  const from = address === null ? "" : ` from ${address}`;
  if (user !== null) return `${user}${from}${why ? ` (${why.text})` : ""}`;
  return address === null ? `not known: ${why?.text ?? "firmware does not say"}` : `somebody${from} (${why?.text})`;
}

/** The text of `sessions`, line by line, below the headline. Pure. */
export function sessionLines({ sessions, confirmedAt }: SessionsAnswer): string[] {
  const lines = sessions.flatMap(({ kind, since, source, confidence, who, can }) => [
    "",
    `  ${names[kind].padEnd(16)}${confidence}, ${sources[source]}; since ${since}`,
    `  ${"".padEnd(16)}Whoever has it ${can.text}.`,
    ...(who.why?.code === "who.not-told" ? [] : [`  ${"".padEnd(16)}Who: ${whoWords(who)}`]),
  ]);
  return [...lines, "", `  Last confirmed  ${confirmedAt ?? "never"}`];
}
