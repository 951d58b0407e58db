import { type Message, message, type TextCode, texts } from "../../agent/api/texts.ts";

/** What the page needs of a posture report (docs/schema/posture.schema.json). */
export interface PostureDocument {
  readonly collectedAt: string;
  readonly agent: { readonly advisoryData: { readonly date: string } };
  readonly checks: readonly {
    readonly id: string;
    readonly part: "firmware" | "amt" | "host";
    readonly title: string;
    readonly result: "pass" | "fail" | "unknown" | "not-applicable";
    readonly value: string | number | boolean | null;
    readonly expected: string | null;
    readonly severity: number | null;
    readonly rule: string | null;
    readonly evidence: readonly { readonly source: string; readonly raw: string }[];
    readonly reason: { readonly code: string; readonly text: string } | null;
    readonly remediation: string | null;
  }[];
  readonly advisories: readonly {
    readonly id: string;
    readonly title: string;
    readonly verdict: "affected" | "fixed" | "not-listed" | "not-applicable" | "unknown";
    readonly cves: readonly string[];
    readonly cvss: number | null;
    readonly url: string;
  }[];
}
type Check = PostureDocument["checks"][number];

/** A check whose sentences can be said in the reader's language. */
export interface ShownCheck extends Omit<Check, "title" | "reason" | "remediation"> {
  readonly title: Message;
  readonly reason: Message | null;
  readonly remedy: Message | null;
}
export interface PostureView extends Omit<PostureDocument, "checks"> {
  readonly checks: readonly ShownCheck[];
}

/** Pure. A report holds English sentences and the codes they were made by; a newer service's sentences, of which we know no code, stay English. */
export const postureView = ({ collectedAt, agent, checks, advisories }: PostureDocument): PostureView => ({
  collectedAt,
  agent: { advisoryData: { date: agent.advisoryData.date } },
  advisories,
  checks: checks.map(({ title, reason, remediation, ...rest }) => ({
    ...rest,
    title: sentence(`posture.check.${rest.id}`, title),
    reason: reason && withDetail(`posture.reason.${reason.code}`, reason.text),
    remedy: remediation === null ? null : sentence(`posture.check.${rest.id}.remedy`, remediation),
  })),
});

const asText = (code: string, text: string): Message => ({ code: code as TextCode, params: {}, text });
const isKnown = (code: string): code is TextCode => Object.hasOwn(texts, code);

function sentence(code: string, text: string): Message {
  const known = isKnown(code) ? message(code, {} as never) : undefined;
  return known?.text === text ? known : asText("", text);
}

/** Its only parameter is what stands between the words that are always there. */
function withDetail(code: string, text: string): Message {
  const mark = "\u0000";
  const [before, after, ...more] = isKnown(code) ? message(code, { detail: mark } as never).text.split(mark) : [];
  if (before === undefined || after === undefined || more.length > 0) return asText("", text);
  if (!text.startsWith(before) || !text.endsWith(after) || text.length < before.length + after.length)
    return asText("", text);
  return message(code as TextCode, { detail: text.slice(before.length, text.length - after.length) } as never);
}
