import type { WindowWords } from "./en-window.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";

const of = plural("he");

/** The window's page of the posture report, in Hebrew. */
export const hePosturePage: WindowWords["posture"] = {
  intro: "עד כמה הקושחה של המחשב הזה, AMT והמערכת מוגדרות באופן בטוח. מתבצעת בדיקה בלבד, ודבר אינו משתנה.",
  readAt: (when) => `נבדק ${isolate(when)}.`,
  reading: "מתבצעת קריאה. הדוח הראשון נמשך עד חצי דקה\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: "הגדרה אחת כאן אינה בטוחה.",
        two: "שתי הגדרות כאן אינן בטוחות.",
        other: `${count} הגדרות כאן אינן בטוחות.`,
      }),
    affected: (count) =>
      of(count, {
        one: "חולשה ידועה אחת של הקושחה נוגעת למחשב הזה.",
        two: "שתי חולשות ידועות של הקושחה נוגעות למחשב הזה.",
        other: `${count} חולשות ידועות של הקושחה נוגעות למחשב הזה.`,
      }),
    unsure: (count) =>
      of(count, {
        one: "לא נמצא דבר שאינו בטוח; פריט אחד לא ניתן היה לבדוק.",
        two: "לא נמצא דבר שאינו בטוח; שני פריטים לא ניתן היה לבדוק.",
        other: `לא נמצא דבר שאינו בטוח; ${count} פריטים לא ניתן היה לבדוק.`,
      }),
    good: "לא נמצא דבר שאינו בטוח.",
  },
  counts: (fail, unknown, pass) => `לא בטוח: ${fail}, לא ידוע: ${unknown}, בטוח: ${pass}`,
  filter: "הצגה",
  filters: { attention: "מה שדורש תשומת לב", fail: "לא בטוח", unknown: "לא ידוע", pass: "בטוח", all: "הכול" },
  shown: (count) => of(count, { one: "בדיקה אחת", two: "שתי בדיקות", other: `${count} בדיקות` }),
  noMatch: "אין בדיקה כזו.",
  parts: { firmware: "קושחה (Intel ME)", amt: "ההגדרה של AMT", host: "המערכת של המחשב הזה" },
  results: { fail: "לא בטוח", unknown: "לא ידוע", pass: "בטוח", "not-applicable": "לא רלוונטי" },
  expected: "כך צריך להיות",
  remedy: "מה לעשות",
  evidence: "מה נראה",
  rule: "נקבע לפי",
  id: "שם הבדיקה",
  advisories: "הודעות האבטחה של Intel",
  data: (date) => `לפי הידוע ב-${isolate(date)}.`,
  noneAffected: "אף אחת מהן אינה מציינת שהגרסה הזו מושפעת. אין פירוש הדבר שאינה מושפעת.",
  advisoryUnknown: (count) =>
    of(count, {
      one: "על הודעה אחת לא ידוע אם היא נוגעת למחשב הזה: בדף של Intel יש מידע נוסף.",
      two: "על שתי הודעות לא ידוע אם הן נוגעות למחשב הזה: בדפים של Intel יש מידע נוסף.",
      other: `על ${count} הודעות לא ידוע אם הן נוגעות למחשב הזה: בדפים של Intel יש מידע נוסף.`,
    }),
  advisoryVerdicts: {
    affected: "נוגעת למחשב הזה",
    fixed: "תוקן בגרסה הזו",
    "not-listed": "הגרסה הזו אינה מוזכרת",
    "not-applicable": "לא רלוונטי",
    unknown: "לא ידוע",
  },
  score: (cvss) => `חומרה ${isolate(cvss)} מתוך 10 (CVSS)`,
  page: "הדף של Intel",
  allAdvisories: "הודעות האבטחה האחרות",
  update: "יש לשאול את יצרן המחשב על ה-BIOS העדכני ביותר או על עדכון קושחה.",
};
