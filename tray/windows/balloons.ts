import type { WindowsIcon } from "../../platform/windows-icon.ts";
import { say as inWords } from "../menu.ts";
import type { Notice, NoticeStep } from "../notices.ts";
import { type NotifierOptions, urgencyOf } from "../notifier.ts";
import { oneLine } from "../one-line.ts";

export type BalloonClick = () => void;

/**
 * Notices as what the icon says (a toast since Windows 10): one at a time, without buttons. A click on it is `details`. What is said later
 * takes the place of what was said before; what was withdrawn is taken away, if it is the one that is shown.
 */
export function openBalloons(
  icon: Pick<WindowsIcon, "balloon">,
  { words, buttons, onButton }: Pick<NotifierOptions, "words" | "buttons" | "onButton">,
): { perform(steps: readonly NoticeStep[]): Promise<void>; readonly clicked: BalloonClick } {
  let shown: Notice | undefined;
  function show(notice: Notice): void {
    const isUrgent = urgencyOf(notice) === 2;
    const text = oneLine(inWords(notice.message, words));
    icon.balloon({ title: words.product, text, isWarning: isUrgent, mayWait: !isUrgent });
    shown = notice;
  }
  function withdraw(subject: string): void {
    if (shown?.subject !== subject) return;
    shown = undefined;
    icon.balloon({ title: "", text: "", isWarning: false, mayWait: false });
  }
  return {
    async perform(steps) {
      for (const step of steps) {
        if (step.do === "withdraw") withdraw(step.subject);
        else show(step.notice);
      }
    },
    clicked() {
      if (shown?.buttons.includes("details") && buttons.includes("details")) onButton("details", shown);
    },
  };
}
