import { choose, three } from "./choice.ts";
import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";

const of = plural("he");

const consent = {
  all: "ושואלים אותך לפני שימוש במסך, בקונסולה או בדיסק",
  kvm: "ושואלים אותך לפני שימוש במסך, אך לא לפני השאר",
  none: "ואין שואלים אותך",
};
const now = {
  screen: "מישהו רואה את המסך ושולט בו ברגע זה!",
  asks: "מישהו מבקש ברגע זה את הסכמתך",
  other: "מישהו מחובר ברגע זה!",
  nobody: "איש אינו מחובר ברגע זה",
};
const places = {
  local: "מהמחשב הזה בלבד",
  network: "מהרשת בלבד",
  any: "מהרשת ומהמחשב הזה",
};
const realms: Readonly<Record<string, string>> = {
  2: "שימוש במסך, בקונסולה ובדיסקים",
  3: "הכול",
  4: "קריאת הרכיבים של המחשב הזה",
  5: "הדלקה וכיבוי שלו",
  6: "שמירת נתונים ב-AMT",
  7: "הרשמה לאירועים",
  8: "ניהול הנתונים השמורים ב-AMT",
  9: "דיווח על תוכניות של המחשב הזה",
  10: "הפעלת השגחה על תוכניות של המחשב הזה",
  11: "סינון תעבורת הרשת של המחשב הזה",
  12: "כיוון השעון של AMT",
  13: "קריאת ההגדרות של AMT",
  14: "עדכון הקושחה",
  16: "קבלת הודעות על פעולות AMT",
  17: "בקרת גישה לרשת",
  18: "בקרת גישה לרשת",
  19: "קריאת יומן האירועים",
  20: "קריאה ונעילה של יומן הביקורת",
  21: "ניהול חשבונות",
  24: "מה שתוכניות של המחשב הזה רשאיות לעשות",
};
const rights = (list: string): string =>
  list === ""
    ? "שום דבר"
    : list
        .split(",")
        .map((one) => choose(one, realms, `הרשאה ${isolate(one)}`))
        .join(", ");
const boot: Readonly<Record<string, string>> = {
  UseSOL: "קונסולת הטקסט נשלחת החוצה (SOL)",
  UseIDER: "הפעלה מדיסק מרוחק",
  BIOSSetup: "עצירה בהגדרות הקושחה",
  BIOSPause: "עצירה לפני עליית המערכת",
  UserPasswordBypass: "סיסמת הקושחה אינה נדרשת",
  LockKeyboard: "המקלדת נעולה",
  LockPowerButton: "לחצן ההפעלה נעול",
  LockResetButton: "לחצן האיפוס נעול",
  LockSleepButton: "לחצן השינה נעול",
  SecureErase: "הדיסק נמחק!",
  PlatformErase: "הפלטפורמה נמחקת!",
  ReflashBIOS: "הקושחה נכתבת מחדש",
  ConfigurationDataReset: "הגדרות הקושחה מאופסות",
  UEFIHTTPSBootEnabled: "הפעלה משרת (HTTPS)",
  UEFILocalPBABootEnabled: "הפעלת תוכנית מהדיסק שבחר הבעלים",
  WinREBootEnabled: `הפעלת השחזור של ${isolate("Windows")}`,
  UseSafeMode: "הפעלה במצב בטוח",
};
const at = (address: string): string => (address === "" ? "" : ` בכתובת ${isolate(address)}`);

/** Who can reach this PC, in Hebrew. */
export const hePrivacy: Words["messages"] = {
  "privacy.answer.unknown": () => "לא ידוע אם מישהו יכול להגיע למחשב הזה מתחת למערכת ההפעלה.",
  "privacy.answer.absent": () => "איש אינו יכול להגיע למחשב הזה מתחת למערכת ההפעלה דרך Intel AMT: היא אינה קיימת בו.",
  "privacy.answer.off": () => "איש אינו יכול להגיע למחשב הזה מתחת למערכת ההפעלה דרך Intel AMT: היא כבויה.",
  "privacy.answer.unconfigured": () =>
    "איש אינו יכול להגיע למחשב הזה מתחת למערכת ההפעלה דרך Intel AMT: היא קיימת, אך לא הוגדרה.",
  "privacy.answer.managed": (p) =>
    `מי שיש לו כניסה ל-Intel AMT של המחשב הזה יכול להגיע אליו מתחת למערכת ההפעלה, גם כשהוא כבוי, ${choose(p.consent, consent, "ולא ידוע אם שואלים אותך")}; ${choose(p.now, now, "לא ידוע אם מישהו מחובר ברגע זה")}.`,

  "privacy.about": () =>
    "טכנולוגיית Intel AMT, במחשבים שיש בהם, היא מחשב קטן בתוך ערכת השבבים, עם פורטים משלו ברשת. היא פועלת מתחת למערכת ההפעלה, שאינה רואה אותה ואינה עוצרת אותה.",
  "privacy.now": () => "ברגע זה",
  "privacy.now.change": () =>
    `הפקודה ${isolate("amt-agent sessions end")} מנתקת אותם, עבור מי שיושב מול המסך הזה. מי שיש לו הסיסמה של AMT יכול לאסור אותם: ${isolate("amt-agent configure features --no-kvm --no-sol --no-usbr")}. אם החיבור לא היה צפוי, כדאי לשאול את מוקד התמיכה.`,
  "privacy.now.kvm": three(
    "מישהו רואה את המסך הזה ויכול להשתמש במקלדת ובעכבר.",
    "איש אינו רואה את המסך הזה או משתמש במקלדת ובעכבר.",
    "אם מישהו רואה את המסך הזה או משתמש במקלדת ובעכבר.",
  ),
  "privacy.now.consent": three(
    "מישהו מבקש את הסכמתך: שש ספרות מופיעות על המסך.",
    "איש אינו מבקש את הסכמתך.",
    "אם מישהו מבקש את הסכמתך.",
  ),
  "privacy.now.sol": three(
    "מישהו מחובר לקונסולת הטקסט.",
    "איש אינו מחובר לקונסולת הטקסט.",
    "אם מישהו מחובר לקונסולת הטקסט.",
  ),
  "privacy.now.storage": three(
    "דיסק מרוחק מחובר: אפשר להפעיל ממנו את המחשב הזה.",
    "אין דיסק מרוחק מחובר.",
    "אם דיסק מרוחק מחובר.",
  ),
  "privacy.now.tunnel": three(
    "יש חיבור של AMT לשרת חיצוני, ואפשר להגיע אליה דרכו.",
    "אין חיבור של AMT לשרת חיצוני.",
    "אם יש חיבור של AMT לשרת חיצוני.",
  ),

  "privacy.owner": () => "מי שולט בה",
  "privacy.owner.change": ({ standing }) =>
    choose(
      standing,
      {
        absent: "אין מה לעשות: אי אפשר להוסיף AMT למחשב שיוצר בלעדיה.",
        off: `מפעילים אותה בהגדרות הקושחה של המחשב (BIOS), או בפקודה ${isolate("amt-agent configure amt on")} (בתור ${isolate("root")}).`,
        unconfigured: `הפקודה ${isolate("amt-agent activate")} (בתור ${isolate("root")}) מגדירה אותה עבורך; הפקודה ${isolate("amt-agent configure amt off")} או הגדרות הקושחה של המחשב (BIOS) מכבות אותה.`,
      },
      `הפקודה ${isolate("amt-agent deactivate")} (בתור ${isolate("root")}) מחזירה את AMT למצב ללא בעלים, אם הקושחה מאפשרת זאת; אחרת תפריט הקושחה של המחשב (MEBx), או הבעלים שלה.`,
    ),
  "privacy.owner.mode": ({ mode }) =>
    choose(
      mode,
      {
        client: "היא הוגדרה במצב בקרת לקוח: מי שיש לו הסיסמה שלה יכול להשתמש בה, אך עליו לשאול אותך לפני שימוש במסך.",
        admin: "היא הוגדרה במצב בקרת מנהל: הבעלים שלה קובע את הכללים, וגם אם לשאול אותך.",
        old: "היא הוגדרה; קושחה ישנה כל כך אינה מכירה מצבי בקרה: הבעלים שלה קובע את הכללים.",
        none: "היא לא הוגדרה: היא אינה מקבלת חיבורים מהרשת.",
        off: "היא כבויה בהגדרות הקושחה של המחשב (BIOS).",
        absent: "בקושחה של המחשב הזה אין AMT.",
      },
      "אם היא הוגדרה, ומי קובע את הכללים.",
    ),
  "privacy.owner.by": ({ who, at: when }) =>
    `היא הוגדרה ${who === "" ? "על ידי תוכנית במחשב הזה" : `דרך ${isolate(who)}`}${when === "" ? "" : ` ב-${isolate(when)} (לפי השעון שלה)`}.`,
  "privacy.owner.by-unknown": () => "מי הגדיר אותה, ומתי.",
  "privacy.owner.zero-touch": three(
    "הקושחה שלה מאפשרת לשרת הקצאה שהיא נותנת אמון באישור שלו להגדיר אותה דרך הרשת.",
    "הקושחה שלה אינה מאפשרת לאף שרת הקצאה להגדיר אותה דרך הרשת.",
    "אם שרת הקצאה רשאי להגדיר אותה דרך הרשת.",
  ),
  "privacy.owner.host": () => `מי שהוא ${isolate("root")} (מנהל מערכת) במחשב הזה יכול להגדיר אותה.`,

  "privacy.network": () => "מהיכן",
  "privacy.network.change": () =>
    `עם הסיסמה של AMT: ${isolate("amt-agent configure tls")}; הפקודה ${isolate("amt-agent configure features --no-kvm --no-sol --no-usbr")} סוגרת את הפורטים לחיבורים.`,
  "privacy.network.wired": ({ state, address }) =>
    state === "yes"
      ? `ברשת הקווית${at(address)}, בפורטים משלה (16992 עד 16995) שחומת האש של המחשב הזה אינה רואה.`
      : state === "no"
        ? "לא ברשת הקווית: היא כבויה שם, או שהכבל מנותק."
        : "אם היא עונה ברשת הקווית.",
  "privacy.network.tls": ({ state, plain, mutual }) =>
    state === "yes"
      ? `חיבורים מהרשת מוצפנים (TLS)${plain === "yes" ? ", אך גם חיבורים לא מוצפנים מתקבלים" : plain === "no" ? "" : "; לא ידוע אם גם חיבורים לא מוצפנים מתקבלים"}${mutual === "yes" ? "; מי שמתחבר חייב להציג אישור" : ""}.`
      : state === "no"
        ? "חיבורים מהרשת אינם מוצפנים! מי שיכול להאזין שם יכול לקרוא אותם."
        : "אם חיבורים מהרשת מוצפנים.",
  "privacy.network.local-tls": three(
    "תוכניות במחשב הזה מגיעות אליה רק בחיבור מוצפן.",
    "תוכניות במחשב הזה מגיעות אליה ללא הצפנה, וזקוקות לכניסה.",
    "אם תוכניות במחשב הזה מגיעות אליה רק בחיבור מוצפן.",
  ),
  "privacy.network.listener": three(
    "היא ממתינה לחיבורים למסך, לקונסולה ולדיסקים (פורטים 16994, 16995).",
    "היא אינה ממתינה לחיבורים למסך, לקונסולה או לדיסקים.",
    "אם היא ממתינה לחיבורים למסך, לקונסולה ולדיסקים.",
  ),
  "privacy.network.vnc": three(
    "אפשר להגיע למסך עם כל תוכנית VNC (פורט 5900), בסיסמה של שמונה תווים.",
    "אי אפשר להגיע למסך עם תוכנית VNC רגילה (פורט 5900).",
    "אם אפשר להגיע למסך עם תוכנית VNC רגילה (פורט 5900).",
  ),
  "privacy.network.web": three(
    "היא מגישה דפי אינטרנט לדפדפנים שנכנסים אליה.",
    "היא אינה מגישה דפי אינטרנט.",
    "אם היא מגישה דפי אינטרנט.",
  ),
  "privacy.network.ping": three(
    `היא עונה ל-${isolate("ping")}, ולכן אפשר למצוא אותה.`,
    `היא אינה עונה ל-${isolate("ping")}.`,
    `אם היא עונה ל-${isolate("ping")}.`,
  ),

  "privacy.accounts": () => "למי יש כניסה",
  "privacy.accounts.change": () =>
    `עם הסיסמה של AMT: ${isolate("amt-agent configure password")}, והחשבונות של AMT בפקודה ${isolate("amt-agent wsman invoke AMT_AuthorizationService")}.`,
  "privacy.accounts.admin": ({ name }) =>
    `${name === "" ? "המנהל של AMT" : `המנהל של AMT (${isolate(name)})`}: הכול, ${places.any}.`,
  "privacy.accounts.user": ({ state, name, from, realms: list }) =>
    `החשבון ${isolate(name)}: ${rights(list)}; ${choose(from, places, "לא ידוע מהיכן")}${state === "no" ? "; כבוי" : ""}.`,
  "privacy.accounts.more": ({ count }) =>
    of(count, {
      one: "יש עוד חשבון אחד שאינו נקרא כאן.",
      two: "יש עוד שני חשבונות שאינם נקראים כאן.",
      other: `יש עוד ${count} חשבונות שאינם נקראים כאן.`,
    }),
  "privacy.accounts.list": () => "אילו חשבונות יש מלבד זה של המנהל.",
  "privacy.accounts.system": () =>
    `החשבון ${isolate("$$OsAdmin")}: תוכניות שרשאיות לפתוח את התקן ה-ME (בתור ${isolate("root")}), מהמחשב הזה בלבד; הסיסמה שלו משתנה מעצמה.`,
  "privacy.accounts.kerberos": three(
    `אפשר לאשר כניסה לחשבונות של תחום ${isolate("Windows")} (Kerberos).`,
    `חשבונות של תחום ${isolate("Windows")} (Kerberos) אינם רשאים להיכנס.`,
    `אם חשבונות של תחום ${isolate("Windows")} (Kerberos) רשאים להיכנס.`,
  ),

  "privacy.features": () => "מה הם יכולים לעשות",
  "privacy.features.change": () =>
    `הפקודה ${isolate("amt-agent configure features --help")}: המסך (KVM), הקונסולה (SOL) והדיסקים (${isolate("USB-R")}), כל אחד מופעל או כבוי.`,
  "privacy.features.kvm": three(
    "לראות את המסך ולהשתמש במקלדת ובעכבר (KVM).",
    "לא את המסך: KVM כבוי.",
    "אם הם יכולים לראות את המסך (KVM).",
  ),
  "privacy.features.sol": three(
    "להשתמש בקונסולת הטקסט (SOL), כגון תפריטי הקושחה.",
    "לא בקונסולת הטקסט: SOL כבוי.",
    "אם הם יכולים להשתמש בקונסולת הטקסט (SOL).",
  ),
  "privacy.features.storage": three(
    `לחבר דיסק משלהם ולהפעיל ממנו את המחשב הזה (${isolate("USB-R")}).`,
    `לא לחבר דיסק: ${isolate("USB-R")} כבוי.`,
    `אם הם יכולים לחבר דיסק (${isolate("USB-R")}).`,
  ),
  "privacy.features.power": () => "להדליק, לכבות ולהפעיל מחדש את המחשב הזה; אין ב-AMT הגדרה שמונעת זאת.",
  "privacy.features.sleep": ({ policy }) =>
    `ל-AMT עצמה יש חשמל במצבים האלה של המחשב: ${isolate(policy)} (S0 פועל, S3 ישן, S4 ו-S5 כבוי).`,
  "privacy.features.sleep-unknown": () => "אם AMT פועלת כשהמחשב הזה ישן או כבוי.",
  "privacy.features.defense": three(
    `תעבורת הרשת של המחשב הזה מסוננת ברגע זה על ידי AMT (${isolate("System Defense")}).`,
    "תעבורת הרשת של המחשב הזה אינה מסוננת על ידי AMT.",
    "אם תעבורת הרשת של המחשב הזה מסוננת על ידי AMT.",
  ),

  "privacy.consent": () => "האם שואלים אותך?",
  "privacy.consent.change": () =>
    `במצב בקרת מנהל, עם הסיסמה של AMT: ${isolate("amt-agent configure features --user-consent all")}.`,
  "privacy.consent.rule": ({ rule }) =>
    choose(
      rule,
      {
        all: "כן: שש ספרות מופיעות על המסך הזה, ובלעדיהן איש אינו מגיע למסך, לקונסולה או לדיסק.",
        kvm: "למסך בלבד: שש ספרות מופיעות עליו, ובלעדיהן איש אינו מגיע אליו. בקונסולה ובדיסקים משתמשים בלי לשאול.",
        none: "לא: במסך, בקונסולה ובדיסקים משתמשים בלי לשאול אותך.",
      },
      "אם שואלים אותך לפני שמישהו משתמש במסך, בקונסולה או בדיסק.",
    ),
  "privacy.consent.client": () => "מצב בקרת לקוח שואל תמיד: אי אפשר לכבות זאת.",
  "privacy.consent.changeable": three(
    "הבעלים יכול לשנות את הכלל הזה מרחוק, בלעדיך.",
    "הבעלים אינו יכול לשנות את הכלל הזה.",
    "אם הבעלים יכול לשנות את הכלל הזה.",
  ),

  "privacy.servers": () => "שרתים חיצוניים שהיא מתחברת אליהם",
  "privacy.servers.change": () => `הפקודה ${isolate("amt-agent configure cira --help")}, עם הסיסמה של AMT.`,
  "privacy.servers.connected": ({ server, connection }) =>
    connection === "connected"
      ? `היא מחוברת כעת לשרת ${isolate(server)}.`
      : connection === "connecting"
        ? `היא מתחברת כעת לשרת ${isolate(server)}.`
        : "היא אינה מחוברת כעת לאף שרת.",
  "privacy.servers.connected-unknown": () => "אם היא מחוברת כעת לשרת.",
  "privacy.servers.server": ({ server }) =>
    `היא רשאית להתחבר לשרת ${isolate(server)} מכל רשת (CIRA), ואז אפשר להגיע אליה דרכו.`,
  "privacy.servers.none": () => "היא אינה מתחברת לאיש: אין שרת שהיא רשאית להתחבר אליו (CIRA).",
  "privacy.servers.list": () => "לאילו שרתים היא רשאית להתחבר (CIRA).",
  "privacy.servers.when": ({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "היא מתחברת כשמישהו במחשב הזה מבקש עזרה.",
        alert: "היא מתחברת כשקורה משהו שנאמר לה לדווח עליו.",
        periodic: "היא מתחברת מעצמה שוב ושוב.",
      },
      "היא מתחברת כשהכלל של הבעלים קובע זאת.",
    ),
  "privacy.servers.help": three(
    "משתמש במחשב הזה יכול לגרום לה להתחבר כדי לקבל עזרה.",
    "משתמשים במחשב הזה אינם יכולים לגרום לה להתחבר.",
    "אם משתמש במחשב הזה יכול לגרום לה להתחבר.",
  ),
  "privacy.servers.home": ({ domains }) =>
    domains === ""
      ? "היא מחשיבה כל רשת לרשת של הבעלים שלה."
      : `היא מחשיבה רשתות בשם ${isolate(domains)} לרשתות של הבעלים שלה, ושם אפשר להגיע אליה ישירות.`,
  "privacy.servers.home-unknown": () => "אילו רשתות היא מחשיבה לרשתות של הבעלים שלה.",

  "privacy.wireless": () => "אלחוט",
  "privacy.wireless.change": () => `הפקודה ${isolate("amt-agent configure wifi --help")}, עם הסיסמה של AMT.`,
  "privacy.wireless.none": () => "אין כאן ל-AMT ממשק אלחוטי.",
  "privacy.wireless.link": ({ state, address }) =>
    state === "yes"
      ? `אפשר להגיע אליה באלחוט${at(address)}.`
      : state === "no"
        ? "היא אינה מחוברת באלחוט."
        : "אם אפשר להגיע אליה באלחוט.",
  "privacy.wireless.profile": ({ name, security }) =>
    choose(
      security,
      {
        open: `היא מצטרפת לרשת ${isolate(name)}, שאינה מוצפנת.`,
        weak: `היא מצטרפת לרשת ${isolate(name)}, שההגנה שלה חלשה.`,
        good: `היא מצטרפת לרשת ${isolate(name)}.`,
      },
      `היא מצטרפת לרשת ${isolate(name)}; לא ידוע איך היא מוגנת.`,
    ),
  "privacy.wireless.no-profile": () => "היא אינה מכירה רשת אלחוטית משלה.",
  "privacy.wireless.profiles": () => "לאילו רשתות אלחוטיות היא מצטרפת.",
  "privacy.wireless.sync": three(
    "היא לוקחת את הרשתות האלחוטיות שהמערכת של המחשב הזה מכירה, עם המפתחות שלהן.",
    "היא אינה לוקחת את הרשתות האלחוטיות שהמערכת של המחשב הזה מכירה.",
    "אם היא לוקחת את הרשתות האלחוטיות שהמערכת של המחשב הזה מכירה.",
  ),

  "privacy.certificates": () => "אישורים שהיא נותנת בהם אמון",
  "privacy.certificates.change": () =>
    "הבעלים שלה משנה אותם, בכל קונסולת AMT; את אישורי ההקצאה משנים בתפריט הקושחה של המחשב (MEBx).",
  "privacy.certificates.root": ({ subject }) => `היא נותנת אמון בשרתים ש-${isolate(subject)} ערבה להם.`,
  "privacy.certificates.none": () => "הבעלים שלה לא נתן לה אישור של רשות לתת בה אמון.",
  "privacy.certificates.more": ({ count }) =>
    of(count, {
      one: "יש עוד אישור אחד שאינו מפורט כאן.",
      two: "יש עוד שני אישורים שאינם מפורטים כאן.",
      other: `יש עוד ${count} אישורים שאינם מפורטים כאן.`,
    }),
  "privacy.certificates.list": () => "באילו רשויות הבעלים שלה הורה לה לתת אמון.",
  "privacy.certificates.hashes": ({ active }) =>
    active === 0
      ? "שום רשות אינה רשאית לערוב לשרת הקצאה."
      : of(active, {
          one: "רשות אחת מרשימת היצרן רשאית לערוב לשרת הקצאה שמגדיר אותה במצב בקרת מנהל.",
          two: "שתי רשויות מרשימת היצרן רשאיות לערוב לשרת הקצאה שמגדיר אותה במצב בקרת מנהל.",
          other: `${active} רשויות מרשימת היצרן רשאיות לערוב לשרת הקצאה שמגדיר אותה במצב בקרת מנהל.`,
        }),
  "privacy.certificates.hash": ({ name }) => `הרשות ${isolate(name)} רשאית לערוב לשרת הקצאה; היא נוספה לרשימת היצרן!`,
  "privacy.certificates.hashes-unknown": () => "אילו רשויות רשאיות לערוב לשרת הקצאה.",

  "privacy.boot": () => "ההפעלה הבאה של המחשב הזה",
  "privacy.boot.change": () =>
    `הפעלה מחדש מנצלת את האפשרויות. עם הסיסמה של AMT: ${isolate("amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder")}.`,
  "privacy.boot.option": ({ option }) => `הבעלים קבע עבורה: ${choose(option, boot, isolate(option))}.`,
  "privacy.boot.none": () => "הבעלים לא קבע עבורה אפשרויות.",
  "privacy.boot.list": () => "אם הבעלים קבע עבורה אפשרויות.",
  "privacy.boot.alarm": ({ name, at: when }) =>
    `המחשב הזה יודלק על ידי AMT${when === "" ? "" : ` ב-${isolate(when)}`} (התזכורת „${isolate(name)}”).`,
  "privacy.boot.no-alarm": () => "אין ל-AMT תזכורת להדלקת המחשב הזה.",
  "privacy.boot.alarms": () => "אם AMT תדליק את המחשב הזה מעצמה.",

  "privacy.logs": () => "מה נרשם",
  "privacy.logs.change": () =>
    `הפקודה ${isolate("amt-agent configure audit --help")}, במצב בקרת מנהל עם הסיסמה של AMT.`,
  "privacy.logs.audit": ({ state, records }) =>
    state === "yes"
      ? `מי עשה מה דרך AMT: ביומן הביקורת שלה (מספר הרשומות: ${records}). ראו: ${isolate("amt-agent events --audit")}.`
      : state === "no"
        ? "מי עשה מה דרך AMT אינו נרשם, מלבד הדברים החמורים ביותר (יומן הביקורת שלה כבוי)."
        : "אם AMT רושמת מי עשה מה.",
  "privacy.logs.no-audit": () => "בקושחה הזו אין יומן ביקורת.",
  "privacy.logs.events": ({ state, records }) =>
    state === "yes"
      ? `מה שקורה לחומרה: ביומן האירועים של AMT (מספר הרשומות: ${records}). ראו: ${isolate("amt-agent events --amt-log")}.`
      : state === "no"
        ? "יומן האירועים של AMT מוקפא: שום דבר חדש אינו נכנס אליו."
        : "אם AMT מנהלת יומן אירועים.",
  "privacy.logs.own": three(
    `מה ש-AMT מוסרת ומה שמשתנה: השירות ${isolate("amt-agent")} רושם זאת במחשב הזה. ראו: ${isolate("amt-agent events")}.`,
    `השירות ${isolate("amt-agent")} אינו פועל: איש במחשב הזה אינו רושם מה AMT עושה.`,
    `אם השירות ${isolate("amt-agent")} רושם מה AMT עושה.`,
  ),
};
