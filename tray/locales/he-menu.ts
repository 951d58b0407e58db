import type { MenuWords } from "./en-menu.ts";
import { isolate } from "./isolate.ts";

const meanwhile = `בינתיים אפשר להשתמש בפקודות ${isolate("amt-agent status")} ו-${isolate("amt-agent window")}.`;

/** What the icon's menu offers, and what the tray tells a terminal, in Hebrew. */
export const heMenu: MenuWords = {
  end: {
    kvm: "ניתוק: מסך, מקלדת ועכבר (KVM)",
    sol: "ניתוק: קונסולת טקסט (SOL)",
    usbr: `ניתוק: דיסק מרוחק (${isolate("USB-R")})`,
  },
  refuse: "סירוב: לאיש אין רשות לראות את המסך הזה",
  askForHelp: "בקשת עזרה (מאפשרת למחשב להתחבר למנהל שלו)",
  hangUp: "סיום השיחה (מנתק את החיבור למנהל)",
  open: "פתיחת חלון המצב",
  reach: "מי יכול להגיע למחשב הזה?",
  history: "מה קרה עד כה",
  support: "העתקת מידע לתמיכה",
  startAtLogin: "הפעלה בעת הכניסה",
  olderTray: "בשולחן העבודה אין מגש מהסוג העדכני: הסמל מוצע למגש מהסוג הישן (XEmbed).",
  helperMissing: (why) => `אי אפשר להציג את הסמל במגשים מהסוג הישן (XEmbed): ${isolate(why)}. ${meanwhile}`,
  helperEnded: (why) => `התוכנית שמציגה את הסמל הסתיימה (${isolate(why)}); היא מופעלת מחדש.`,
  helperGivenUp: (why) => `התוכנית שמציגה את הסמל מסתיימת שוב ושוב (${isolate(why)}), ולכן לא תופעל עוד. ${meanwhile}`,
  byNotifySend: `אין שירות הודעות באפיק ההפעלה: ההודעות נשלחות דרך ${isolate("notify-send")}, ללא לחצנים.`,
};
