import type { ButtonName } from "../agent/api/notification-policy.ts";
import type { Message } from "../agent/api/texts.ts";
import type { Notice, NoticeStep } from "./notices.ts";
import { notDone, type ServiceActs } from "./service-acts.ts";

/** Kinds of sessions as events call them, and as the service ends them. */
const kinds: Readonly<Record<string, "kvm" | "sol" | "usbr">> = { KVM: "kvm", SOL: "sol", "remote storage": "usbr" };

/** Pages of the status window. */
export type WindowPage = "now" | "reach" | "history";
export type OpenWindow = (page: WindowPage) => void;

export interface AnswerOptions {
  readonly acts: ServiceActs;
  readonly onOpen?: OpenWindow | undefined;
  readonly perform: (steps: readonly NoticeStep[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Buttons whose wish can be met: without a window there is nothing to open. */
export const buttonsWith = (onOpen: OpenWindow | undefined): readonly ButtonName[] => [
  "end",
  "cancel-consent",
  "cancel-reset",
  "hang-up",
  ...(onOpen ? (["details", "who-can-reach"] as const) : []),
];

/** What was done, or why not, as a notice of its own. */
export const answerNotice = (what: Message, subject = "not-done"): Notice => ({
  subject,
  message: what,
  is: "change",
  who: "all",
  stays: "until-closed",
  buttons: [],
});

/** Does what a notice's button says; a refusal of the service is told as another notice. */
export async function answerTo(
  button: ButtonName,
  notice: Notice,
  { acts, onOpen, perform, signal }: AnswerOptions,
): Promise<void> {
  let said: Message | undefined;
  try {
    said = await act(button, notice, { acts, onOpen });
  } catch (error) {
    if (signal.aborted) return;
    said = notDone(error);
  }
  if (said) await perform([{ do: "show", notice: answerNotice(said) }]);
}

async function act(
  button: ButtonName,
  { message: { params } }: Notice,
  { acts, onOpen }: Pick<AnswerOptions, "acts" | "onOpen">,
): Promise<Message | undefined> {
  switch (button) {
    case "end": {
      const kind = String(params.kind);
      return acts.end(Object.hasOwn(kinds, kind) ? kinds[kind] : undefined);
    }
    case "cancel-consent":
      return acts.refuse();
    case "cancel-reset":
      return acts.cancelReset();
    case "hang-up":
      return acts.hangUp();
    default:
      onOpen?.(button === "who-can-reach" ? "reach" : "now");
      return undefined;
  }
}
