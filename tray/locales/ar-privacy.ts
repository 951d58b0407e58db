import { choose, three } from "./choice.ts";
import type { Words } from "./en.ts";
import { isolate } from "./isolate.ts";
import { plural } from "./plural.ts";

const of = plural("ar");

const consent = {
  all: "ويتم سؤالك قبل استخدام الشاشة أو وحدة التحكم أو قرص",
  kvm: "ويتم سؤالك قبل استخدام الشاشة، ولكن ليس قبل استخدام الباقي",
  none: "ولا يتم سؤالك",
};
const now = {
  screen: "هناك من يرى الشاشة ويتحكم فيها الآن!",
  asks: "هناك من يطلب موافقتك الآن",
  other: "هناك من هو متصل الآن!",
  nobody: "لا أحد متصل الآن",
};
const places = {
  local: "من هذا الكمبيوتر فقط",
  network: "من الشبكة فقط",
  any: "من الشبكة ومن هذا الكمبيوتر",
};
const realms: Readonly<Record<string, string>> = {
  2: "استخدام الشاشة ووحدة التحكم والأقراص",
  3: "كل شيء",
  4: "قراءة مكونات هذا الكمبيوتر",
  5: "تشغيله وإيقاف تشغيله",
  6: "حفظ بيانات في AMT",
  7: "الاشتراك في الأحداث",
  8: "إدارة البيانات المحفوظة في AMT",
  9: "الإبلاغ عن برامج هذا الكمبيوتر",
  10: "طلب مراقبة برامج هذا الكمبيوتر",
  11: "تصفية حركة الشبكة لهذا الكمبيوتر",
  12: "ضبط ساعة AMT",
  13: "قراءة إعدادات AMT",
  14: "تحديث البرامج الثابتة",
  16: "تلقي الإشعارات بما تفعله AMT",
  17: "التحكم في الوصول إلى الشبكة",
  18: "التحكم في الوصول إلى الشبكة",
  19: "قراءة سجل الأحداث",
  20: "قراءة سجل التدقيق وقفله",
  21: "إدارة الحسابات",
  24: "ما يُسمح به لبرامج هذا الكمبيوتر",
};
const rights = (list: string): string =>
  list === ""
    ? "لا شيء"
    : list
        .split(",")
        .map((one) => choose(one, realms, `الصلاحية ${isolate(one)}`))
        .join("، ");
const boot: Readonly<Record<string, string>> = {
  UseSOL: "إرسال وحدة التحكم النصية إلى الخارج (SOL)",
  UseIDER: "بدء التشغيل من قرص بعيد",
  BIOSSetup: "التوقف عند إعدادات البرامج الثابتة",
  BIOSPause: "التوقف قبل بدء النظام",
  UserPasswordBypass: "عدم طلب كلمة مرور البرامج الثابتة",
  LockKeyboard: "قفل لوحة المفاتيح",
  LockPowerButton: "قفل زر التشغيل",
  LockResetButton: "قفل زر إعادة التعيين",
  LockSleepButton: "قفل زر السكون",
  SecureErase: "محو القرص!",
  PlatformErase: "محو النظام الأساسي!",
  ReflashBIOS: "كتابة البرامج الثابتة من جديد",
  ConfigurationDataReset: "إعادة تعيين إعدادات البرامج الثابتة",
  UEFIHTTPSBootEnabled: "بدء التشغيل من خادم (HTTPS)",
  UEFILocalPBABootEnabled: "بدء برنامج من القرص اختاره المالك",
  WinREBootEnabled: `بدء استرداد ${isolate("Windows")}`,
  UseSafeMode: "بدء التشغيل في الوضع الآمن",
};
const at = (address: string): string => (address === "" ? "" : ` على العنوان ${isolate(address)}`);

/** Who can reach this PC, in Arabic. */
export const arPrivacy: Words["messages"] = {
  "privacy.answer.unknown": () => "من غير المعروف ما إذا كان أحد يستطيع الوصول إلى هذا الكمبيوتر من تحت نظام التشغيل.",
  "privacy.answer.absent": () =>
    "لا يمكن لأحد الوصول إلى هذا الكمبيوتر من تحت نظام التشغيل عبر Intel AMT: فهي غير موجودة فيه.",
  "privacy.answer.off": () => "لا يمكن لأحد الوصول إلى هذا الكمبيوتر من تحت نظام التشغيل عبر Intel AMT: فهي معطّلة.",
  "privacy.answer.unconfigured": () =>
    "لا يمكن لأحد الوصول إلى هذا الكمبيوتر من تحت نظام التشغيل عبر Intel AMT: فهي موجودة ولكن لم يتم إعدادها.",
  "privacy.answer.managed": (p) =>
    `من لديه تسجيل دخول إلى Intel AMT في هذا الكمبيوتر يمكنه الوصول إليه من تحت نظام التشغيل، حتى وهو متوقف عن التشغيل، ${choose(p.consent, consent, "ومن غير المعروف ما إذا كان يتم سؤالك")}؛ ${choose(p.now, now, "ومن غير المعروف ما إذا كان أحد متصلًا الآن")}.`,

  "privacy.about": () =>
    "تقنية Intel AMT، حيثما وُجدت، هي كمبيوتر صغير داخل شرائح الكمبيوتر له منافذ شبكة خاصة به. تعمل تحت نظام التشغيل الذي لا يراها ولا يوقفها.",
  "privacy.now": () => "الآن",
  "privacy.now.change": () =>
    `ينهيها الأمر ${isolate("amt-agent sessions end")} لمن يجلس أمام هذه الشاشة. ويمكن لمن لديه كلمة مرور AMT منعها: ${isolate("amt-agent configure features --no-kvm --no-sol --no-usbr")}. إذا لم تكن تتوقع جلسة، فاسأل مكتب المساعدة.`,
  "privacy.now.kvm": three(
    "هناك من يرى هذه الشاشة ويمكنه استخدام لوحة المفاتيح والماوس.",
    "لا أحد يرى هذه الشاشة أو يستخدم لوحة المفاتيح والماوس.",
    "هل يرى أحد هذه الشاشة أو يستخدم لوحة المفاتيح والماوس.",
  ),
  "privacy.now.consent": three(
    "هناك من يطلب موافقتك: تظهر ستة أرقام على الشاشة.",
    "لا أحد يطلب موافقتك.",
    "هل يطلب أحد موافقتك.",
  ),
  "privacy.now.sol": three(
    "هناك من يتصل بوحدة التحكم النصية.",
    "لا أحد متصل بوحدة التحكم النصية.",
    "هل يتصل أحد بوحدة التحكم النصية.",
  ),
  "privacy.now.storage": three(
    "هناك قرص بعيد متصل: يمكن بدء تشغيل هذا الكمبيوتر منه.",
    "لا يوجد قرص بعيد متصل.",
    "هل هناك قرص بعيد متصل.",
  ),
  "privacy.now.tunnel": three(
    "تتصل AMT بخادم خارجي يمكن الوصول إليها من خلاله.",
    "لا تتصل AMT بخادم خارجي.",
    "هل تتصل AMT بخادم خارجي.",
  ),

  "privacy.owner": () => "من يتحكم فيها",
  "privacy.owner.change": ({ standing }) =>
    choose(
      standing,
      {
        absent: "لا حاجة إلى فعل شيء: لا يمكن إضافة AMT إلى كمبيوتر صُنع من دونها.",
        off: `يتم تمكينها في إعدادات البرامج الثابتة للكمبيوتر (BIOS)، أو بالأمر ${isolate("amt-agent configure amt on")} (بصلاحيات ${isolate("root")}).`,
        unconfigured: `يُعدّها لك الأمر ${isolate("amt-agent activate")} (بصلاحيات ${isolate("root")})؛ ويعطّلها الأمر ${isolate("amt-agent configure amt off")} أو إعدادات البرامج الثابتة للكمبيوتر (BIOS).`,
      },
      `يعيد الأمر ${isolate("amt-agent deactivate")} (بصلاحيات ${isolate("root")}) تقنية AMT إلى حالة بلا مالك حيث تسمح البرامج الثابتة بذلك؛ وإلا فقائمة البرامج الثابتة (MEBx) أو مالكها.`,
    ),
  "privacy.owner.mode": ({ mode }) =>
    choose(
      mode,
      {
        client:
          "تم إعدادها في وضع تحكم العميل: يمكن لمن لديه كلمة مرورها استخدامها، ولكن عليه أن يسألك قبل استخدام الشاشة.",
        admin: "تم إعدادها في وضع تحكم المسؤول: يضع مالكها القواعد، ومنها ما إذا كان يتم سؤالك.",
        old: "تم إعدادها؛ ولا تعرف هذه البرامج الثابتة القديمة أوضاع التحكم: يضع مالكها القواعد.",
        none: "لم يتم إعدادها: فهي لا تقبل أي اتصالات من الشبكة.",
        off: "هي معطّلة في إعدادات البرامج الثابتة للكمبيوتر (BIOS).",
        absent: "لا توجد AMT في البرامج الثابتة لهذا الكمبيوتر.",
      },
      "هل تم إعدادها، ومن يضع القواعد.",
    ),
  "privacy.owner.by": ({ who, at: when }) =>
    `تم إعدادها ${who === "" ? "بواسطة برنامج في هذا الكمبيوتر" : `من خلال ${isolate(who)}`}${when === "" ? "" : ` في ${isolate(when)} (حسب ساعتها)`}.`,
  "privacy.owner.by-unknown": () => "من أعدّها، ومتى.",
  "privacy.owner.zero-touch": three(
    "تسمح برامجها الثابتة لخادم تزويد تثق بشهادته أن يُعدّها عبر الشبكة.",
    "لا تسمح برامجها الثابتة لأي خادم تزويد أن يُعدّها عبر الشبكة.",
    "هل يُسمح لخادم تزويد أن يُعدّها عبر الشبكة.",
  ),
  "privacy.owner.host": () => `يمكن لمن لديه صلاحيات ${isolate("root")} (المسؤول) في هذا الكمبيوتر أن يُعدّها.`,

  "privacy.network": () => "من أين",
  "privacy.network.change": () =>
    `بكلمة مرور AMT: ${isolate("amt-agent configure tls")}؛ ويغلق الأمر ${isolate("amt-agent configure features --no-kvm --no-sol --no-usbr")} منافذ الجلسات.`,
  "privacy.network.wired": ({ state, address }) =>
    state === "yes"
      ? `على الشبكة السلكية${at(address)}، عبر منافذ خاصة بها (من 16992 إلى 16995) لا يراها جدار الحماية في هذا الكمبيوتر.`
      : state === "no"
        ? "ليست على الشبكة السلكية: هي معطّلة هناك، أو الكبل غير موصول."
        : "هل ترد على الشبكة السلكية.",
  "privacy.network.tls": ({ state, plain, mutual }) =>
    state === "yes"
      ? `الاتصالات من الشبكة مشفّرة (TLS)${plain === "yes" ? "، ولكن تُقبل أيضًا الاتصالات غير المشفّرة" : plain === "no" ? "" : "؛ ومن غير المعروف ما إذا كانت الاتصالات غير المشفّرة تُقبل أيضًا"}${mutual === "yes" ? "؛ وعلى من يتصل أن يقدّم شهادة" : ""}.`
      : state === "no"
        ? "الاتصالات من الشبكة ليست مشفّرة! يمكن لمن يستطيع التنصت هناك أن يقرأها."
        : "هل الاتصالات من الشبكة مشفّرة.",
  "privacy.network.local-tls": three(
    "لا تصل إليها برامج هذا الكمبيوتر إلا باتصال مشفّر.",
    "تصل إليها برامج هذا الكمبيوتر من دون تشفير، وتحتاج إلى تسجيل دخول.",
    "هل لا تصل إليها برامج هذا الكمبيوتر إلا باتصال مشفّر.",
  ),
  "privacy.network.listener": three(
    "تنتظر جلسات الشاشة ووحدة التحكم والأقراص (المنفذان 16994 و16995).",
    "لا تنتظر جلسات الشاشة أو وحدة التحكم أو الأقراص.",
    "هل تنتظر جلسات الشاشة ووحدة التحكم والأقراص.",
  ),
  "privacy.network.vnc": three(
    "يمكن الوصول إلى الشاشة بأي برنامج عرض VNC (المنفذ 5900)، بكلمة مرور من ثمانية أحرف.",
    "لا يمكن الوصول إلى الشاشة ببرنامج عرض VNC عادي (المنفذ 5900).",
    "هل يمكن الوصول إلى الشاشة ببرنامج عرض VNC عادي (المنفذ 5900).",
  ),
  "privacy.network.web": three(
    "تقدّم صفحات ويب للمتصفحات التي تسجّل الدخول.",
    "لا تقدّم صفحات ويب.",
    "هل تقدّم صفحات ويب.",
  ),
  "privacy.network.ping": three(
    `ترد على ${isolate("ping")}، ولذلك يمكن العثور عليها.`,
    `لا ترد على ${isolate("ping")}.`,
    `هل ترد على ${isolate("ping")}.`,
  ),

  "privacy.accounts": () => "من لديه تسجيل دخول",
  "privacy.accounts.change": () =>
    `بكلمة مرور AMT: ${isolate("amt-agent configure password")}، وحسابات AMT بالأمر ${isolate("amt-agent wsman invoke AMT_AuthorizationService")}.`,
  "privacy.accounts.admin": ({ name }) =>
    `${name === "" ? "مسؤول AMT" : `مسؤول AMT (${isolate(name)})`}: كل شيء، ${places.any}.`,
  "privacy.accounts.user": ({ state, name, from, realms: list }) =>
    `الحساب ${isolate(name)}: ${rights(list)}؛ ${choose(from, places, "من أين، غير معروف")}${state === "no" ? "؛ معطّل" : ""}.`,
  "privacy.accounts.more": ({ count }) =>
    of(count, {
      zero: "لا توجد حسابات أخرى.",
      one: "هناك حساب آخر لا يُقرأ هنا.",
      two: "هناك حسابان آخران لا يُقرآن هنا.",
      few: `هناك ${count} حسابات أخرى لا تُقرأ هنا.`,
      many: `هناك ${count} حسابًا آخر لا يُقرأ هنا.`,
      other: `هناك ${count} حساب آخر لا يُقرأ هنا.`,
    }),
  "privacy.accounts.list": () => "ما الحسابات الموجودة إلى جانب حساب المسؤول.",
  "privacy.accounts.system": () =>
    `الحساب ${isolate("$$OsAdmin")}: البرامج التي يمكنها فتح جهاز ME (بصلاحيات ${isolate("root")})، من هذا الكمبيوتر فقط؛ وتتغير كلمة مروره تلقائيًا.`,
  "privacy.accounts.kerberos": three(
    `يمكن السماح بدخول حسابات نطاق ${isolate("Windows")} (Kerberos).`,
    `لا يُسمح بدخول حسابات نطاق ${isolate("Windows")} (Kerberos).`,
    `هل يُسمح بدخول حسابات نطاق ${isolate("Windows")} (Kerberos).`,
  ),

  "privacy.features": () => "ما يمكنهم فعله",
  "privacy.features.change": () =>
    `الأمر ${isolate("amt-agent configure features --help")}: الشاشة (KVM) ووحدة التحكم (SOL) والأقراص (${isolate("USB-R")})، كل منها ممكّن أو معطّل.`,
  "privacy.features.kvm": three(
    "رؤية الشاشة واستخدام لوحة المفاتيح والماوس (KVM).",
    "ليس الشاشة: KVM معطّلة.",
    "هل يمكنهم رؤية الشاشة (KVM).",
  ),
  "privacy.features.sol": three(
    "استخدام وحدة التحكم النصية (SOL)، مثل قوائم البرامج الثابتة.",
    "ليس وحدة التحكم النصية: SOL معطّلة.",
    "هل يمكنهم استخدام وحدة التحكم النصية (SOL).",
  ),
  "privacy.features.storage": three(
    `توصيل قرص خاص بهم وبدء تشغيل هذا الكمبيوتر منه (${isolate("USB-R")}).`,
    `ليس توصيل قرص: ${isolate("USB-R")} معطّلة.`,
    `هل يمكنهم توصيل قرص (${isolate("USB-R")}).`,
  ),
  "privacy.features.power": () => "تشغيل هذا الكمبيوتر وإيقاف تشغيله وإعادة تشغيله؛ وليس في AMT إعداد يمنع ذلك.",
  "privacy.features.sleep": ({ policy }) =>
    `تصل الطاقة إلى AMT نفسها في حالات الكمبيوتر هذه: ${isolate(policy)} (S0 قيد التشغيل، وS3 في السكون، وS4 وS5 متوقف).`,
  "privacy.features.sleep-unknown": () => "هل تعمل AMT أثناء سكون هذا الكمبيوتر أو إيقاف تشغيله.",
  "privacy.features.defense": three(
    `تصفّي AMT حركة الشبكة لهذا الكمبيوتر الآن (${isolate("System Defense")}).`,
    "لا تصفّي AMT حركة الشبكة لهذا الكمبيوتر.",
    "هل تصفّي AMT حركة الشبكة لهذا الكمبيوتر.",
  ),

  "privacy.consent": () => "هل يتم سؤالك؟",
  "privacy.consent.change": () =>
    `في وضع تحكم المسؤول وبكلمة مرور AMT: ${isolate("amt-agent configure features --user-consent all")}.`,
  "privacy.consent.rule": ({ rule }) =>
    choose(
      rule,
      {
        all: "نعم: تظهر ستة أرقام على هذه الشاشة، ومن دونها لا يصل أحد إلى الشاشة أو وحدة التحكم أو قرص.",
        kvm: "للشاشة فقط: تظهر عليها ستة أرقام، ومن دونها لا يصل إليها أحد. أما وحدة التحكم والأقراص فتُستخدم من دون سؤال.",
        none: "لا: تُستخدم الشاشة ووحدة التحكم والأقراص من دون سؤالك.",
      },
      "هل يتم سؤالك قبل أن يستخدم أحد الشاشة أو وحدة التحكم أو قرصًا.",
    ),
  "privacy.consent.client": () => "وضع تحكم العميل يسأل دائمًا: لا يمكن تعطيل ذلك.",
  "privacy.consent.changeable": three(
    "يمكن للمالك تغيير هذه القاعدة عن بُعد، من دونك.",
    "لا يمكن للمالك تغيير هذه القاعدة.",
    "هل يمكن للمالك تغيير هذه القاعدة.",
  ),

  "privacy.servers": () => "الخوادم الخارجية التي تتصل بها",
  "privacy.servers.change": () => `الأمر ${isolate("amt-agent configure cira --help")}، بكلمة مرور AMT.`,
  "privacy.servers.connected": ({ server, connection }) =>
    connection === "connected"
      ? `هي متصلة الآن بالخادم ${isolate(server)}.`
      : connection === "connecting"
        ? `هي قيد الاتصال الآن بالخادم ${isolate(server)}.`
        : "ليست متصلة الآن بأي خادم.",
  "privacy.servers.connected-unknown": () => "هل هي متصلة بأحدها الآن.",
  "privacy.servers.server": ({ server }) =>
    `يُسمح لها بالاتصال بالخادم ${isolate(server)} من أي شبكة (CIRA)، ويمكن عندئذٍ الوصول إليها من خلاله.`,
  "privacy.servers.none": () => "لا تتصل بأي خادم: لا يوجد خادم يُسمح لها بالاتصال به (CIRA).",
  "privacy.servers.list": () => "ما الخوادم التي يُسمح لها بالاتصال بها (CIRA).",
  "privacy.servers.when": ({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "تتصل عندما يطلب أحد المساعدة من هذا الكمبيوتر.",
        alert: "تتصل عندما يحدث شيء طُلب منها الإبلاغ عنه.",
        periodic: "تتصل من تلقاء نفسها مرة بعد مرة.",
      },
      "تتصل عندما تقضي قاعدة مالكها بذلك.",
    ),
  "privacy.servers.help": three(
    "يمكن لمستخدم هذا الكمبيوتر أن يجعلها تتصل للحصول على المساعدة.",
    "لا يمكن لمستخدمي هذا الكمبيوتر أن يجعلوها تتصل.",
    "هل يمكن لمستخدم هذا الكمبيوتر أن يجعلها تتصل.",
  ),
  "privacy.servers.home": ({ domains }) =>
    domains === ""
      ? "تعدّ كل شبكة شبكةً خاصة بمالكها."
      : `تعدّ الشبكات المسماة ${isolate(domains)} خاصة بمالكها، ويمكن الوصول إليها مباشرة هناك.`,
  "privacy.servers.home-unknown": () => "ما الشبكات التي تعدّها خاصة بمالكها.",

  "privacy.wireless": () => "اللاسلكي",
  "privacy.wireless.change": () => `الأمر ${isolate("amt-agent configure wifi --help")}، بكلمة مرور AMT.`,
  "privacy.wireless.none": () => "ليست لدى AMT واجهة لاسلكية هنا.",
  "privacy.wireless.link": ({ state, address }) =>
    state === "yes"
      ? `يمكن الوصول إليها لاسلكيًا${at(address)}.`
      : state === "no"
        ? "ليست متصلة لاسلكيًا."
        : "هل يمكن الوصول إليها لاسلكيًا.",
  "privacy.wireless.profile": ({ name, security }) =>
    choose(
      security,
      {
        open: `تنضم إلى الشبكة ${isolate(name)}، وهي غير مشفّرة.`,
        weak: `تنضم إلى الشبكة ${isolate(name)}، وحمايتها ضعيفة.`,
        good: `تنضم إلى الشبكة ${isolate(name)}.`,
      },
      `تنضم إلى الشبكة ${isolate(name)}؛ وكيفية حمايتها غير معروفة.`,
    ),
  "privacy.wireless.no-profile": () => "لا تعرف أي شبكة لاسلكية خاصة بها.",
  "privacy.wireless.profiles": () => "ما الشبكات اللاسلكية التي تنضم إليها.",
  "privacy.wireless.sync": three(
    "تأخذ الشبكات اللاسلكية التي يعرفها نظام هذا الكمبيوتر، مع مفاتيحها.",
    "لا تأخذ الشبكات اللاسلكية التي يعرفها نظام هذا الكمبيوتر.",
    "هل تأخذ الشبكات اللاسلكية التي يعرفها نظام هذا الكمبيوتر.",
  ),

  "privacy.certificates": () => "الشهادات التي تثق بها",
  "privacy.certificates.change": () =>
    "يغيّرها مالكها من أي وحدة تحكم لـ AMT؛ أما شهادات التزويد فتُغيَّر في قائمة البرامج الثابتة للكمبيوتر (MEBx).",
  "privacy.certificates.root": ({ subject }) => `تثق بالخوادم التي تضمنها الجهة ${isolate(subject)}.`,
  "privacy.certificates.none": () => "لم يعطها مالكها شهادة أي جهة لتثق بها.",
  "privacy.certificates.more": ({ count }) => `شهادات أخرى غير مدرجة هنا: ${count}.`,
  "privacy.certificates.list": () => "ما الجهات التي طلب منها مالكها أن تثق بها.",
  "privacy.certificates.hashes": ({ active }) =>
    active === 0
      ? "لا يمكن لأي جهة أن تضمن خادم تزويد."
      : `عدد الجهات في قائمة الشركة المصنّعة التي يمكنها أن تضمن خادم تزويد يُعدّها في وضع تحكم المسؤول: ${active}.`,
  "privacy.certificates.hash": ({ name }) =>
    `يمكن للجهة ${isolate(name)} أن تضمن خادم تزويد؛ وقد أُضيفت إلى قائمة الشركة المصنّعة!`,
  "privacy.certificates.hashes-unknown": () => "ما الجهات التي يمكنها أن تضمن خادم تزويد.",

  "privacy.boot": () => "بدء التشغيل التالي لهذا الكمبيوتر",
  "privacy.boot.change": () =>
    `تُستهلك الخيارات عند إعادة التشغيل. بكلمة مرور AMT: ${isolate("amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder")}.`,
  "privacy.boot.option": ({ option }) => `حدد المالك له: ${choose(option, boot, isolate(option))}.`,
  "privacy.boot.none": () => "لم يحدد المالك أي خيارات له.",
  "privacy.boot.list": () => "هل حدد المالك خيارات له.",
  "privacy.boot.alarm": ({ name, at: when }) =>
    `ستشغّل AMT هذا الكمبيوتر${when === "" ? "" : ` في ${isolate(when)}`} (المنبّه «${isolate(name)}»).`,
  "privacy.boot.no-alarm": () => "ليس لدى AMT منبّه لتشغيل هذا الكمبيوتر.",
  "privacy.boot.alarms": () => "هل ستشغّل AMT هذا الكمبيوتر من تلقاء نفسها.",

  "privacy.logs": () => "ما يتم تسجيله",
  "privacy.logs.change": () =>
    `الأمر ${isolate("amt-agent configure audit --help")}، في وضع تحكم المسؤول وبكلمة مرور AMT.`,
  "privacy.logs.audit": ({ state, records }) =>
    state === "yes"
      ? `من فعل ماذا عبر AMT: في سجل التدقيق الخاص بها (عدد السجلات: ${records}). راجع: ${isolate("amt-agent events --audit")}.`
      : state === "no"
        ? "لا يُسجَّل من فعل ماذا عبر AMT، باستثناء أخطر الأمور (سجل التدقيق الخاص بها معطّل)."
        : "هل تسجّل AMT من فعل ماذا.",
  "privacy.logs.no-audit": () => "لا يوجد سجل تدقيق في هذه البرامج الثابتة.",
  "privacy.logs.events": ({ state, records }) =>
    state === "yes"
      ? `ما يحدث للعتاد: في سجل الأحداث الخاص بـ AMT (عدد السجلات: ${records}). راجع: ${isolate("amt-agent events --amt-log")}.`
      : state === "no"
        ? "سجل الأحداث الخاص بـ AMT مجمّد: لا يدخله شيء جديد."
        : "هل تحتفظ AMT بسجل أحداث.",
  "privacy.logs.own": three(
    `ما تقوله AMT وما يتغير: تسجّله خدمة ${isolate("amt-agent")} في هذا الكمبيوتر. راجع: ${isolate("amt-agent events")}.`,
    `خدمة ${isolate("amt-agent")} لا تعمل: لا يسجّل أحد في هذا الكمبيوتر ما تفعله AMT.`,
    `هل تسجّل خدمة ${isolate("amt-agent")} ما تفعله AMT.`,
  ),
};
