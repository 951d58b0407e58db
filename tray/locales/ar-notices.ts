import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("ar");

const units = { h: "س", min: "د", s: "ث" };

const events = (count: number): string =>
  of(count, {
    zero: "لا أحداث مهمة",
    one: "حدث مهم واحد",
    two: "حدثان مهمان",
    few: `${count} أحداث مهمة`,
    many: `${count} حدثًا مهمًا`,
    other: `${count} حدث مهم`,
  });

const sessionsOf = (count: number): string =>
  of(count, {
    zero: "لا جلسات عن بُعد",
    one: "جلسة واحدة عن بُعد",
    two: "جلستان عن بُعد",
    few: `${count} جلسات عن بُعد`,
    many: `${count} جلسة عن بُعد`,
    other: `${count} جلسة عن بُعد`,
  });

const noSecrets = "لا تحتوي على كلمة مرور ولا على رقم تسلسلي.";

/** What notifications say besides the event itself, in Arabic. */
export const arNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `انتهت الجلسة عن بُعد (${isolate(kind)}). مدتها: ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `انتهت الجلسة عن بُعد (${isolate(kind)})؛ وقت بدئها غير معروف.`,
  "notice.still-open": ({ kind }) => `هناك جلسة عن بُعد مفتوحة (${isolate(kind)}).`,
  "notice.away": ({ count, sessions }) =>
    sessions === 0
      ? `ما قامت به AMT أثناء غيابك: ${events(count)}.`
      : `أثناء غيابك: ${sessionsOf(sessions)}، وذلك ضمن ${isolate(count)} من الأحداث المهمة.`,
  "notice.not-done": ({ why }) => `تعذّر تنفيذ ذلك. ${why}`,
  "notice.nothing-to-end": () => "لم يعد هناك ما يمكن إنهاؤه.",
  "notice.help-asked": () => "تم طلب المساعدة: ستتصل AMT بالخادم الذي أعدّه المسؤول عنها.",
  "notice.support-copied": () => `معلومات الدعم موجودة في الحافظة. ${noSecrets}`,
  "notice.support-saved": ({ path }) =>
    `حُفظت معلومات الدعم في ${isolate(path)}، إذ لا يوجد هنا برنامج للحافظة (${isolate("wl-copy")} أو ${isolate("xclip")} أو ${isolate("xsel")}). ${noSecrets}`,
  "notice.starts-at-login": () => "ستظهر الأيقونة بعد تسجيل الدخول التالي.",
  "notice.starts-no-more": () =>
    `لن تظهر الأيقونة بعد تسجيل الدخول التالي. لتشغيلها يدويًا: ${isolate("amt-agent tray")}`,
  "notice.button.end": () => "إنهاء",
  "notice.button.cancel-consent": () => "رفض",
  "notice.button.cancel-reset": () => "منع إعادة تشغيل هذا الكمبيوتر",
  "notice.button.cancel-power": () => "إلغاء",
  "notice.button.hang-up": () => "قطع الاتصال",
  "notice.button.details": () => "التفاصيل",
  "notice.button.who-can-reach": () => "من يمكنه الوصول إلى هذا الكمبيوتر؟",
};
