import type { MenuWords } from "./en-menu.ts";
import { isolate } from "./isolate.ts";

const meanwhile = `وإلى ذلك الحين يجيب الأمران ${isolate("amt-agent status")} و${isolate("amt-agent window")}.`;

/** What the icon's menu offers, and what the tray tells a terminal, in Arabic. */
export const arMenu: MenuWords = {
  end: {
    kvm: "إنهاء: الشاشة ولوحة المفاتيح والماوس (KVM)",
    sol: "إنهاء: وحدة التحكم النصية (SOL)",
    usbr: `إنهاء: القرص البعيد (${isolate("USB-R")})`,
  },
  refuse: "رفض: لا يُسمح لأحد برؤية هذه الشاشة",
  askForHelp: "طلب المساعدة (يتيح اتصال هذا الكمبيوتر بالمسؤول عنه)",
  hangUp: "قطع الاتصال (ينهي الاتصال بالمسؤول)",
  open: "فتح نافذة الحالة",
  reach: "من يمكنه الوصول إلى هذا الكمبيوتر؟",
  history: "ما حدث حتى الآن",
  support: "نسخ معلومات الدعم",
  startAtLogin: "التشغيل عند تسجيل الدخول",
  olderTray: "لا توجد على سطح المكتب هذا علبة نظام من النوع الحديث: ستُعرض الأيقونة في علبة من النوع الأقدم (XEmbed).",
  helperMissing: (why) =>
    `لا يمكن عرض الأيقونة الخاصة بعلب النظام من النوع الأقدم (XEmbed): ${isolate(why)}. ${meanwhile}`,
  helperEnded: (why) => `توقف البرنامج الذي يعرض الأيقونة (${isolate(why)})؛ تجري إعادة تشغيله.`,
  helperGivenUp: (why) =>
    `يتوقف البرنامج الذي يعرض الأيقونة مرارًا (${isolate(why)})، ولذلك لن يعاد تشغيله. ${meanwhile}`,
  byNotifySend: `لا توجد خدمة إشعارات على ناقل الجلسة: تُرسل الإشعارات عبر ${isolate("notify-send")}، ومن دون أزرار.`,
};
