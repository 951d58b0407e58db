/**
 * Everything the service says to people, by code. The service sends code, parameters and the English rendering; whoever
 * translates does it by code (DESIGN 3.11). Parameter types stand here once; nothing else builds a sentence.
 */
type Param = string | number;
const text = <P extends Record<string, Param> = Record<never, never>>(
  english: (params: P) => string,
): ((params: P) => string) => english;

export const texts = {
  // Headlines: the answer to "can somebody see my screen right now?"
  "headline.unknown": text(() => "The state of remote management is not known."),
  "headline.absent": text(() => "This PC has no Intel AMT: nobody can use it to manage this PC remotely."),
  "headline.off": text(() => "Intel AMT is switched off: nobody can use it to manage this PC remotely."),
  "headline.unconfigured": text(
    () => "Intel AMT is present but not set up: nobody can use it to see or drive this PC.",
  ),
  "headline.managed": text(() => "This PC can be managed remotely through Intel AMT; nobody is connected."),
  "headline.managed-unsure": text(
    () => "This PC can be managed remotely through Intel AMT; whether somebody is connected is not known.",
  ),
  "headline.session.kvm": text(() => "Somebody can see and control this screen right now through Intel AMT."),
  "headline.session.consent": text(() => "Somebody asks to see and control this screen through Intel AMT."),
  "headline.session.storage": text(() => "A remote disk is connected to this PC through Intel AMT right now."),
  "headline.session.sol": text(() => "Somebody is connected to this PC's text console through Intel AMT right now."),

  // The machine is not a real one
  "machine.virtual": text<{ machine: string }>(
    ({ machine }) => `This is a virtual ME (${machine}), not this PC's firmware.`,
  ),

  // Why a value is not known
  "unknown.no-amt": text(() => "this ME has no AMT"),
  "unknown.no-client": text<{ client: string }>(({ client }) => `this ME has no ${client}`),
  "unknown.unsupported": text<{ status: string }>(
    ({ status }) => `this firmware does not support the question (${status})`,
  ),
  "unknown.refused": text<{ status: string }>(({ status }) => `the firmware refused (${status})`),
  "unknown.malformed": text<{ reason: string }>(({ reason }) => `the firmware's answer could not be read (${reason})`),
  "unknown.busy": text<{ holder: string }>(({ holder }) => `in use by ${holder}`),
  "unknown.timeout": text(() => "the firmware did not answer in time"),
  "unknown.gone": text(() => "the ME was reset during the question"),
  "unknown.needs-version": text<{ version: string }>(({ version }) => `firmware before ${version} does not say`),
  "unknown.not-reported": text(() => "the firmware does not say"),
  "unknown.no-interface": text(() => "there is no such interface"),
  "unknown.not-configured": text(() => "AMT is not set up"),
  "unknown.failed": text<{ code: string }>(({ code }) => `the question failed (${code})`),

  // Conditions: what keeps the service from knowing, or what the owner should look at
  "condition.me-absent": text(() => "No Intel ME device was found on this PC."),
  "condition.me-absent.remedy": text(
    () =>
      "If this PC has an Intel chipset, load the driver (Linux: modprobe mei_me; Windows: install the Intel ME driver).",
  ),
  "condition.me-denied": text<{ device: string }>(({ device }) => `The service may not open ${device}.`),
  "condition.me-denied.remedy": text<{ device: string }>(
    ({ device }) => `Give the service's group access to ${device}, or run as root.`,
  ),
  "condition.me-busy": text<{ holder: string }>(({ holder }) => `The ME is in use by ${holder}.`),
  "condition.me-busy.remedy": text(() => "Stop that program, or let it finish; the service tries again by itself."),
  "condition.me-gone": text(() => "The ME is not answering: it was reset or is in transition."),
  "condition.me-gone.remedy": text(() => "The service tries again by itself. If this stays, restart the PC."),
  "condition.me-timeout": text(() => "The ME does not answer."),
  "condition.me-timeout.remedy": text(
    () => "The service tries again by itself. If this stays, switch the PC off and unplug it for a minute.",
  ),
  "condition.me-failed": text<{ code: string }>(({ code }) => `The state could not be read (${code}).`),
  "condition.me-failed.remedy": text(() => "Run amt-agent doctor for details."),
  "condition.virtual": text<{ machine: string }>(({ machine }) => `The service runs on a virtual ME (${machine}).`),
  "condition.virtual.remedy": text(
    () => "This is for demonstration and tests. Start the service with --mei auto for the real one.",
  ),

  // Events
  "event.started": text(() => "The service started."),
  "event.standing": text<{ from: string; to: string }>(({ from, to }) => `AMT went from ${from} to ${to}.`),
  "event.session.opened": text<{ kind: string }>(({ kind }) => `A remote session began (${kind}).`),
  "event.session.closed": text<{ kind: string }>(({ kind }) => `A remote session ended (${kind}).`),
  "event.condition.raised": text<{ condition: string }>(({ condition }) => `New condition: ${condition}.`),
  "event.condition.cleared": text<{ condition: string }>(({ condition }) => `Condition over: ${condition}.`),
} as const;

export type TextCode = keyof typeof texts;
export type TextParams<C extends TextCode> = Parameters<(typeof texts)[C]>[0];

/** A statement as it travels: code and parameters for machines and translators, English for everybody else. */
export interface Message {
  readonly code: TextCode;
  readonly params: Readonly<Record<string, Param>>;
  readonly text: string;
}

export const message = <C extends TextCode>(code: C, params: TextParams<C>): Message => ({
  code,
  params,
  text: (texts[code] as (params: TextParams<C>) => string)(params),
});
