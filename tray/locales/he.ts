import type { Words } from "./en.ts";
import { heEvents } from "./he-events.ts";
import { heMenu } from "./he-menu.ts";
import { heMessages } from "./he-messages.ts";
import { heNotices } from "./he-notices.ts";
import { heWindow } from "./he-window.ts";
import { isolate } from "./isolate.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "לא ידוע" : open ? "מחובר ברגע זה!" : "איש אינו מחובר"}`;
const modes: Readonly<Record<string, string>> = {
  none: "לא הוגדר לניהול מרחוק",
  client: "מצב בקרת לקוח: חיבורים דורשים הסכמה במחשב זה",
  admin: "מצב בקרת מנהל: ייתכן שחיבורים אינם דורשים הסכמה",
};

/** Everything the tray and the status window say, in Hebrew. */
export const he: Words = {
  messages: { ...heMessages, ...heEvents, ...heNotices },
  product: "Intel AMT",
  version: (brand, version) =>
    `${isolate(brand ?? "Intel AMT")}${version === null ? ", הגרסה לא ידועה" : ` ${isolate(version)}`}`,
  controlMode: (mode) => (mode === null ? "מצב בקרה: לא ידוע" : (modes[mode] ?? `מצב בקרה: ${isolate(mode)}`)),
  session: {
    kvm: openness("מסך, מקלדת ועכבר (KVM)"),
    sol: openness("קונסולת טקסט (SOL)"),
    storage: openness(`דיסק מרוחק (${isolate("USB-R")})`),
  },
  consent: (pending) => (pending === null ? "האם מישהו מבקש הסכמה: לא ידוע" : "מישהו מבקש הסכמה ברגע זה!"),
  nothingKnownOfSessions: "חיבורים מרחוק: לא ידוע",
  since: (when) => `נראה לראשונה ${isolate(when)}`,
  severity: {
    info: (message) => `לתשומת לב: ${message}`,
    warning: (message) => `אזהרה: ${message}`,
    error: (message) => `שגיאה: ${message}`,
  },
  remedy: (text) => `\u2190 ${text}`,
  virtual: (headline) => `וירטואלי: ${headline}`,
  silent: {
    asking: [
      "מצב הניהול מרחוק עדיין אינו ידוע.",
      (socket) => `מתבצעת פנייה לשירות ${isolate("amt-agent")} בכתובת ${isolate(socket)}`,
    ],
    unreachable: [
      `מצב הניהול מרחוק אינו ידוע: השירות ${isolate("amt-agent")} אינו פועל.`,
      () => `\u2190 כדי להפעיל אותו: ${isolate("amt-agent serve")}`,
      (socket) => `אין מענה בכתובת ${isolate(socket)}; הניסיונות יימשכו`,
    ],
    denied: [
      `מצב הניהול מרחוק אינו ידוע: השירות ${isolate("amt-agent")} אינו מאפשר לפנות אליו.`,
      (socket) => `הגישה אל ${isolate(socket)} נדחתה; הניסיונות יימשכו`,
    ],
    foreign: [
      "מצב הניהול מרחוק אינו ידוע: תשובת השירות אינה מובנת.",
      () => `\u2190 יש להתקין אותה גרסה של השירות ושל הסמל של ${isolate("amt-agent")}`,
      (socket) => `התשובה הגיעה מ-${isolate(socket)}; הניסיונות יימשכו`,
    ],
  },
  quit: "יציאה (סוגרת את הסמל הזה בלבד)",
  waitingForHost: `כרגע אין בשולחן העבודה מקום לסמלי מגש (אין ${isolate("org.kde.StatusNotifierWatcher")} באפיק ההפעלה). ממתינים לו; בינתיים אפשר להשתמש בפקודה ${isolate("amt-agent status")}.`,
  registered: "הסמל נרשם בשולחן העבודה.",
  hostRefused: (reason) => `שולחן העבודה לא קיבל את הסמל: ${isolate(reason)}. ממתינים שמגש המערכת שלו יופעל מחדש.`,
  notKept: (reason) =>
    `אי אפשר לשמור מה כבר הוצג (${isolate(reason)}): סמל שיופעל מחדש אולי לא ידווח על מה שקרה בינתיים.`,
  notNotified: (reason) =>
    `שולחן העבודה אינו מציג הודעות (${isolate(reason)}). אפשר לראות מי מחובר בסמל ובפקודה ${isolate("amt-agent status")}.`,
  menu: heMenu,
  window: heWindow,
};
