import { advisoriesAffect, power } from "./ar-events.ts";
import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";

const powerOff = "تعيد الخدمة المحاولة تلقائيًا. إذا استمر ذلك، فأوقف تشغيل الكمبيوتر وافصله عن الكهرباء لمدة دقيقة.";

/** What the service says, in Arabic. Names of programs, files and codes stay as they are. */
export const arMessages: Words["messages"] = {
  "headline.unknown": () => "حالة الإدارة عن بُعد غير معروفة.",
  "headline.absent": () => "لا توجد تقنية Intel AMT في هذا الكمبيوتر: لا يمكن لأحد استخدامها لإدارته عن بُعد.",
  "headline.off": () => "تقنية Intel AMT معطّلة: لا يمكن لأحد استخدامها لإدارة هذا الكمبيوتر عن بُعد.",
  "headline.unconfigured": () =>
    "تقنية Intel AMT موجودة ولكن لم يتم إعدادها: لا يمكن لأحد استخدامها لرؤية هذا الكمبيوتر أو التحكم فيه.",
  "headline.configuring": () => "يجري الآن إعداد تقنية Intel AMT على هذا الكمبيوتر: بعد ذلك قد يمكن إدارته عن بُعد.",
  "headline.managed": () => "يمكن إدارة هذا الكمبيوتر عن بُعد عبر Intel AMT؛ لا أحد متصل الآن.",
  "headline.managed-unsure": () =>
    "يمكن إدارة هذا الكمبيوتر عن بُعد عبر Intel AMT؛ ومن غير المعروف ما إذا كان أحد متصلًا الآن.",
  "headline.session.kvm": () => "يمكن لأحدهم الآن رؤية هذه الشاشة والتحكم فيها عبر Intel AMT.",
  "headline.session.consent": () => "يطلب أحدهم رؤية هذه الشاشة والتحكم فيها عبر Intel AMT.",
  "headline.session.storage": () => "هناك قرص بعيد متصل بهذا الكمبيوتر الآن عبر Intel AMT.",
  "headline.session.sol": () => "هناك من يتصل الآن بوحدة التحكم النصية لهذا الكمبيوتر عبر Intel AMT.",
  "machine.virtual": ({ machine }) =>
    `هذا محرك ME افتراضي غير حقيقي (${isolate(machine)})، وليس البرامج الثابتة لهذا الكمبيوتر.`,

  "unknown.no-amt": () => "لا توجد AMT في محرك ME هذا",
  "unknown.no-client": ({ client }) => `لا يوجد ${isolate(client)} في محرك ME هذا`,
  "unknown.unsupported": ({ status }) => `لا تدعم هذه البرامج الثابتة السؤال (${isolate(status)})`,
  "unknown.refused": ({ status }) => `رفضت البرامج الثابتة الطلب (${isolate(status)})`,
  "unknown.malformed": ({ reason }) => `تعذّرت قراءة رد البرامج الثابتة (${isolate(reason)})`,
  "unknown.busy": ({ holder }) => `قيد الاستخدام من قِبل ${isolate(holder)}`,
  "unknown.timeout": () => "لم ترد البرامج الثابتة في الوقت المحدد",
  "unknown.gone": () => "أُعيد تعيين ME أثناء السؤال",
  "unknown.needs-version": ({ version }) => `البرامج الثابتة الأقدم من ${isolate(version)} لا تذكر ذلك`,
  "unknown.not-reported": () => "البرامج الثابتة لا تذكر ذلك",
  "unknown.no-interface": () => "لا توجد واجهة كهذه",
  "unknown.not-set": () => "لم يُحدَّد شيء",
  "unknown.not-configured": () => "لم يتم إعداد AMT",
  "unknown.failed": ({ code }) => `فشل السؤال (${isolate(code)})`,
  "unknown.needs-admin": () => `تعرض AMT هذا لمسؤولها فقط: ${isolate("amt-agent privacy --user admin")}`,
  "unknown.login": ({ code }) => `رفضت AMT تسجيل الدخول (${isolate(code)})`,
  "unknown.no-link": ({ code }) => `لا يمكن الوصول إلى خدمة الويب في AMT من هنا (${isolate(code)})`,
  "unknown.tls-untrusted": () =>
    `لا يوجد ما يدل على أن الشهادة هي شهادة AMT: استخدم ${isolate("--pin")} أو ${isolate("--ca")}، أو دع الخدمة تسأل`,

  "session.kvm": () => "يرى هذه الشاشة ويكتب ويحرّك الماوس هنا",
  "session.sol": () => "يقرأ ويكتب في وحدة التحكم النصية لهذا الكمبيوتر (المنفذ التسلسلي لـ AMT)",
  "session.usbr": () => "لديه قرص خاص به متصل بهذا الكمبيوتر، ويمكن بدء تشغيل الكمبيوتر منه",
  "session.consent": () =>
    "ينتظر الأرقام الستة الظاهرة على هذه الشاشة للوصول إلى الشاشة أو لبدء تشغيل هذا الكمبيوتر من قرص",
  "session.cira": ({ server }) => `يدير هذا الكمبيوتر عبر خادم خارجي (${isolate(server)})`,
  "session.system-defense": () => "يجعل AMT توقف حركة الشبكة لهذا الكمبيوتر أو تبطئها",
  "session.web-ui": () =>
    "يمكنه استخدام صفحات الويب الخاصة بـ AMT بكلمة مرور لها؛ ولا تذكر AMT أبدًا ما إذا كان أحد يستخدمها",
  "who.not-read": () => `لم يسأل أحد بعد (الأمر ${isolate("amt-agent sessions")} يسأل)`,
  "who.not-told": () => "البرامج الثابتة لا تذكر من هو",
  "who.no-record": () => "لا يوجد سجل لذلك في سجل التدقيق في AMT",
  "who.unreadable": ({ code }) => `تعذّرت قراءة سجل التدقيق في AMT (${isolate(code)})`,
  "who.no-user": () => "لا يوجد اسم لذلك في سجل التدقيق في AMT",
  "who.no-address": () => "لا يوجد عنوان لذلك في سجل التدقيق في AMT",

  "end.ended": () => "تم الإنهاء",
  "end.none": () => "لم يكن هناك شيء لإنهائه",
  "end.absent": () => "لا يوجد شيء كهذا في AMT هذه",
  "end.refused": ({ status }) => `رفضت AMT (${isolate(status)})`,
  "end.not-the-users": () =>
    `لا تُنهي AMT إلا الاتصال الذي طلبه المستخدم من هذا الكمبيوتر (${isolate("NOT_PERMITTED")})`,

  "switch.off": () => "تم التعطيل، وتم التحقق منه بالقراءة",
  "switch.was-off": () => "كان معطّلًا بالفعل",
  "switch.not-taken": () => "وافقت AMT، لكنه لا يزال ممكّنًا",

  "reset.none": () => "ليست AMT على وشك إعادة تشغيل هذا الكمبيوتر: لم يكن هناك ما يُلغى.",
  "reset.absent": () =>
    `لا تعيد AMT هذه تشغيل أجهزة الكمبيوتر من تلقاء نفسها (تتوفر الميزة بدءًا من ${isolate("AMT 11")}): لم يكن هناك ما يُلغى.`,
  "reset.refused": ({ status }) =>
    `رفضت AMT الإلغاء (${isolate(status)}). باستخدام مستخدم AMT مسموح له بذلك: ${isolate("amt-agent presence cancel-reset --user admin")}.`,

  "condition.me-absent": () => "لم يُعثر على جهاز Intel ME في هذا الكمبيوتر.",
  "condition.me-absent.remedy": () =>
    `إذا كانت في هذا الكمبيوتر شرائح Intel، فحمّل برنامج التشغيل (في Linux: ${isolate("modprobe mei_me")}، وفي Windows: ثبّت برنامج تشغيل Intel ME).`,
  "condition.me-denied": ({ device }) => `لا يُسمح للخدمة بفتح ${isolate(device)}.`,
  "condition.me-denied.remedy": ({ device }) =>
    `امنح مجموعة الخدمة حق الوصول إلى ${isolate(device)}، أو شغّلها بصلاحيات ${isolate("root")}.`,
  "condition.me-busy": ({ holder }) => `محرك ME قيد الاستخدام من قِبل ${isolate(holder)}.`,
  "condition.me-busy.remedy": () => "أوقف ذلك البرنامج أو دعه ينتهي؛ ستعيد الخدمة المحاولة تلقائيًا.",
  "condition.me-gone": () => "لا يستجيب ME: أُعيد تعيينه أو أنه في حالة انتقالية.",
  "condition.me-gone.remedy": () => "تعيد الخدمة المحاولة تلقائيًا. إذا استمر ذلك، فأعد تشغيل الكمبيوتر.",
  "condition.me-timeout": () => "لا يرد ME.",
  "condition.me-timeout.remedy": () => powerOff,
  "condition.me-failed": ({ code }) => `تعذّرت قراءة الحالة (${isolate(code)}).`,
  "condition.me-failed.remedy": () => `لمعرفة التفاصيل شغّل الأمر ${isolate("amt-agent doctor")}.`,
  "condition.asleep": () => "كان الكمبيوتر في وضع السكون؛ تجري قراءة حالة الإدارة عن بُعد من جديد.",
  "condition.asleep.remedy": () => "لا حاجة إلى فعل شيء: يستغرق هذا لحظات.",
  "condition.lms-held": ({ holder }) =>
    `منافذ AMT المحلية وتنبيهاتها في يد ${isolate(holder)}؛ تُستخدم منافذه، ولكن لا تصل تنبيهاته.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `لكي تتولى هذه الخدمة ذلك، أوقف ${isolate(holder)}؛ وستتسلم الخدمة المهمة تلقائيًا.`,
  "condition.lms-ports": ({ ports }) =>
    `لا يمكن الوصول إلى AMT عبر المنفذ ${isolate(ports)} في هذا الكمبيوتر: المنفذ مستخدَم أو لا يُسمح بفتحه.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `اعرف أي برنامج يستخدمه (في Linux: ${isolate("ss -ltnp")}، وفي Windows: ${isolate("netstat -abn")}) وحرّر ${isolate(ports)}؛ ستعاد المحاولة.`,
  "condition.lms-failed": ({ code }) => `يفشل الاتصال بمنافذ AMT المحلية مرارًا (${isolate(code)}).`,
  "condition.lms-failed.remedy": () => powerOff,
  "condition.history-full": () => "لا يُسجَّل ما يحدث حاليًا: القرص ممتلئ.",
  "condition.history-full.remedy": () => "أفسح مكانًا على القرص الذي تُحفظ عليه حالة الخدمة؛ وستتابع الخدمة تلقائيًا.",
  "condition.history-failed": ({ code }) => `لا يُسجَّل ما يحدث: لا يمكن استخدام محفوظات الأحداث (${isolate(code)}).`,
  "condition.history-failed.remedy": () =>
    `راجع المجلد ${isolate("events")} في مجلد حالة الخدمة، وسجل الخدمة (${isolate("Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log")}).`,
  "condition.presence-failing": ({ agents, code }) =>
    `لا يمكن إبلاغ AMT بأن ${isolate(agents)} يعمل (${isolate(code)})؛ وقد تعدّه متوقفًا.`,
  "condition.presence-failing.remedy": () =>
    `يبيّن الأمر ${isolate("amt-agent presence status")} أي برنامج هو. يجب أن يكون المراقب موجودًا (${isolate("amt-agent presence add")})، وأن تكون لدى ${isolate("presence.user")} الصلاحية ${isolate("Agent Presence Local")}.`,
  "condition.posture-unsent": ({ destinations, code }) =>
    `تقارير حالة أمان هذا الكمبيوتر لا تصل إلى ${isolate(destinations)} (${isolate(code)})؛ وهي تنتظر على هذا الكمبيوتر.`,
  "condition.posture-unsent.remedy": () =>
    `تُعاد المحاولة تلقائيًا. يوضح ${isolate("amt-agent posture spool")} ما ينتظر ولماذا؛ وللمزيد: ${isolate("journalctl -u amt-agent-send")}.`,
  "condition.posture-no-sender": ({ count }) =>
    `عدد تقارير حالة أمان هذا الكمبيوتر التي تنتظر الإرسال: ${count}، ولا يوجد ما يرسلها.`,
  "condition.posture-no-sender.remedy": () =>
    `شغّل برنامج الإرسال: ${isolate("systemctl enable --now amt-agent-send")}، أو ${isolate("amt-agent sender")} في طرفية.`,
  "condition.posture-unkept": ({ code }) => `تعذر حفظ تقرير عن حالة أمان هذا الكمبيوتر لإرساله (${isolate(code)}).`,
  "condition.posture-unkept.remedy": () =>
    `تحقق من المساحة والأذونات في المجلد الذي يحدده ${isolate("posture.spoolDir")}؛ وستُعاد المحاولة.`,
  "condition.posture-advisory": ({ advisories, count, virtual }) => advisoriesAffect(count, advisories, virtual),
  "condition.posture-advisory.remedy": () =>
    `ثبّت أحدث تحديث لـ BIOS أو ME من الشركة المصنّعة للكمبيوتر. يبيّن الأمر ${isolate("amt-agent posture")} المزيد.`,
  "condition.posture-failing": ({ code }) =>
    `لا يمكن إنشاء تقرير جديد عن حالة أمان هذا الكمبيوتر أو حفظه (${isolate(code)}).`,
  "condition.posture-failing.remedy": () =>
    `راجع المجلد ${isolate("posture")} في مجلد حالة الخدمة، وسجل الخدمة (${isolate("Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log")}).`,
  "condition.posture-not-kept": ({ code }) => `لا يمكن حفظ ملخص حالة أمان هذا الكمبيوتر في AMT (${isolate(code)}).`,
  "condition.posture-not-kept.remedy": () =>
    `راجع ${isolate("amt-agent posture stored")}. يجب أن توفر AMT تخزين الويب، وأن تكون لدى ${isolate("posture.meUser")} الصلاحية ${isolate("Storage")}؛ وإلا فاضبط ${isolate("posture.keepInMe")} على ${isolate("false")}.`,
  "condition.reset-pending": ({ agents, at }) =>
    `ستعيد AMT تشغيل هذا الكمبيوتر في ${isolate(at)}: لم يعد برنامج تراقبه يستجيب (${isolate(agents)}).`,
  "condition.reset-pending.remedy": () =>
    `احفظ عملك. لإلغاء ذلك، من شاشة هذا الكمبيوتر نفسه أو كمسؤول: ${isolate("amt-agent presence cancel-reset")}.`,
  "condition.power-planned": ({ what, at }) =>
    `بناءً على طلب المسؤول عن بُعد سينفّذ هذا الكمبيوتر في ${isolate(at)} ما يلي: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    `احفظ عملك. إذا كان الإلغاء مسموحًا به، فمن شاشة هذا الكمبيوتر نفسه أو كمسؤول: ${isolate("amt-agent power cancel")}.`,
  "condition.virtual": ({ machine }) => `تعمل الخدمة على محرك ME افتراضي غير حقيقي (${isolate(machine)}).`,
  "condition.virtual.remedy": () =>
    `هذا للعرض والاختبار. لاستخدام المحرك الحقيقي شغّل الخدمة مع الخيار ${isolate("--mei auto")}.`,
};
