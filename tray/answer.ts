import type { ApiClient } from "../agent/api/client.ts";
import type { ButtonName } from "../agent/api/notification-policy.ts";
import { message } from "../agent/api/texts.ts";
import type { Notice, NoticeStep } from "./notices.ts";

/** Kinds of sessions as events call them, and as the service ends them. */
const kinds: Readonly<Record<string, "kvm" | "sol" | "usbr">> = { KVM: "kvm", SOL: "sol", "remote storage": "usbr" };

export interface AnswerOptions {
  readonly client: Pick<ApiClient, "callConsole">;
  readonly onOpen?: (() => void) | undefined;
  readonly perform: (steps: readonly NoticeStep[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Buttons whose wish can be met: without a window there is nothing to open. */
export const buttonsWith = (onOpen: (() => void) | undefined): readonly ButtonName[] => [
  "end",
  "cancel-consent",
  "cancel-reset",
  "cancel-power",
  "hang-up",
  ...(onOpen ? (["details", "who-can-reach"] as const) : []),
];

/** Does what a notice's button says; a refusal of the service is told as another notice. */
export async function answerTo(
  button: ButtonName,
  notice: Notice,
  { client, onOpen, perform, signal }: AnswerOptions,
): Promise<void> {
  try {
    switch (button) {
      case "end": {
        const kind = kinds[String(notice.message.params.kind)];
        await client.callConsole("POST /v1/sessions/end", kind ? { kind } : {}, { signal });
        break;
      }
      case "cancel-consent":
        await client.callConsole("POST /v1/consent/cancel", { signal });
        break;
      case "cancel-reset": {
        const { outcome, message: said } = await client.callConsole("POST /v1/presence/cancel-reset", { signal });
        if (outcome !== "called-off") throw new Error(said.text);
        break;
      }
      case "cancel-power": {
        const { outcome, message: said } = await client.callConsole("POST /v1/power/cancel", { signal });
        if (outcome !== "called-off") throw new Error(said.text);
        break;
      }
      case "hang-up":
        await client.callConsole("POST /v1/help-desk/disconnect", { signal });
        break;
      default:
        onOpen?.();
    }
  } catch (error) {
    if (signal.aborted) return;
    const { refusal, message: text } = error as { refusal?: { message: string }; message: string };
    const what = message("notice.not-done", { why: refusal?.message ?? text });
    const told: Notice = {
      ...notice,
      subject: "not-done",
      message: what,
      is: "change",
      stays: "until-closed",
      buttons: [],
    };
    await perform([{ do: "show", notice: told }]);
  }
}
