import type { Wsman } from "../../mei/wsman/client.ts";
import type { Resource } from "../../mei/wsman/resource.ts";

/** What collectors may do with AMT's web services. Methods are those that read. */
export type Reads = Pick<Wsman, "get" | "enumerate" | "invoke">;

/** Asks for each class once, however many checks want to know: one report is of one moment, and a round trip is not cheap. */
export function sharedReads(wsman: Wsman, { signal }: { signal: AbortSignal }): Reads {
  const asked = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const asking = ask();
    asked.set(key, asking);
    return asking;
  };
  return {
    get: (of: Resource, options) =>
      options.selectors ? wsman.get(of, options) : once(`get ${of.className}`, () => wsman.get(of, { signal })),
    enumerate: (of: Resource) => once(`enumerate ${of.className}`, () => wsman.enumerate(of, { signal })),
    invoke: (of, method, input, options) => wsman.invoke(of, method, input, options),
  } as Reads;
}
