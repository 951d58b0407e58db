import * as z from "zod";

/** How it went, in the server's words (rpc.md 5.1): short texts by subject, as `Network` or `Components.TLS`. */
export interface Report {
  readonly text: string;
  readonly parts: readonly (readonly [subject: string, said: string])[];
}

const said = z.string().max(1_000);
const Component = z.record(z.string().max(64), said.or(z.number()).or(z.boolean()).nullable());
const Parts = z.record(z.string().max(64), said.nullable().or(z.record(z.string().max(64), Component.nullable())));

/** A report is for people: one in another form than agreed is text. */
export function reportIn(message: string): Report {
  const parsed = Parts.safeParse(jsonOrNothing(message));
  if (!parsed.success) return { text: message.slice(0, 1_000), parts: [] };
  const { Status, ...others } = parsed.data;
  const parts = Object.entries(others).flatMap(([subject, value]): (readonly [string, string])[] => {
    if (typeof value === "string") return value === "" ? [] : [[subject, value]];
    return Object.entries(value ?? {}).flatMap(([name, one]): (readonly [string, string])[] => {
      const words = Object.values(one ?? {}).filter((word) => word !== null && word !== "");
      return words.length === 0 ? [] : [[name, words.join(", ")]];
    });
  });
  return { text: typeof Status === "string" ? Status : "", parts };
}

/** Servers say success of the whole when a part failed (deployment #332 in rpc.md 8). */
export const failedParts = ({ parts }: Report): (readonly [string, string])[] =>
  parts.filter(([, words]) => /\bfail/i.test(words));

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // plain text, as older servers send
  }
}
