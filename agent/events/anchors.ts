import { type Head, isHash } from "./record.ts";

/** What the history was known to be, as somebody else kept it. An id that is not known: somewhere in it. */
export interface Anchor {
  readonly id: number | undefined;
  readonly hash: string;
}

/** Stable: journals of years are searched for it. */
const NAME = "amt-agent.history/1";
export const anchorText = ({ id, hash }: Head): string => `${NAME}:${id}:${hash}`;

/** Null: nothing has ever been written, so there is nothing to hold on to. */
export const anchorOf = (head: Head): string | null => (head.id > 0 ? anchorText(head) : null);

/** Every anchor in a text of whatever form: the journal, also as JSON. The first event ever is anchored by nothing. */
export function anchorsIn(text: string): Anchor[] {
  const found = text.matchAll(/amt-agent\.history\/1:(\d{1,15}):([0-9a-f]{64})/g);
  const all = [...found].map(([, id, hash]) => ({ id: Number(id), hash: hash as string }));
  return all.filter(({ id }) => id > 0);
}

/** One as a person says it: as it stands in the journal, `ID:HASH`, or the hash alone. */
export function anchorFrom(word: string): Anchor | undefined {
  const [anchor] = anchorsIn(word);
  if (anchor) return anchor;
  const [, id, hash] = /^(?:(\d{1,15}):)?([0-9a-f]{64})$/i.exec(word.trim()) ?? [];
  const lower = hash?.toLowerCase();
  return isHash(lower) ? { id: id === undefined ? undefined : Number(id), hash: lower } : undefined;
}
