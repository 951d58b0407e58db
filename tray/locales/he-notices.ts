import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("he");

const units = { h: "שע׳", min: "דק׳", s: "שנ׳" };

const noSecrets = "הוא אינו כולל סיסמה או מספר סידורי.";

/** What notifications say besides the event itself, in Hebrew. */
export const heNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `החיבור מרחוק (${isolate(kind)}) הסתיים. הוא נמשך ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `החיבור מרחוק (${isolate(kind)}) הסתיים; לא ידוע ממתי התקיים.`,
  "notice.still-open": ({ kind }) => `יש חיבור מרחוק פתוח (${isolate(kind)}).`,
  "notice.away": ({ count, sessions }) => {
    const things = of(count, { one: "אירוע אחד", two: "שני אירועים", other: `${count} אירועים` });
    if (sessions === 0) return `בזמן שאיש לא היה כאן, אירעו ב-AMT דברים שכדאי לדעת עליהם: ${things}.`;
    const connections = of(sessions, {
      one: "היה חיבור אחד מרחוק",
      two: "היו שני חיבורים מרחוק",
      other: `היו ${sessions} חיבורים מרחוק`,
    });
    return `בזמן שאיש לא היה כאן, ${connections} (מתוך דברים שכדאי לדעת עליהם: ${things}).`;
  },
  "notice.not-done": ({ why }) => `הפעולה לא הצליחה. ${why}`,
  "notice.nothing-to-end": () => "כבר לא היה מה לנתק.",
  "notice.help-asked": () => "נשלחה בקשת עזרה: AMT תתחבר לשרת שהגדיר המנהל שלה.",
  "notice.support-copied": () => `המידע לתמיכה נמצא בלוח. ${noSecrets}`,
  "notice.support-saved": ({ path }) =>
    `המידע לתמיכה נשמר ב-${isolate(path)}, כי אין כאן תוכנית ללוח (${isolate("wl-copy")}, ${isolate("xclip")} או ${isolate("xsel")}). ${noSecrets}`,
  "notice.starts-at-login": () => "הסמל יופיע אחרי הכניסה הבאה.",
  "notice.starts-no-more": () => `הסמל לא יופיע אחרי הכניסה הבאה. להפעלה ידנית: ${isolate("amt-agent tray")}`,
  "notice.button.end": () => "ניתוק",
  "notice.button.cancel-consent": () => "סירוב",
  "notice.button.cancel-reset": () => "מניעת הפעלה מחדש של המחשב",
  "notice.button.cancel-power": () => "ביטול",
  "notice.button.hang-up": () => "סיום השיחה",
  "notice.button.details": () => "פרטים",
  "notice.button.who-can-reach": () => "מי יכול להגיע למחשב הזה?",
};
