import type { Snapshot } from "../api/snapshot.ts";
import { initialState, reduce } from "../state.ts";
import { look } from "../watch/look.ts";
import type { Run } from "./context.ts";
import { withMe } from "./source.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** `amt-agent status` */
export const run: Run = async (context) => {
  const { terminal, json, signal, clock } = context;
  const { snapshot, service } = await withMe<{ snapshot: Snapshot; service?: string }>(context, {
    async service(client) {
      const snapshot = await client.call("GET /v1/status", undefined, { signal });
      return { snapshot, service: (await client.call("GET /v1/version", undefined, { signal })).id };
    },
    async direct(me) {
      const observation = await look(me, { clock, signal });
      if (observation.kind === "failed") throw observation.error;
      return { snapshot: reduce(initialState(me.driver, clock.now()), observation).state.snapshot };
    },
  });
  if (json) terminal.out(JSON.stringify(snapshot, null, 2));
  else for (const line of renderStatus(snapshot, terminal, service)) terminal.out(line);
  return "ok";
};

const setUpInWords = ({ controlMode, provisioningState }: Snapshot["amt"]): string | undefined => {
  if (controlMode === "client" || controlMode === "admin") return `yes, ${controlMode} control mode`;
  if (provisioningState === null && controlMode === null) return undefined;
  return { pre: "no", in: "being set up", post: "yes" }[provisioningState ?? ""] ?? "not known";
};

const sessionWords = (open: boolean | null): string => (open === null ? "not known" : open ? "OPEN" : "no");

const portStates: Readonly<Record<string, string>> = {
  opening: "being opened",
  taken: "taken by another program",
  denied: "not allowed to open",
  failed: "cannot be opened",
  off: "not offered",
};
/** Where programs of this machine find AMT. */
function portWords({ state, holder, code, ports }: NonNullable<Snapshot["lms"]>): string {
  if (state === "absent") return "none: this ME has no local manageability";
  if (state === "held") return `in the hands of ${holder ?? "another program"}`;
  if (state === "failing") return `not now (${code ?? "UNEXPECTED"})`;
  const words = ports.map((one) => `${one.port} ${one.state === "open" ? placeWords(one) : portStates[one.state]}`);
  return words.length > 0 ? words.join(", ") : state === "open" ? "AMT asks for none" : "being opened";
}
/** The address only where it is not the one that everybody expects. */
const placeWords = ({ port, at }: { port: number; at: readonly string[] }): string =>
  at.every((one) => one.endsWith(`:${port}`)) ? "open" : `open at ${at.join(" and ")}`;

const hostServiceNames = {
  clock: "AMT's clock",
  name: "AMT's host name",
  address: "AMT's address",
  power: "AMT may ask to",
  wifi: "AMT's Wi-Fi",
} as const;
function hostServiceWords({ name, state, value, confirmedAt, code }: Snapshot["hostServices"][number]): string {
  if (name === "power") {
    if (state === "waiting") return "to be told to AMT: it is not set up, or was not asked yet";
    if (state === "failing") return `AMT cannot be told (${code ?? "UNEXPECTED"}); it is tried again`;
    return `${value ?? "nothing"}, after a notice of 60 s, read back ${confirmedAt ?? "never"}`;
  }
  if (state === "waiting") return "to be kept by this PC's: AMT is not set up, or was not asked yet";
  if (state === "failing") return `cannot be kept by this PC's (${code ?? "UNEXPECTED"}); it is tried again`;
  if (state === "refused") return `left as it is (${value ?? "none"}): AMT's owner does not want it kept by this PC's`;
  return `by this PC's: ${value ?? "none"}, read back ${confirmedAt ?? "never"}`;
}

const deliveryWords = ({ destination, waiting, since, code }: Snapshot["delivery"][number]): string => {
  if (waiting === 0) return `${destination} has all of them`;
  return `${waiting} ${waiting === 1 ? "waits" : "wait"} for ${destination} since ${since}${code === null ? "" : ` (${code})`}`;
};

/** The text of `status`, line by line. `service`: the id of the service that was asked. Pure. */
export function renderStatus(snapshot: Snapshot, { paint }: Pick<Terminal, "paint">, service?: string): string[] {
  const { standing, amt, sessions } = snapshot;
  const style = standing === "session" ? "orange" : standing === "unknown" ? "yellow" : "bold";
  const lines = [paint(style, harmless(snapshot.headline.text))];
  if (snapshot.notice) lines.push(paint("yellow", harmless(snapshot.notice.text)));
  lines.push("");
  const row = (label: string, value: string): void => void lines.push(`  ${label.padEnd(16)}${harmless(value)}`);
  if (amt.version !== null) row("Firmware", `${amt.brand ?? "Intel AMT"} ${amt.version}`);
  const setUp = setUpInWords(amt);
  if (setUp) row("Set up", setUp);
  if (standing !== "absent") {
    row("Screen (KVM)", sessionWords(sessions.kvm));
    row("Consent asked", sessionWords(sessions.consentPending));
    row("Console (SOL)", sessionWords(sessions.sol));
    row("Remote storage", sessionWords(sessions.storage));
  }
  if (snapshot.lms) row("Local ports", portWords(snapshot.lms));
  for (const one of snapshot.hostServices) row(hostServiceNames[one.name], hostServiceWords(one));
  for (const one of snapshot.delivery) row("Reports sent", deliveryWords(one));
  if (snapshot.sessionsSince) row("Since", snapshot.sessionsSince);
  row("Last confirmed", snapshot.confirmedAt ?? "never");
  if (service !== undefined) row("Service id", service);
  for (const { severity, message, remedy } of snapshot.conditions.filter(({ code }) => code !== "virtual")) {
    lines.push(
      "",
      `${paint(severity === "error" ? "red" : "yellow", severity)}: ${harmless(message.text)}`,
      `  ${harmless(remedy.text)}`,
    );
  }
  return lines;
}
