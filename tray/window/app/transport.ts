import { deadline, realClock } from "../../../platform/clock.ts";
import type { Told } from "../audience.ts";
import { sessionHeader } from "../guard.ts";

/** Why a question was not answered: the service's code, or NO_SESSION, LOST for the window's own program. */
export class CallError extends Error {
  override name = "CallError";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** ms. Three signs of life missed: the program hangs. */
const longestSilence = 45_000;

async function request(key: string, path: string, signal: AbortSignal, method = "GET"): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { method, headers: { [sessionHeader]: key }, signal, cache: "no-store" });
  } catch (error) {
    signal.throwIfAborted();
    throw new CallError("LOST", error instanceof Error ? error.message : String(error));
  }
  if (response.status === 401) throw new CallError("NO_SESSION", "");
  return response;
}

/** One answer of the service; rejects CallError. */
export async function read<T>(
  key: string,
  path: string,
  { query = {}, signal }: { query?: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<T> {
  const words = new URLSearchParams(query).toString();
  return answerIn(await request(key, words === "" ? path : `${path}?${words}`, signal));
}

/** Has the service do something; rejects CallError. */
export async function act<T>(key: string, path: string, { signal }: { signal: AbortSignal }): Promise<T> {
  return answerIn(await request(key, path, signal, "POST"));
}

async function answerIn<T>(response: Response): Promise<T> {
  const body = (await response.json()) as T & { error?: { code: string; message?: string } };
  if (!response.ok) throw new CallError(body.error?.code ?? "LOST", body.error?.message ?? "");
  return body;
}

/** Hands over what is told until the stream ends; rejects CallError, and LOST when it falls silent. */
export async function follow(key: string, onTold: (told: Told) => void, signal: AbortSignal): Promise<void> {
  const silent = (): Error => new CallError("LOST", "silent");
  let patience = deadline(realClock, longestSilence, [signal], silent);
  const given = new AbortController();
  const giveUp = (): void => given.abort(patience.signal.reason);
  const renew = (): void => {
    patience.signal.removeEventListener("abort", giveUp);
    patience.done();
    patience = deadline(realClock, longestSilence, [signal], silent);
    patience.signal.addEventListener("abort", giveUp, { once: true });
  };
  renew();
  try {
    const response = await request(key, "/api/stream", given.signal);
    let rest = "";
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      renew();
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onTold(JSON.parse(line) as Told);
    }
  } catch (error) {
    if (error instanceof CallError) throw error;
    throw new CallError("LOST", error instanceof Error ? error.message : String(error));
  } finally {
    patience.signal.removeEventListener("abort", giveUp);
    patience.done();
  }
}
