import type { Words } from "./en.ts";
import { advisoriesAffect, power } from "./he-events.ts";
import { isolate } from "./isolate.ts";

const powerOff = "השירות מנסה שוב מעצמו. אם המצב נמשך, יש לכבות את המחשב ולנתק אותו מהחשמל לדקה.";

/** What the service says, in Hebrew. Names of programs, files and codes stay as they are. */
export const heMessages: Words["messages"] = {
  "headline.unknown": () => "מצב הניהול מרחוק אינו ידוע.",
  "headline.absent": () => "במחשב זה אין Intel AMT: איש אינו יכול להשתמש בה כדי לנהל אותו מרחוק.",
  "headline.off": () =>
    `טכנולוגיית ${isolate("Intel AMT")} כבויה: איש אינו יכול להשתמש בה כדי לנהל את המחשב הזה מרחוק.`,
  "headline.unconfigured": () =>
    `טכנולוגיית ${isolate("Intel AMT")} קיימת אך לא הוגדרה: איש אינו יכול להשתמש בה כדי לראות את המחשב הזה או לשלוט בו.`,
  "headline.configuring": () =>
    `טכנולוגיית ${isolate("Intel AMT")} מוגדרת כעת במחשב הזה: לאחר מכן ייתכן שאפשר יהיה לנהל אותו מרחוק.`,
  "headline.managed": () => "אפשר לנהל את המחשב הזה מרחוק דרך Intel AMT; איש אינו מחובר.",
  "headline.managed-unsure": () => "אפשר לנהל את המחשב הזה מרחוק דרך Intel AMT; לא ידוע אם מישהו מחובר.",
  "headline.session.kvm": () => "מישהו יכול ברגע זה לראות את המסך הזה ולשלוט בו דרך Intel AMT.",
  "headline.session.consent": () => "מישהו מבקש לראות את המסך הזה ולשלוט בו דרך Intel AMT.",
  "headline.session.storage": () => "דיסק מרוחק מחובר ברגע זה למחשב הזה דרך Intel AMT.",
  "headline.session.sol": () => "מישהו מחובר ברגע זה לקונסולת הטקסט של המחשב הזה דרך Intel AMT.",
  "machine.virtual": ({ machine }) => `זהו ME וירטואלי (${isolate(machine)}), לא הקושחה של המחשב הזה.`,

  "unknown.no-amt": () => "ב-ME הזה אין AMT",
  "unknown.no-client": ({ client }) => `ב-ME הזה אין ${isolate(client)}`,
  "unknown.unsupported": ({ status }) => `הקושחה הזו אינה תומכת בשאלה (${isolate(status)})`,
  "unknown.refused": ({ status }) => `הקושחה סירבה (${isolate(status)})`,
  "unknown.malformed": ({ reason }) => `לא ניתן היה לקרוא את תשובת הקושחה (${isolate(reason)})`,
  "unknown.busy": ({ holder }) => `בשימוש על ידי ${isolate(holder)}`,
  "unknown.timeout": () => "הקושחה לא ענתה בזמן",
  "unknown.gone": () => "ה-ME אותחל במהלך השאלה",
  "unknown.needs-version": ({ version }) => `קושחה שקדמה לגרסה ${isolate(version)} אינה מוסרת זאת`,
  "unknown.not-reported": () => "הקושחה אינה מוסרת זאת",
  "unknown.no-interface": () => "אין ממשק כזה",
  "unknown.not-set": () => "לא נקבע",
  "unknown.not-configured": () => "טכנולוגיית AMT לא הוגדרה",
  "unknown.failed": ({ code }) => `השאלה נכשלה (${isolate(code)})`,
  "unknown.needs-admin": () => `רק מנהל AMT רשאי לראות זאת: ${isolate("amt-agent privacy --user admin")}`,
  "unknown.login": ({ code }) => `הכניסה נדחתה על ידי AMT (${isolate(code)})`,
  "unknown.no-link": ({ code }) => `אי אפשר להגיע מכאן לשירות האינטרנט של AMT (${isolate(code)})`,
  "unknown.tls-untrusted": () =>
    `אין דרך לדעת איזה אישור שייך ל-AMT: יש לציין ${isolate("--pin")} או ${isolate("--ca")}, או לתת לשירות לשאול`,

  "session.kvm": () => "רואה את המסך הזה, מקליד ומזיז את העכבר כאן",
  "session.sol": () => "קורא ומקליד בקונסולת הטקסט של המחשב הזה (היציאה הטורית של AMT)",
  "session.usbr": () => "דיסק שלו מחובר למחשב הזה, ואפשר להפעיל ממנו את המחשב",
  "session.consent": () => "ממתין לשש הספרות שעל המסך הזה, כדי להגיע למסך או להפעיל את המחשב מדיסק",
  "session.cira": ({ server }) => `מנהל את המחשב הזה דרך שרת חיצוני (${isolate(server)})`,
  "session.system-defense": () => "גורם ל-AMT לעצור או להאט את תעבורת הרשת של המחשב הזה",
  "session.web-ui": () => "יכול להשתמש בדפי האינטרנט של AMT בעזרת סיסמה שלה; אם מישהו עושה זאת, AMT לעולם אינה מוסרת",
  "who.not-read": () => `איש עדיין לא שאל (הפקודה ${isolate("amt-agent sessions")} שואלת)`,
  "who.not-told": () => "הקושחה אינה מוסרת במי מדובר",
  "who.no-record": () => "ביומן הביקורת של AMT אין רשומה על כך",
  "who.unreadable": ({ code }) => `לא ניתן היה לקרוא את יומן הביקורת של AMT (${isolate(code)})`,
  "who.no-user": () => "ביומן הביקורת של AMT אין שם לכך",
  "who.no-address": () => "ביומן הביקורת של AMT אין כתובת לכך",

  "end.ended": () => "נותק",
  "end.none": () => "לא היה כזה",
  "end.absent": () => "ב-AMT הזו אין דבר כזה",
  "end.refused": ({ status }) => `הבקשה נדחתה על ידי AMT (${isolate(status)})`,
  "end.not-the-users": () => `ניתוק של AMT אפשרי רק לחיבור שהמשתמש במחשב הזה ביקש (${isolate("NOT_PERMITTED")})`,

  "switch.off": () => "כובה, ונבדק בקריאה חוזרת",
  "switch.was-off": () => "כבר היה כבוי",
  "switch.not-taken": () => "הבקשה התקבלה ב-AMT, אך הוא עדיין פועל",

  "reset.none": () => "לא צפויה הפעלה מחדש של המחשב הזה על ידי AMT: לא היה מה לבטל.",
  "reset.absent": () =>
    `גרסה זו של AMT אינה מפעילה מחשבים מחדש מעצמה (היכולת קיימת החל מ-${isolate("AMT 11")}): לא היה מה לבטל.`,
  "reset.refused": ({ status }) =>
    `הביטול נדחה על ידי AMT (${isolate(status)}). עם משתמש AMT שרשאי לכך: ${isolate("amt-agent presence cancel-reset --user admin")}.`,

  "condition.me-absent": () => "לא נמצא התקן Intel ME במחשב הזה.",
  "condition.me-absent.remedy": () =>
    `אם במחשב הזה יש ערכת שבבים של Intel, יש לטעון את מנהל ההתקן (ב-Linux: ${isolate("modprobe mei_me")}; ב-Windows: להתקין את מנהל ההתקן של Intel ME).`,
  "condition.me-denied": ({ device }) => `לשירות אין הרשאה לפתוח את ${isolate(device)}.`,
  "condition.me-denied.remedy": ({ device }) =>
    `יש לתת לקבוצה של השירות גישה אל ${isolate(device)}, או להפעיל אותו בתור ${isolate("root")}.`,
  "condition.me-busy": ({ holder }) => `ה-ME נמצא בשימוש על ידי ${isolate(holder)}.`,
  "condition.me-busy.remedy": () => "יש לעצור את התוכנית הזו או לתת לה לסיים; השירות ינסה שוב מעצמו.",
  "condition.me-gone": () => "ה-ME אינו עונה: הוא אותחל או נמצא במעבר בין מצבים.",
  "condition.me-gone.remedy": () => "השירות מנסה שוב מעצמו. אם המצב נמשך, יש להפעיל מחדש את המחשב.",
  "condition.me-timeout": () => "ה-ME אינו עונה.",
  "condition.me-timeout.remedy": () => powerOff,
  "condition.me-failed": ({ code }) => `לא ניתן היה לקרוא את המצב (${isolate(code)}).`,
  "condition.me-failed.remedy": () => `לפרטים יש להפעיל את ${isolate("amt-agent doctor")}.`,
  "condition.asleep": () => "המחשב היה במצב שינה; מצב הניהול מרחוק נקרא מחדש.",
  "condition.asleep.remedy": () => "אין צורך לעשות דבר: זה נמשך רגע.",
  "condition.lms-held": ({ holder }) =>
    `הפורטים המקומיים וההתראות של AMT נמצאים בידי ${isolate(holder)}; הפורטים שלו בשימוש, אך ההתראות אינן מגיעות.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `כדי שהשירות הזה יטפל בכך, יש לעצור את ${isolate(holder)}; השירות ייקח את התפקיד מעצמו.`,
  "condition.lms-ports": ({ ports }) =>
    `אי אפשר להגיע אל AMT בפורט ${isolate(ports)} של המחשב הזה: הפורט תפוס או שאסור לפתוח אותו.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `יש לברר מי משתמש בו (ב-Linux: ${isolate("ss -ltnp")}; ב-Windows: ${isolate("netstat -abn")}) ולפנות את ${isolate(ports)}; יתבצע ניסיון נוסף.`,
  "condition.lms-failed": ({ code }) => `החיבור לפורטים המקומיים של AMT נכשל שוב ושוב (${isolate(code)}).`,
  "condition.lms-failed.remedy": () => powerOff,
  "condition.history-full": () => "מה שקורה אינו נרשם כרגע: הדיסק מלא.",
  "condition.history-full.remedy": () => "יש לפנות מקום בדיסק שבו נשמר מצב השירות; השירות ימשיך מעצמו.",
  "condition.history-failed": ({ code }) =>
    `מה שקורה אינו נרשם: אי אפשר להשתמש בהיסטוריית האירועים (${isolate(code)}).`,
  "condition.history-failed.remedy": () =>
    `יש לבדוק את התיקייה ${isolate("events")} בספריית המצב של השירות, ואת היומן של השירות (${isolate("Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log")}).`,
  "condition.presence-failing": ({ agents, code }) =>
    `אי אפשר להודיע ל-AMT ש-${isolate(agents)} פועל (${isolate(code)}); ייתכן שהיא תניח שהוא נפל.`,
  "condition.presence-failing.remedy": () =>
    `הפקודה ${isolate("amt-agent presence status")} מציינת במה מדובר. כלב השמירה חייב להתקיים (${isolate("amt-agent presence add")}), ול-${isolate("presence.user")} דרושה ההרשאה ${isolate("Agent Presence Local")}.`,
  "condition.posture-unsent": ({ destinations, code }) =>
    `דוחות מצב האבטחה של המחשב הזה אינם מגיעים אל ${isolate(destinations)} (${isolate(code)}); הם ממתינים במחשב הזה.`,
  "condition.posture-unsent.remedy": () =>
    `נעשה ניסיון חוזר באופן אוטומטי. ${isolate("amt-agent posture spool")} אומר מה ממתין ולמה; עוד מידע ב־${isolate("journalctl -u amt-agent-send")}.`,
  "condition.posture-no-sender": ({ count }) =>
    `דוחות מצב אבטחה של המחשב הזה שממתינים לשליחה: ${count}, ושום תוכנית אינה שולחת אותם.`,
  "condition.posture-no-sender.remedy": () =>
    `הפעילו את השולח: ${isolate("systemctl enable --now amt-agent-send")}, או ${isolate("amt-agent sender")} במסוף.`,
  "condition.posture-unkept": ({ code }) =>
    `לא היה אפשר לשמור לשליחה דוח על מצב האבטחה של המחשב הזה (${isolate(code)}).`,
  "condition.posture-unkept.remedy": () =>
    `בדקו את המקום הפנוי ואת ההרשאות של התיקייה שמצוינת ב־${isolate("posture.spoolDir")}; נעשה ניסיון חוזר.`,
  "condition.posture-advisory": ({ advisories, count, virtual }) => advisoriesAffect(count, advisories, virtual),
  "condition.posture-advisory.remedy": () =>
    `יש להתקין את עדכון ה-BIOS או ה-ME העדכני ביותר של יצרן המחשב. הפקודה ${isolate("amt-agent posture")} מפרטת.`,
  "condition.posture-failing": ({ code }) =>
    `אי אפשר ליצור או לשמור דוח חדש על מצב האבטחה של המחשב הזה (${isolate(code)}).`,
  "condition.posture-failing.remedy": () =>
    `יש לבדוק את התיקייה ${isolate("posture")} בספריית המצב של השירות, ואת היומן של השירות (${isolate("Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log")}).`,
  "condition.posture-not-kept": ({ code }) =>
    `אי אפשר לשמור ב-AMT את תקציר מצב האבטחה של המחשב הזה (${isolate(code)}).`,
  "condition.posture-not-kept.remedy": () =>
    `ראו ${isolate("amt-agent posture stored")}. על AMT להציע אחסון אינטרנט, ול-${isolate("posture.meUser")} דרושה ההרשאה ${isolate("Storage")}; אחרת יש לקבוע את ${isolate("posture.keepInMe")} ל-${isolate("false")}.`,
  "condition.reset-pending": ({ agents, at }) =>
    `המחשב הזה יופעל מחדש על ידי AMT ב-${isolate(at)}: תוכנית שבהשגחתה השתתקה (${isolate(agents)}).`,
  "condition.reset-pending.remedy": () =>
    `יש לשמור את העבודה. לביטול, מהמסך של המחשב הזה או כמנהל מערכת: ${isolate("amt-agent presence cancel-reset")}.`,
  "condition.power-planned": ({ what, at }) =>
    `לפי בקשת המנהל המרוחק, ב-${isolate(at)} יתבצע במחשב הזה: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    `יש לשמור את העבודה. אם מותר לבטל, מהמסך של המחשב הזה או כמנהל מערכת: ${isolate("amt-agent power cancel")}.`,
  "condition.virtual": ({ machine }) => `השירות פועל על ME וירטואלי (${isolate(machine)}).`,
  "condition.virtual.remedy": () =>
    `זה מיועד להדגמה ולבדיקות. כדי להשתמש באמיתי יש להפעיל את השירות עם ${isolate("--mei auto")}.`,
};
