import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "البرامج الثابتة لمحرك ME افتراضي غير حقيقي" : "البرامج الثابتة لهذا الكمبيوتر";

const of = plural("ar");

const standings: Readonly<Record<string, string>> = {
  unknown: "غير معروفة",
  absent: "غير موجودة",
  off: "معطّلة",
  unconfigured: "غير مُعدّة",
  managed: "مُعدّة",
  session: "جلسة جارية",
};
const standing = (word: string): string => `«${standings[word] ?? isolate(word)}»`;

const powers: Readonly<Record<string, string>> = {
  "shut down": "إيقاف التشغيل",
  restart: "إعادة التشغيل",
  sleep: "السكون",
  hibernate: "الإسبات",
};
export const power = (what: string): string => powers[what] ?? isolate(what);

const places: Readonly<Record<string, string>> = {
  "the network": "الشبكة",
  "this PC's own ports": "منافذ هذا الكمبيوتر نفسه",
};
const place = (where: string): string => places[where] ?? isolate(where);

export const advisoriesAffect = (count: number, advisories: string, virtual: number): string =>
  of(count, {
    zero: `لا يخص أي تحذير أمني ${firmware(virtual)}.`,
    one: `هناك تحذير أمني واحد يخص ${firmware(virtual)}: ${isolate(advisories)}.`,
    two: `هناك تحذيران أمنيان يخصان ${firmware(virtual)}: ${isolate(advisories)}.`,
    few: `هناك ${count} تحذيرات أمنية تخص ${firmware(virtual)}: ${isolate(advisories)}.`,
    many: `هناك ${count} تحذيرًا أمنيًا يخص ${firmware(virtual)}: ${isolate(advisories)}.`,
    other: `هناك ${count} تحذير أمني يخص ${firmware(virtual)}: ${isolate(advisories)}.`,
  });

/** What happened, in Arabic. */
export const arEvents: Words["messages"] = {
  "event.started": () => "بدأت الخدمة.",
  "event.stopped": () => "توقفت الخدمة.",
  "event.standing": ({ from, to }) => `تغيرت حالة AMT من ${standing(from)} إلى ${standing(to)}.`,
  "event.control-mode": ({ from, to }) => `تغير وضع التحكم في AMT من ${isolate(from)} إلى ${isolate(to)}.`,
  "event.firmware": ({ from, to }) =>
    `تغيرت البرامج الثابتة لـ AMT من الإصدار ${isolate(from)} إلى الإصدار ${isolate(to)}.`,
  "event.while-away": ({ from, to, since }) =>
    `بينما لم تكن الخدمة تعمل، تغيرت حالة AMT من ${standing(from)} (${isolate(since)}) إلى ${standing(to)}.`,
  "event.slept": ({ since, until }) =>
    `بين ${isolate(since)} و${isolate(until)} كان الكمبيوتر في وضع السكون أو على وشك الدخول فيه؛ وقُرئت الحالة من جديد.`,
  "event.while-asleep": ({ from, to, since }) =>
    `بينما كان الكمبيوتر في وضع السكون، تغيرت حالة AMT من ${standing(from)} (${isolate(since)}) إلى ${standing(to)}.`,
  "event.session.opened": ({ kind }) => `بدأت جلسة عن بُعد (${isolate(kind)}).`,
  "event.session.closed": ({ kind }) => `انتهت جلسة عن بُعد (${isolate(kind)}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `في هذا الكمبيوتر جهاز تابع لجلسة عن بُعد (${isolate(kind)}: ${isolate(evidence)})، وتقول AMT إنه لا توجد جلسة كهذه.`,
  "event.condition.raised": ({ condition }) => `أمر جديد يستدعي الانتباه: ${isolate(condition)}.`,
  "event.condition.cleared": ({ condition }) => `أمر لم يعد يستدعي الانتباه: ${isolate(condition)}.`,
  "event.clock-set-back": ({ from, to }) =>
    `أُرجعت ساعة هذا الكمبيوتر من ${isolate(from)} أو بعد ذلك إلى ${isolate(to)}.`,

  "event.history.repaired": ({ bytes }) =>
    `فُقد حدث كان قيد الكتابة عند إنهاء الخدمة قسرًا (عدد البايتات الموجودة منه: ${isolate(bytes)}).`,
  "event.history.broken": ({ why }) =>
    `تغيرت محفوظات الأحداث من الخارج بينما لم تكن الخدمة تعمل (${isolate(why)}). راجع: ${isolate("amt-agent events verify")}.`,
  "event.history.rotated": ({ first, last }) =>
    `أُزيلت الأحداث من ${isolate(first)} إلى ${isolate(last)} لإفساح مكان في المحفوظات.`,
  "event.history.lost": ({ count }) =>
    of(count, {
      zero: "لا توجد أحداث سابقة مفقودة من المحفوظات.",
      one: "هناك حدث سابق واحد غير موجود في المحفوظات: تعذّر تسجيله وقت حدوثه.",
      two: "هناك حدثان سابقان غير موجودين في المحفوظات: تعذّر تسجيلهما وقت حدوثهما.",
      few: `هناك ${count} أحداث سابقة غير موجودة في المحفوظات: تعذّر تسجيلها وقت حدوثها.`,
      many: `هناك ${count} حدثًا سابقًا غير موجود في المحفوظات: تعذّر تسجيلها وقت حدوثها.`,
      other: `هناك ${count} حدث سابق غير موجود في المحفوظات: تعذّر تسجيلها وقت حدوثها.`,
    }),

  "event.amt.enabled": () => "تم تشغيل AMT.",
  "event.amt.disable-attempt": () => "حاول أحدهم تعطيل AMT.",
  "event.setup.pre": () => "لم يتم إعداد AMT.",
  "event.setup.in": () => "يجري إعداد AMT.",
  "event.setup.post": () => "تم إعداد AMT: يمكن إدارة هذا الكمبيوتر عن بُعد.",
  "event.setup.removing": () => "تجري إزالة إعداد AMT.",
  "event.setup.removing-by": ({ who }) => `تجري إزالة إعداد AMT من قِبل: ${isolate(who)}.`,
  "event.setup.mode-changed": () => "تم تغيير وضع التحكم في AMT.",
  "event.firmware.update-partial": () => "لم يكتمل تحديث البرامج الثابتة لـ ME.",
  "event.firmware.update-failed": () => "فشل تحديث البرامج الثابتة لـ ME.",
  "event.firmware.reset": () => "أُعيد تعيين البرامج الثابتة لـ ME.",
  "event.firmware.wear": () => "كُتب على ذاكرة فلاش الخاصة بـ ME مرات كثيرة لدرجة أن AMT تقيّد الكتابة عليها.",

  "event.kvm.requested": () => "يطلب أحدهم رؤية هذه الشاشة والتحكم فيها.",
  "event.kvm.data": () => "وصلت رسالة عبر قناة البيانات لجلسة الشاشة (KVM).",
  "event.kvm.disabled": () => "تم تعطيل الجلسات على هذه الشاشة (KVM) في AMT.",
  "event.kvm.enabled": () => "تم تمكين الجلسات على هذه الشاشة (KVM) في AMT.",
  "event.consent.requested": () => "تطلب AMT موافقة مستخدم هذا الكمبيوتر: تظهر ستة أرقام على الشاشة.",
  "event.consent.granted": () => "تمت موافقة المستخدم: أُدخلت الأرقام الظاهرة على الشاشة لدى الطرف الآخر.",
  "event.consent.ended": () => "انتهت موافقة المستخدم.",
  "event.consent.policy": () => "تغيرت القاعدة التي تحدد متى يجب على AMT طلب موافقة المستخدم.",
  "event.sprite": () => "سيتم تغيير طريقة رسم AMT لرسائلها الخاصة على الشاشة.",

  "event.network.changed": () => "تغيرت حالة الشبكة في AMT.",
  "event.network.link-denied": () => "حاول برنامج في هذا الكمبيوتر تعطيل اتصال AMT بالشبكة؛ ورفضت AMT ذلك.",
  "event.network.link-disabled": () => "حاول برنامج في هذا الكمبيوتر تعطيل اتصال AMT بالشبكة.",
  "event.defense.tx-stopped": () => "أوقفت ميزة System Defense في AMT ما يرسله هذا الكمبيوتر، كله أو بعضه.",
  "event.defense.tx-limited": () => "أبطأت ميزة System Defense في AMT ما يرسله هذا الكمبيوتر.",
  "event.defense.rx-stopped": () => "أوقفت ميزة System Defense في AMT ما يستقبله هذا الكمبيوتر، كله أو بعضه.",
  "event.defense.rx-limited": () => "أبطأت ميزة System Defense في AMT ما يستقبله هذا الكمبيوتر.",
  "event.defense.active": () => "تتدخل ميزة System Defense في AMT في حركة الشبكة لهذا الكمبيوتر.",
  "event.defense.inactive": () => "لا تتدخل ميزة System Defense في AMT في حركة الشبكة لهذا الكمبيوتر.",
  "event.defense.changed": () => "تغيرت حالة ميزة System Defense في AMT.",
  "event.eac.changed": () => "تغيرت معلومات حالة AMT الخاصة بالتحكم في الوصول إلى الشبكة.",
  "event.eac.enabled": () => "تم تمكين التحكم في الوصول إلى الشبكة (EAC) في AMT.",
  "event.eac.disabled": () => "تم تعطيل التحكم في الوصول إلى الشبكة (EAC) في AMT.",
  "event.wlan.profile": () => "ليس لدى AMT ملف تعريف لاسلكي مناسب للإدارة من خلاله.",
  "event.wlan.security": () => "الاتصال اللاسلكي لـ AMT ليس آمنًا بما يكفي للإدارة من خلاله.",
  "event.wlan.by-me": () => "لمحرك ME الأولوية في الاتصال اللاسلكي: قد ينقطع اتصال النظام.",
  "event.wlan.by-host": () => "عادت الأولوية في الاتصال اللاسلكي إلى نظام التشغيل.",
  "event.wlan.sync-changed": () => "تم تغيير إعداد نقل ملفات التعريف اللاسلكية من هذا الكمبيوتر إلى AMT.",
  "event.wlan.sync-disabled": () => "لم تعد AMT تأخذ ملفات التعريف اللاسلكية من هذا الكمبيوتر.",
  "event.wlan.sync-enabled": () => "تأخذ AMT ملفات التعريف اللاسلكية من هذا الكمبيوتر.",
  "event.wlan.control-host": () => "يتحكم نظام التشغيل في الاتصال اللاسلكي.",
  "event.wlan.control-me": () => "يتحكم محرك ME في الاتصال اللاسلكي.",
  "event.wlan.protection": ({ level }) => `حماية ME للاتصال اللاسلكي: ${isolate(level)}.`,
  "event.tunnel.opened": () => "اتصلت AMT بخادم خارجي (CIRA): يمكن إدارة هذا الكمبيوتر من خلاله.",
  "event.tunnel.closed": () => "انتهى اتصال AMT بخادم خارجي (CIRA).",
  "event.tunnel.requested": () => "طلب أحدهم المساعدة من هذا الكمبيوتر: ستتصل AMT بخادم خارجي.",
  "event.help.pressed": ({ result }) => `طُلبت المساعدة من هذا الكمبيوتر: ${isolate(result)}.`,
  "event.ip-sync.disabled": () => "لم تعد AMT تتشارك عنوان الشبكة مع هذا الكمبيوتر.",
  "event.ip-sync.enabled": () => "تتشارك AMT عنوان الشبكة مع هذا الكمبيوتر.",
  "event.proxy-sync.disabled": () => "لم تعد AMT تأخذ إعدادات الوكيل من هذا الكمبيوتر.",
  "event.proxy-sync.enabled": () => "تأخذ AMT إعدادات الوكيل من هذا الكمبيوتر.",
  "event.refresh-ip": ({ interface: which }) => `تطلب AMT من هذا الكمبيوتر تجديد عنوان الشبكة (${isolate(which)}).`,

  "event.power.requested": ({ what }) => `طلب المسؤول عن بُعد من هذا الكمبيوتر: ${power(what)}.`,
  "event.power.watchdog": () => "أعادت AMT تشغيل هذا الكمبيوتر لانتهاء مهلة أحد المراقبين.",
  "event.power.planned": ({ what, seconds }) =>
    `بناءً على طلب المسؤول عن بُعد سينفّذ هذا الكمبيوتر ما يلي بعد ${isolate(`${seconds} ث`)}: ${power(what)}.`,
  "event.power.called-off": ({ what }) => `ألغى أحدهم من هذا الكمبيوتر ما طلبه المسؤول عن بُعد: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `طلب المسؤول عن بُعد من هذا الكمبيوتر ما تعذّر تنفيذه: ${power(what)} (${isolate(code)}).`,
  "event.time-sync.disabled": () => "لم تعد AMT تضبط ساعتها من هذا الكمبيوتر.",
  "event.time-sync.enabled": () => "تضبط AMT ساعتها من هذا الكمبيوتر.",
  "event.audit-log.filling": ({ percent }) => `امتلأ سجل التدقيق في AMT بنسبة ${isolate(`${percent}%`)}.`,

  "event.agent.not-started": ({ agent }) => `تقول AMT إن برنامجًا تراقبه لم يبدأ (${isolate(agent)}).`,
  "event.agent.stopped": ({ agent }) => `تقول AMT إن برنامجًا تراقبه قد توقف (${isolate(agent)}).`,
  "event.agent.running": ({ agent }) => `تقول AMT إن برنامجًا تراقبه يعمل (${isolate(agent)}).`,
  "event.agent.expired": ({ agent }) => `تقول AMT إن برنامجًا تراقبه لم يعد يستجيب (${isolate(agent)}).`,
  "event.agent.suspended": ({ agent }) => `لا تراقب AMT أحد البرامج مؤقتًا (${isolate(agent)}).`,

  "event.posture.failed": ({ check, title }) =>
    `فشل أحد فحوصات أمان هذا الكمبيوتر بعد أن كان ناجحًا: ${isolate(title)} (${isolate(check)}).`,
  "event.posture.weakened": ({ check, title }) => `أصبح أحد إعدادات AMT أضعف: ${isolate(title)} (${isolate(check)}).`,
  "event.posture.passed": ({ check, title }) =>
    `نجح أحد فحوصات أمان هذا الكمبيوتر بعد أن كان فاشلًا: ${isolate(title)} (${isolate(check)}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `عدد تقارير حالة أمان هذا الكمبيوتر التي حُذفت لتوفير مساحة قبل أن تصل إلى ${isolate(destinations)}: ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `رفض ${isolate(destination)} تقارير حالة أمان هذا الكمبيوتر (${count}؛ ${isolate(code)})؛ ولن تُرسل مرة أخرى.`,
  "event.posture.advisory": ({ count, advisories, virtual }) => advisoriesAffect(count, advisories, virtual),
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    of(count, {
      zero: `لم يعد أي تحذير أمني يخص ${firmware(virtual)}.`,
      one: `لم يعد تحذير أمني واحد يخص ${firmware(virtual)}: ${isolate(advisories)}.`,
      two: `لم يعد تحذيران أمنيان يخصان ${firmware(virtual)}: ${isolate(advisories)}.`,
      few: `لم تعد ${count} تحذيرات أمنية تخص ${firmware(virtual)}: ${isolate(advisories)}.`,
      many: `لم يعد ${count} تحذيرًا أمنيًا يخص ${firmware(virtual)}: ${isolate(advisories)}.`,
      other: `لم يعد ${count} تحذير أمني يخص ${firmware(virtual)}: ${isolate(advisories)}.`,
    }),
  "event.reset.pending": ({ agent, seconds }) =>
    `ستعيد AMT تشغيل هذا الكمبيوتر من دون سؤال بعد ${isolate(`${seconds} ث`)}: لم يعد برنامج تراقبه يستجيب (${isolate(agent)}).`,
  "event.reset.called-off": () => "أُلغيت إعادة تشغيل هذا الكمبيوتر التي كانت AMT على وشك تنفيذها.",

  "event.settings.root-added": ({ name, hash }) =>
    `أصبحت AMT تثق بجهة إضافية تصدر شهادات لتولي إدارة هذا الكمبيوتر: ${isolate(name)} (قيمة التجزئة ${isolate(hash)}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `لم تعد AMT تثق بهذه الجهة التي تصدر شهادات لتولي إدارة هذا الكمبيوتر: ${isolate(name)} (قيمة التجزئة ${isolate(hash)}).`,
  "event.settings.server-added": ({ server }) =>
    `أُضيف إلى AMT خادم خارجي يمكن إدارة هذا الكمبيوتر من خلاله (CIRA): ${isolate(server)}.`,
  "event.settings.server-removed": ({ server }) => `لم تعد AMT تعرف هذا الخادم الخارجي (CIRA): ${isolate(server)}.`,
  "event.settings.tls-off": ({ where }) =>
    `تم تعطيل تشفير AMT (TLS) في: ${place(where)}. يمكن قراءة ما يُرسل هناك في الطريق.`,
  "event.settings.tls-on": ({ where }) => `تم تمكين تشفير AMT (TLS) في: ${place(where)}.`,
  "event.settings.user-added": ({ user }) => `أصبح لدى AMT مستخدم إضافي: ${isolate(user)}.`,
  "event.settings.user-changed": ({ user }) => `تم تغيير ما يُسمح به لأحد مستخدمي AMT: ${isolate(user)}.`,
  "event.settings.user-removed": ({ user }) => `لم يعد أحد مستخدمي AMT موجودًا: ${isolate(user)}.`,
  "event.settings.feature-on": ({ feature }) => `تم التمكين في AMT: ${isolate(feature)}.`,
  "event.settings.feature-off": ({ feature }) => `تم التعطيل في AMT: ${isolate(feature)}.`,

  "event.alert.unknown": ({ alert }) => `أرسلت AMT تنبيهًا لا يعرفه هذا البرنامج (${isolate(alert)}).`,
  "event.alert.more": ({ count, of: what }) =>
    `أرسلت AMT مزيدًا من التنبيهات المشابهة (العدد: ${isolate(count)})، وهي أكثر من أن تُذكر واحدًا واحدًا: ${isolate(what)}`,
  "event.alert.unreadable": ({ reason }) => `أرسلت AMT تنبيهًا تعذّرت قراءته (${isolate(reason)}).`,
};
