import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string => (virtual === 1 ? "לקושחה של ME וירטואלי" : "לקושחה של המחשב הזה");

const plurals = plural("he");

const standings: Readonly<Record<string, string>> = {
  unknown: "לא ידוע",
  absent: "לא קיימת",
  off: "כבויה",
  unconfigured: "לא הוגדרה",
  managed: "הוגדרה",
  session: "בחיבור מרחוק",
};
const standing = (word: string): string => `„${standings[word] ?? isolate(word)}”`;

const powers: Readonly<Record<string, string>> = {
  "shut down": "כיבוי",
  restart: "הפעלה מחדש",
  sleep: "שינה",
  hibernate: "מצב תרדמה",
};
export const power = (what: string): string => powers[what] ?? isolate(what);

const places: Readonly<Record<string, string>> = {
  "the network": "הרשת",
  "this PC's own ports": "הפורטים של המחשב הזה עצמו",
};
const place = (where: string): string => places[where] ?? isolate(where);

export const advisoriesAffect = (count: number, advisories: string, virtual: number): string =>
  plurals(count, {
    one: `הודעת אבטחה אחת נוגעת ${firmware(virtual)}: ${isolate(advisories)}.`,
    two: `שתי הודעות אבטחה נוגעות ${firmware(virtual)}: ${isolate(advisories)}.`,
    other: `${count} הודעות אבטחה נוגעות ${firmware(virtual)}: ${isolate(advisories)}.`,
  });

/** What happened, in Hebrew. */
export const heEvents: Words["messages"] = {
  "event.started": () => "השירות הופעל.",
  "event.stopped": () => "השירות נעצר.",
  "event.standing": ({ from, to }) => `מצב AMT השתנה מ-${standing(from)} ל-${standing(to)}.`,
  "event.control-mode": ({ from, to }) => `מצב הבקרה של AMT השתנה מ-${isolate(from)} ל-${isolate(to)}.`,
  "event.firmware": ({ from, to }) => `הקושחה של AMT השתנתה מגרסה ${isolate(from)} לגרסה ${isolate(to)}.`,
  "event.while-away": ({ from, to, since }) =>
    `בזמן שהשירות לא פעל, מצב AMT השתנה מ-${standing(from)} (${isolate(since)}) ל-${standing(to)}.`,
  "event.slept": ({ since, until }) =>
    `בין ${isolate(since)} ל-${isolate(until)} המחשב היה במצב שינה או עמד להיכנס אליו; המצב נקרא מחדש.`,
  "event.while-asleep": ({ from, to, since }) =>
    `בזמן שהמחשב היה במצב שינה, מצב AMT השתנה מ-${standing(from)} (${isolate(since)}) ל-${standing(to)}.`,
  "event.session.opened": ({ kind }) => `החל חיבור מרחוק (${isolate(kind)}).`,
  "event.session.closed": ({ kind }) => `הסתיים חיבור מרחוק (${isolate(kind)}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `במחשב הזה יש התקן של חיבור מרחוק (${isolate(kind)}: ${isolate(evidence)}), ואילו AMT טוענת שאין חיבור כזה.`,
  "event.condition.raised": ({ condition }) => `מצב חדש שדורש תשומת לב: ${isolate(condition)}.`,
  "event.condition.cleared": ({ condition }) => `מצב שכבר אינו דורש תשומת לב: ${isolate(condition)}.`,
  "event.clock-set-back": ({ from, to }) =>
    `השעון של המחשב הזה הוחזר אחורה מ-${isolate(from)} או מאוחר יותר אל ${isolate(to)}.`,

  "event.history.repaired": ({ bytes }) =>
    `אירוע שנכתב בזמן שהשירות נסגר בכוח אבד (מספר הבתים שנותרו ממנו: ${isolate(bytes)}).`,
  "event.history.broken": ({ why }) =>
    `היסטוריית האירועים שונתה מבחוץ בזמן שהשירות לא פעל (${isolate(why)}). ראו: ${isolate("amt-agent events verify")}.`,
  "event.history.rotated": ({ first, last }) =>
    `אירועים ${isolate(first)} עד ${isolate(last)} הוסרו כדי לפנות מקום בהיסטוריה.`,
  "event.history.lost": ({ count }) =>
    plurals(count, {
      one: "אירוע קודם אחד חסר בהיסטוריה: לא ניתן היה לרשום אותו כשקרה.",
      two: "שני אירועים קודמים חסרים בהיסטוריה: לא ניתן היה לרשום אותם כשקרו.",
      other: `${count} אירועים קודמים חסרים בהיסטוריה: לא ניתן היה לרשום אותם כשקרו.`,
    }),

  "event.amt.enabled": () => "טכנולוגיית AMT הופעלה.",
  "event.amt.disable-attempt": () => "מישהו ניסה לכבות את AMT.",
  "event.setup.pre": () => "טכנולוגיית AMT לא הוגדרה.",
  "event.setup.in": () => "מתבצעת הגדרה של AMT.",
  "event.setup.post": () => "טכנולוגיית AMT הוגדרה: אפשר לנהל את המחשב הזה מרחוק.",
  "event.setup.removing": () => "ההגדרה של AMT מוסרת.",
  "event.setup.removing-by": ({ who }) => `ההגדרה של AMT מוסרת על ידי ${isolate(who)}.`,
  "event.setup.mode-changed": () => "מצב הבקרה של AMT שונה.",
  "event.firmware.update-partial": () => "עדכון של קושחת ה-ME לא הושלם.",
  "event.firmware.update-failed": () => "עדכון של קושחת ה-ME נכשל.",
  "event.firmware.reset": () => "קושחת ה-ME אותחלה.",
  "event.firmware.wear": () => "זיכרון הפלאש של ה-ME נכתב פעמים כה רבות עד ש-AMT מגבילה את הכתיבה אליו.",

  "event.kvm.requested": () => "מישהו מבקש לראות את המסך הזה ולשלוט בו.",
  "event.kvm.data": () => "התקבלה הודעה בערוץ הנתונים של חיבור המסך (KVM).",
  "event.kvm.disabled": () => "חיבורים למסך הזה (KVM) כובו ב-AMT.",
  "event.kvm.enabled": () => "חיבורים למסך הזה (KVM) הופעלו ב-AMT.",
  "event.consent.requested": () => "מתבקשת הסכמה של משתמש המחשב הזה ל-AMT: שש ספרות מופיעות על המסך.",
  "event.consent.granted": () => "ניתנה הסכמת המשתמש: הספרות שעל המסך הוקלדו בצד השני.",
  "event.consent.ended": () => "הסכמת המשתמש הסתיימה.",
  "event.consent.policy": () => "הכלל שקובע מתי AMT חייבת לבקש את הסכמת המשתמש שונה.",
  "event.sprite": () => "האופן שבו AMT מציירת את ההודעות שלה על המסך עומד להשתנות.",

  "event.network.changed": () => "מצב הרשת של AMT השתנה.",
  "event.network.link-denied": () => "תוכנית במחשב הזה ניסתה לכבות את קישור הרשת של AMT; הבקשה נדחתה.",
  "event.network.link-disabled": () => "תוכנית במחשב הזה ניסתה לכבות את קישור הרשת של AMT.",
  "event.defense.tx-stopped": () => "רכיב System Defense של AMT עצר את מה שהמחשב הזה שולח, כולו או חלקו.",
  "event.defense.tx-limited": () => "רכיב System Defense של AMT האט את מה שהמחשב הזה שולח.",
  "event.defense.rx-stopped": () => "רכיב System Defense של AMT עצר את מה שהמחשב הזה מקבל, כולו או חלקו.",
  "event.defense.rx-limited": () => "רכיב System Defense של AMT האט את מה שהמחשב הזה מקבל.",
  "event.defense.active": () => "רכיב System Defense של AMT מתערב בתעבורת הרשת של המחשב הזה.",
  "event.defense.inactive": () => "רכיב System Defense של AMT אינו מתערב בתעבורת הרשת של המחשב הזה.",
  "event.defense.changed": () => "המצב של System Defense ב-AMT השתנה.",
  "event.eac.changed": () => "נתוני המצב של AMT לבקרת גישה לרשת השתנו.",
  "event.eac.enabled": () => "בקרת הגישה לרשת (EAC) של AMT הופעלה.",
  "event.eac.disabled": () => "בקרת הגישה לרשת (EAC) של AMT כובתה.",
  "event.wlan.profile": () => "אין ל-AMT פרופיל אלחוטי שמתאים לניהול.",
  "event.wlan.security": () => "החיבור האלחוטי של AMT אינו מאובטח מספיק לניהול.",
  "event.wlan.by-me": () => "ל-ME יש עדיפות בקישור האלחוטי: החיבור של המערכת עלול להתנתק.",
  "event.wlan.by-host": () => "למערכת ההפעלה יש שוב עדיפות בקישור האלחוטי.",
  "event.wlan.sync-changed": () => "ההגדרה אם AMT לוקחת פרופילים אלחוטיים מהמחשב הזה שונתה.",
  "event.wlan.sync-disabled": () => "פרופילים אלחוטיים של המחשב הזה אינם מועברים עוד ל-AMT.",
  "event.wlan.sync-enabled": () => "פרופילים אלחוטיים של המחשב הזה מועברים ל-AMT.",
  "event.wlan.control-host": () => "מערכת ההפעלה שולטת בקישור האלחוטי.",
  "event.wlan.control-me": () => "ה-ME שולט בקישור האלחוטי.",
  "event.wlan.protection": ({ level }) => `הגנת ה-ME על הקישור האלחוטי: ${isolate(level)}.`,
  "event.tunnel.opened": () => "נוצר חיבור של AMT לשרת חיצוני (CIRA): אפשר לנהל דרכו את המחשב הזה.",
  "event.tunnel.closed": () => "החיבור של AMT לשרת חיצוני (CIRA) הסתיים.",
  "event.tunnel.requested": () => "מישהו במחשב הזה ביקש עזרה: AMT תתחבר לשרת חיצוני.",
  "event.help.pressed": ({ result }) => `התבקשה עזרה במחשב הזה: ${isolate(result)}.`,
  "event.ip-sync.disabled": () => "כתובת הרשת של המחשב הזה אינה משותפת עוד עם AMT.",
  "event.ip-sync.enabled": () => "כתובת הרשת של המחשב הזה משותפת עם AMT.",
  "event.proxy-sync.disabled": () => "הגדרות ה-Proxy של המחשב הזה אינן מועברות עוד ל-AMT.",
  "event.proxy-sync.enabled": () => "הגדרות ה-Proxy של המחשב הזה מועברות ל-AMT.",
  "event.refresh-ip": ({ interface: which }) =>
    `המחשב הזה התבקש על ידי AMT לחדש את כתובת הרשת שלו (${isolate(which)}).`,

  "event.power.requested": ({ what }) => `המנהל המרוחק ביקש מהמחשב הזה: ${power(what)}.`,
  "event.power.watchdog": () => "המחשב הזה הופעל מחדש על ידי AMT כי פג הזמן של כלב שמירה.",
  "event.power.planned": ({ what, seconds }) =>
    `לפי בקשת המנהל המרוחק, בעוד ${isolate(`${seconds} שנ׳`)} יתבצע במחשב הזה: ${power(what)}.`,
  "event.power.called-off": ({ what }) => `מישהו במחשב הזה ביטל את מה שהמנהל המרוחק ביקש: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `המנהל המרוחק ביקש מהמחשב הזה פעולה שלא הצליחה: ${power(what)} (${isolate(code)}).`,
  "event.time-sync.disabled": () => "השעון של AMT אינו מכוון עוד לפי המחשב הזה.",
  "event.time-sync.enabled": () => "השעון של AMT מכוון לפי המחשב הזה.",
  "event.audit-log.filling": ({ percent }) => `יומן הביקורת של AMT מלא ב-${isolate(`${percent}%`)}.`,

  "event.agent.not-started": ({ agent }) => `תוכנית ש-AMT משגיחה עליה לא הופעלה, לפי AMT (${isolate(agent)}).`,
  "event.agent.stopped": ({ agent }) => `תוכנית ש-AMT משגיחה עליה נעצרה, לפי AMT (${isolate(agent)}).`,
  "event.agent.running": ({ agent }) => `תוכנית ש-AMT משגיחה עליה פועלת, לפי AMT (${isolate(agent)}).`,
  "event.agent.expired": ({ agent }) => `תוכנית ש-AMT משגיחה עליה השתתקה, לפי AMT (${isolate(agent)}).`,
  "event.agent.suspended": ({ agent }) => `לפי שעה AMT אינה משגיחה על תוכנית (${isolate(agent)}).`,

  "event.posture.failed": ({ check, title }) =>
    `בדיקת אבטחה של המחשב הזה שעברה קודם נכשלת כעת: ${isolate(title)} (${isolate(check)}).`,
  "event.posture.weakened": ({ check, title }) => `הגדרה של AMT נחלשה: ${isolate(title)} (${isolate(check)}).`,
  "event.posture.passed": ({ check, title }) =>
    `בדיקת אבטחה של המחשב הזה שנכשלה קודם עוברת כעת: ${isolate(title)} (${isolate(check)}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `דוחות מצב אבטחה של המחשב הזה שנמחקו כדי לפנות מקום לפני שהגיעו אל ${isolate(destinations)}: ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${isolate(destination)} דחה דוחות מצב אבטחה של המחשב הזה (${count}; ${isolate(code)}); הם לא יישלחו שוב.`,
  "event.posture.advisory": ({ count, advisories, virtual }) => advisoriesAffect(count, advisories, virtual),
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    plurals(count, {
      one: `הודעת אבטחה אחת כבר אינה נוגעת ${firmware(virtual)}: ${isolate(advisories)}.`,
      two: `שתי הודעות אבטחה כבר אינן נוגעות ${firmware(virtual)}: ${isolate(advisories)}.`,
      other: `${count} הודעות אבטחה כבר אינן נוגעות ${firmware(virtual)}: ${isolate(advisories)}.`,
    }),
  "event.reset.pending": ({ agent, seconds }) =>
    `המחשב הזה יופעל מחדש על ידי AMT בלי לשאול בעוד ${isolate(`${seconds} שנ׳`)}: תוכנית שבהשגחתה השתתקה (${isolate(agent)}).`,
  "event.reset.called-off": () => "ההפעלה מחדש של המחשב הזה ש-AMT עמדה לבצע בוטלה.",

  "event.settings.root-added": ({ name, hash }) =>
    `מעתה AMT נותנת אמון במנפיק נוסף של אישורים להשתלטות ניהולית על המחשב הזה: ${isolate(name)} (ערך גיבוב ${isolate(hash)}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `מעתה AMT אינה נותנת עוד אמון במנפיק הזה של אישורים להשתלטות ניהולית על המחשב הזה: ${isolate(name)} (ערך גיבוב ${isolate(hash)}).`,
  "event.settings.server-added": ({ server }) =>
    `נוסף ל-AMT שרת חיצוני שאפשר לנהל דרכו את המחשב הזה (CIRA): ${isolate(server)}.`,
  "event.settings.server-removed": ({ server }) => `השרת החיצוני הזה כבר אינו מוכר ל-AMT (CIRA): ${isolate(server)}.`,
  "event.settings.tls-off": ({ where }) =>
    `ההצפנה (TLS) של AMT כובתה עבור ${place(where)}: אפשר לקרוא בדרך את מה שנשלח שם.`,
  "event.settings.tls-on": ({ where }) => `ההצפנה (TLS) של AMT הופעלה עבור ${place(where)}.`,
  "event.settings.user-added": ({ user }) => `נוסף ל-AMT משתמש: ${isolate(user)}.`,
  "event.settings.user-changed": ({ user }) => `הרשאות של משתמש AMT שונו: ${isolate(user)}.`,
  "event.settings.user-removed": ({ user }) => `משתמש AMT כבר אינו קיים: ${isolate(user)}.`,
  "event.settings.feature-on": ({ feature }) => `הופעל ב-AMT: ${isolate(feature)}.`,
  "event.settings.feature-off": ({ feature }) => `כובה ב-AMT: ${isolate(feature)}.`,

  "event.alert.unknown": ({ alert }) => `התקבלה מ-AMT התראה שהתוכנית הזו אינה מכירה (${isolate(alert)}).`,
  "event.alert.more": ({ count, of }) =>
    plurals(count, {
      one: `התקבלה מ-AMT עוד התראה אחת כזו, שלא תפורט: ${isolate(of)}`,
      two: `התקבלו מ-AMT עוד שתי התראות כאלה, שלא יפורטו: ${isolate(of)}`,
      other: `התקבלו מ-AMT עוד ${count} התראות כאלה, רבות מכדי לפרט אחת אחת: ${isolate(of)}`,
    }),
  "event.alert.unreadable": ({ reason }) => `התקבלה מ-AMT התראה שלא ניתן היה לקרוא (${isolate(reason)}).`,
};
