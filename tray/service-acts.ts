import type { ApiClient } from "../agent/api/client.ts";
import { type Message, message } from "../agent/api/texts.ts";

/** What the user of this PC can have the service do. Each tells what is to be said of it; undefined: the state will show it. */
export interface ServiceActs {
  /** Without `kind`: all that go on. */
  end(kind?: "kvm" | "sol" | "usbr"): Promise<Message | undefined>;
  refuse(): Promise<Message | undefined>;
  /** Calls off the reset that AMT has announced. */
  cancelReset(): Promise<Message | undefined>;
  askForHelp(): Promise<Message | undefined>;
  hangUp(): Promise<Message | undefined>;
}
type EndAnswer = Awaited<ReturnType<typeof end>>;
type Caller = Pick<ApiClient, "callConsole">;

const end = (client: Caller, kind: "kvm" | "sol" | "usbr" | undefined, signal: AbortSignal) =>
  client.callConsole("POST /v1/sessions/end", kind ? { kind } : {}, { signal });

/** All reject with what the client rejects with. */
export const serviceActs = (client: Caller, signal: AbortSignal): ServiceActs => ({
  end: async (kind) => saidOf(await end(client, kind, signal)),
  refuse: async () => saidOf(await client.callConsole("POST /v1/consent/cancel", { signal })),
  async cancelReset() {
    const { outcome, message: said } = await client.callConsole("POST /v1/presence/cancel-reset", { signal });
    return outcome === "called-off" ? undefined : message("notice.not-done", { why: said.text });
  },
  async askForHelp() {
    await client.callConsole("POST /v1/help-desk/connect", { signal });
    return message("notice.help-asked", {});
  },
  async hangUp() {
    await client.callConsole("POST /v1/help-desk/disconnect", { signal });
    return undefined;
  },
});

/** An answer can hold a no of AMT's beside what was done. */
function saidOf({ steps }: EndAnswer): Message | undefined {
  const refused = steps.find(({ outcome }) => outcome === "refused");
  if (refused) return message("notice.not-done", { why: refused.message.text });
  return steps.some(({ outcome }) => outcome === "ended") ? undefined : message("notice.nothing-to-end", {});
}

/** Why something was not done, in the service's words where it said something. */
export function notDone(error: unknown): Message {
  const { refusal, message: text } = error as { refusal?: { message: string }; message?: string };
  return message("notice.not-done", { why: refusal?.message ?? text ?? String(error) });
}
