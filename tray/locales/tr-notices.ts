import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("tr");
const units = { h: "sa", min: "dk", s: "sn" };

/** What notifications say besides the event itself, in Turkish. */
export const trNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `Uzak oturum (${kind}) sona erdi. Süresi: ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `Uzak oturum (${kind}) sona erdi; ne zamandan beri açık olduğu bilinmiyor.`,
  "notice.still-open": ({ kind }) => `Bir uzak oturum açık (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    if (sessions === 0)
      return of(count, {
        one: "Burada kimse yokken AMT bilinmeye değer bir şey yaptı.",
        other: `Burada kimse yokken AMT bilinmeye değer ${count} şey yaptı.`,
      });
    return of(sessions, {
      one: `Burada kimse yokken bir uzak oturum açıldı (toplam olay sayısı: ${count}).`,
      other: `Burada kimse yokken ${sessions} uzak oturum açıldı (toplam olay sayısı: ${count}).`,
    });
  },
  "notice.not-done": ({ why }) => `Bu yapılamadı. ${why}`,
  "notice.nothing-to-end": () => "Sonlandırılacak bir şey kalmamıştı.",
  "notice.help-asked": () => "Yardım istendi: AMT, yöneticisinin ayarladığı sunucuya bağlanıyor.",
  "notice.support-copied": () => "Destek bilgileri panoda. Parola ve seri numarası içermezler.",
  "notice.support-saved": ({ path }) =>
    `Destek bilgileri şu dosyada: ${path}, çünkü burada pano programı yok (wl-copy, xclip veya xsel). Parola ve seri numarası içermezler.`,
  "notice.starts-at-login": () => "Simge, bir sonraki oturum açılışından sonra görünecek.",
  "notice.starts-no-more": () =>
    "Simge, bir sonraki oturum açılışından sonra görünmeyecek. Elle başlatmak için: amt-agent tray",
  "notice.button.end": () => "Sonlandır",
  "notice.button.cancel-consent": () => "Reddet",
  "notice.button.cancel-reset": () => "Yeniden başlatmayı engelle",
  "notice.button.cancel-power": () => "İptal et",
  "notice.button.hang-up": () => "Bağlantıyı kapat",
  "notice.button.details": () => "Ayrıntılar",
  "notice.button.who-can-reach": () => "Bu bilgisayara kim erişebilir?",
};
