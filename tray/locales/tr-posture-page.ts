import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("tr");

/** The window's page of the posture report, in Turkish. */
export const trPosturePage: WindowWords["posture"] = {
  intro:
    "Bu bilgisayarın ürün yazılımı, AMT ve sistem ne kadar güvenli ayarlanmış. Yalnızca bakılır, hiçbir şey değiştirilmez.",
  readAt: (when) => `Bakıldığı zaman: ${when}.`,
  reading: "Okunuyor. İlk rapor yarım dakika kadar sürer\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: "Burada 1 şey güvenli ayarlanmamış.",
        other: `Burada ${count} şey güvenli ayarlanmamış.`,
      }),
    affected: (count) =>
      of(count, {
        one: "Ürün yazılımının bilinen 1 güvenlik açığı bu bilgisayarı etkiliyor.",
        other: `Ürün yazılımının bilinen ${count} güvenlik açığı bu bilgisayarı etkiliyor.`,
      }),
    unsure: (count) =>
      of(count, {
        one: "Güvensiz bir şey bulunmadı; 1 şeye bakılamadı.",
        other: `Güvensiz bir şey bulunmadı; ${count} şeye bakılamadı.`,
      }),
    good: "Güvensiz bir şey bulunmadı.",
  },
  counts: (fail, unknown, pass) => `${fail} güvensiz, ${unknown} bilinmiyor, ${pass} güvenli`,
  filter: "Göster",
  filters: { attention: "Bakılması gerekenler", fail: "Güvensiz", unknown: "Bilinmiyor", pass: "Güvenli", all: "Tümü" },
  shown: (count) => of(count, { one: "1 denetim", other: `${count} denetim` }),
  noMatch: "Böyle bir denetim yok.",
  parts: { firmware: "Ürün yazılımı (Intel ME)", amt: "AMT nasıl kurulmuş", host: "Bu bilgisayarın sistemi" },
  results: { fail: "Güvensiz", unknown: "Bilinmiyor", pass: "Güvenli", "not-applicable": "Geçerli değil" },
  expected: "Olması gereken",
  remedy: "Ne yapılmalı",
  evidence: "Ne görüldü",
  rule: "Değerlendirme ölçütü",
  id: "Denetimin adı",
  advisories: "Intel güvenlik bildirimleri",
  data: (date) => `${date} tarihinde bilindiği kadarıyla.`,
  noneAffected: "Hiçbiri bu sürümü etkilenmiş olarak anmıyor. Bu, etkilenmediği anlamına gelmez.",
  advisoryUnknown: (count) =>
    of(count, {
      one: "1 bildirimin bu bilgisayarı etkileyip etkilemediği bilinmiyor: Intel’in sayfasında daha fazlası var.",
      other: `${count} bildirimin bu bilgisayarı etkileyip etkilemediği bilinmiyor: Intel’in sayfalarında daha fazlası var.`,
    }),
  advisoryVerdicts: {
    affected: "Bu bilgisayarı etkiliyor",
    fixed: "Bu sürümde giderilmiş",
    "not-listed": "Bu sürüm anılmıyor",
    "not-applicable": "Geçerli değil",
    unknown: "Bilinmiyor",
  },
  score: (cvss) => `Önem derecesi: 10 üzerinden ${cvss} (CVSS)`,
  page: "Intel’in sayfası",
  allAdvisories: "Öteki bildirimler",
  update: "Bilgisayarın üreticisinden en yeni BIOS veya ürün yazılımı güncellemesini isteyin.",
};
