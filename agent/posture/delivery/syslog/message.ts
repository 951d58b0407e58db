import type { Posture } from "../../../api/posture.ts";
import { type Letter, marksOf } from "../letter.ts";

/** A report as one message of syslog (RFC 5424) with the octet count in front that TLS wants (RFC 5425, 4.3). */
export function frameOf(letter: Letter, { facility, maxBytes }: { facility: number; maxBytes: number }): Buffer {
  const whole = messageOf(letter, facility, letter.text.trimEnd());
  const message =
    whole.length <= maxBytes ? whole : messageOf(letter, facility, summaryOf(letter.posture, maxBytes - HEAD));
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** Bytes that stand before the content, at most. */
const HEAD = 1_024;
/** RFC 5612 keeps 32473 for examples; this program has no number of its own. */
const SD_ID = "posture@32473";
const severities = { warning: 4, informational: 6 } as const;

function messageOf(letter: Letter, facility: number, content: string): Buffer {
  const { posture } = letter;
  const { pass, fail, unknown, notApplicable, advisories } = posture.summary;
  const severity = fail > 0 || advisories.affected > 0 ? severities.warning : severities.informational;
  const data = { ...marksOf(letter), pass, fail, unknown, notApplicable, affected: advisories.affected };
  const parameters = Object.entries(data).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  // No host name: whoever collects knows who is connected, and a report does not name its machine
  const head = `<${facility * 8 + severity}>1 ${posture.collectedAt} - amt-agent - posture`;
  return Buffer.from(`${head} [${SD_ID} ${parameters.join(" ")}] ${content}`);
}
/** 6.3.3 */
const escaped = (value: string): string => value.replace(/["\\\]]/g, "\\$&");

/** What is wrong, where the receiver does not take the whole report; the digest beside it says of which report. At most `most` bytes. */
export function summaryOf({ checks, advisories, me }: Posture, most: number): string {
  const failed = checks.filter(({ result }) => result === "fail").map(({ id }) => id);
  const affected = advisories.filter(({ verdict }) => verdict === "affected").map(({ id }) => id);
  const head = { schema: "amt-agent.posture-summary/1", firmware: me.version };
  const text = JSON.stringify({ ...head, failed, affected, cut: false });
  if (Buffer.byteLength(text) <= most) return text;
  return JSON.stringify({ ...head, failed: failed.slice(0, 10), affected: affected.slice(0, 10), cut: true });
}
