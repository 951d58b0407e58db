import { arEvents } from "./ar-events.ts";
import { arMenu } from "./ar-menu.ts";
import { arMessages } from "./ar-messages.ts";
import { arNotices } from "./ar-notices.ts";
import { arWindow } from "./ar-window.ts";
import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "غير معروف" : open ? "هناك اتصال الآن!" : "لا أحد متصل"}`;
const modes: Readonly<Record<string, string>> = {
  none: "لم يتم الإعداد للإدارة عن بُعد",
  client: "وضع تحكم العميل: تتطلب الاتصالات موافقة من هذا الكمبيوتر",
  admin: "وضع تحكم المسؤول: قد لا تتطلب الاتصالات أي موافقة",
};

/** Everything the tray and the status window say, in Arabic. */
export const ar: Words = {
  messages: { ...arMessages, ...arEvents, ...arNotices },
  product: "Intel AMT",
  version: (brand, version) =>
    `${isolate(brand ?? "Intel AMT")}${version === null ? "، الإصدار غير معروف" : ` ${isolate(version)}`}`,
  controlMode: (mode) => (mode === null ? "وضع التحكم: غير معروف" : (modes[mode] ?? `وضع التحكم: ${isolate(mode)}`)),
  session: {
    kvm: openness("الشاشة ولوحة المفاتيح والماوس (KVM)"),
    sol: openness("وحدة التحكم النصية (SOL)"),
    storage: openness(`قرص بعيد (${isolate("USB-R")})`),
  },
  consent: (pending) => (pending === null ? "هل يطلب أحدهم الموافقة: غير معروف" : "هناك من يطلب الموافقة الآن!"),
  nothingKnownOfSessions: "الجلسات عن بُعد: غير معروفة",
  since: (when) => `شوهدت لأول مرة في ${isolate(when)}`,
  severity: {
    info: (message) => `ملاحظة: ${message}`,
    warning: (message) => `تحذير: ${message}`,
    error: (message) => `خطأ: ${message}`,
  },
  remedy: (text) => `\u2190 ${text}`,
  virtual: (headline) => `جهاز افتراضي غير حقيقي: ${headline}`,
  silent: {
    asking: [
      "حالة الإدارة عن بُعد غير معروفة بعد.",
      (socket) => `جارٍ سؤال خدمة ${isolate("amt-agent")} عبر ${isolate(socket)}`,
    ],
    unreachable: [
      `حالة الإدارة عن بُعد غير معروفة: خدمة ${isolate("amt-agent")} لا تعمل.`,
      () => `\u2190 لبدء تشغيلها: ${isolate("amt-agent serve")}`,
      (socket) => `لا يوجد رد من ${isolate(socket)}؛ ستستمر المحاولة`,
    ],
    denied: [
      `حالة الإدارة عن بُعد غير معروفة: خدمة ${isolate("amt-agent")} لا تسمح بالسؤال.`,
      (socket) => `تم رفض الوصول إلى ${isolate(socket)}؛ ستستمر المحاولة`,
    ],
    foreign: [
      "حالة الإدارة عن بُعد غير معروفة: رد الخدمة غير مفهوم.",
      () => `\u2190 ثبّت الإصدار نفسه من خدمة ${isolate("amt-agent")} ومن أيقونتها`,
      (socket) => `جاء الرد من ${isolate(socket)}؛ ستستمر المحاولة`,
    ],
  },
  quit: "إنهاء (يغلق هذه الأيقونة فقط)",
  waitingForHost: `لا يوجد حاليًا مكان لأيقونات العلبة على سطح المكتب هذا (${isolate("org.kde.StatusNotifierWatcher")} غير موجود على ناقل الجلسة). ننتظر توفره؛ وإلى ذلك الحين يجيب الأمر ${isolate("amt-agent status")}.`,
  registered: "تم تسجيل الأيقونة لدى سطح المكتب.",
  hostRefused: (reason) => `لم يقبل سطح المكتب الأيقونة: ${isolate(reason)}. ننتظر إعادة تشغيل علبة النظام فيه.`,
  notKept: (reason) =>
    `لا يمكن حفظ ما تم عرضه (${isolate(reason)}): إذا أعيد تشغيل الأيقونة فقد لا تُبلغ بما حدث في هذه الأثناء.`,
  notNotified: (reason) =>
    `لا يعرض سطح المكتب هذا أي إشعارات (${isolate(reason)}). يمكن معرفة المتصلين من الأيقونة ومن الأمر ${isolate("amt-agent status")}.`,
  menu: arMenu,
  window: arWindow,
};
