import type { Words } from "./en.ts";
import { firmware, power } from "./tr-events.ts";

const again = "Hizmet kendiliğinden yeniden dener. Böyle kalırsa bilgisayarı kapatın ve fişini bir dakikalığına çekin.";

/** What the service says, in Turkish. Names of programs, files and codes stay as they are. */
export const trMessages: Words["messages"] = {
  "headline.unknown": () => "Uzaktan yönetimin durumu bilinmiyor.",
  "headline.absent": () => "Bu bilgisayarda Intel AMT yok: kimse onu bu yolla uzaktan yönetemez.",
  "headline.off": () => "Intel AMT kapalı: kimse bu bilgisayarı bu yolla uzaktan yönetemez.",
  "headline.unconfigured": () => "Intel AMT var ama kurulmamış: kimse bu bilgisayarı bu yolla göremez veya kullanamaz.",
  "headline.configuring": () =>
    "Intel AMT bu bilgisayarda şu anda kuruluyor: sonra bu bilgisayar uzaktan yönetilebilir.",
  "headline.managed": () => "Bu bilgisayar Intel AMT ile uzaktan yönetilebilir; bağlı kimse yok.",
  "headline.managed-unsure": () =>
    "Bu bilgisayar Intel AMT ile uzaktan yönetilebilir; bağlı biri olup olmadığı bilinmiyor.",
  "headline.session.kvm": () => "Şu anda biri Intel AMT ile bu ekranı görebilir ve denetleyebilir.",
  "headline.session.consent": () => "Biri Intel AMT ile bu ekranı görmek ve denetlemek istiyor.",
  "headline.session.storage": () => "Şu anda bu bilgisayara Intel AMT ile uzak bir disk bağlı.",
  "headline.session.sol": () => "Şu anda biri Intel AMT ile bu bilgisayarın metin konsoluna bağlı.",
  "machine.virtual": ({ machine }) => `Bu, sanal bir ME (${machine}); bu bilgisayarın ürün yazılımı değil.`,

  "unknown.no-amt": () => "bu ME’de AMT yok",
  "unknown.no-client": ({ client }) => `bu ME’de şu yok: ${client}`,
  "unknown.unsupported": ({ status }) => `bu ürün yazılımı soruyu tanımıyor (${status})`,
  "unknown.refused": ({ status }) => `ürün yazılımı reddetti (${status})`,
  "unknown.malformed": ({ reason }) => `ürün yazılımının yanıtı okunamadı (${reason})`,
  "unknown.busy": ({ holder }) => `şu program kullanıyor: ${holder}`,
  "unknown.timeout": () => "ürün yazılımı zamanında yanıt vermedi",
  "unknown.gone": () => "ME, soru sırasında sıfırlandı",
  "unknown.needs-version": ({ version }) => `${version} öncesi ürün yazılımı bunu söylemiyor`,
  "unknown.not-reported": () => "ürün yazılımı bunu söylemiyor",
  "unknown.no-interface": () => "böyle bir arabirim yok",
  "unknown.not-set": () => "ayarlanmamış",
  "unknown.not-configured": () => "AMT kurulmamış",
  "unknown.failed": ({ code }) => `soru başarısız oldu (${code})`,
  "unknown.needs-admin": () => "AMT bunu yalnızca yöneticisine gösterir: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT oturum açmayı reddetti (${code})`,
  "unknown.no-link": ({ code }) => `AMT’nin web hizmetine buradan ulaşılamıyor (${code})`,
  "unknown.tls-untrusted": () =>
    "hangi sertifikanın AMT’ye ait olduğunu gösteren bir şey yok: --pin veya --ca verin ya da hizmetin sormasını sağlayın",

  "end.ended": () => "sonlandırıldı",
  "end.none": () => "hiç yoktu",
  "end.absent": () => "bu AMT’de böyle bir şey yok",
  "end.refused": ({ status }) => `AMT reddetti (${status})`,
  "end.not-the-users": () =>
    "AMT yalnızca bu bilgisayardaki kullanıcının istediği bağlantıyı sonlandırır (NOT_PERMITTED)",

  "condition.me-absent": () => "Bu bilgisayarda Intel ME bulunamadı.",
  "condition.me-absent.remedy": () =>
    "Bu bilgisayarda Intel yonga seti varsa sürücüyü yükleyin (Linux: modprobe mei_me; Windows: Intel ME sürücüsünü kurun).",
  "condition.me-denied": ({ device }) => `Hizmetin şu aygıtı açma izni yok: ${device}.`,
  "condition.me-denied.remedy": ({ device }) =>
    `Hizmetin grubuna şu aygıt için erişim verin: ${device}; ya da hizmeti root olarak çalıştırın.`,
  "condition.me-busy": ({ holder }) => `ME’yi şu program kullanıyor: ${holder}.`,
  "condition.me-busy.remedy": () =>
    "O programı durdurun veya bitirmesini bekleyin; hizmet kendiliğinden yeniden dener.",
  "condition.me-gone": () => "ME yanıt vermiyor: sıfırlandı veya geçiş durumunda.",
  "condition.me-gone.remedy": () => "Hizmet kendiliğinden yeniden dener. Böyle kalırsa bilgisayarı yeniden başlatın.",
  "condition.me-timeout": () => "ME’den hiç yanıt gelmiyor.",
  "condition.me-timeout.remedy": () => again,
  "condition.me-failed": ({ code }) => `Durum okunamadı (${code}).`,
  "condition.me-failed.remedy": () => "Ayrıntılar için amt-agent doctor komutunu çalıştırın.",
  "condition.asleep": () => "Bilgisayar uykudaydı; uzaktan yönetimin durumu yeniden okunuyor.",
  "condition.asleep.remedy": () => "Yapılacak bir şey yok: bu kısa sürer.",
  "condition.lms-held": ({ holder }) =>
    `AMT’nin yerel bağlantı noktaları ve uyarıları şu programın elinde: ${holder}; bağlantı noktaları kullanılıyor, uyarıları duyulmuyor.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Bu işi bu hizmetin yapması için şu programı durdurun: ${holder}; hizmet kendiliğinden devralır.`,
  "condition.lms-ports": ({ ports }) =>
    `AMT’ye bu bilgisayarın ${ports} numaralı bağlantı noktasından ulaşılamıyor: bağlantı noktası dolu veya açılmasına izin yok.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Kimin kullandığını bulun (Linux: ss -ltnp; Windows: netstat -abn) ve ${ports} numarasını boşaltın; yeniden denenir.`,
  "condition.lms-failed": ({ code }) =>
    `AMT’nin yerel bağlantı noktalarına bağlantı sürekli başarısız oluyor (${code}).`,
  "condition.lms-failed.remedy": () => again,
  "condition.history-full": () => "Olanlar şu anda kaydedilmiyor: disk dolu.",
  "condition.history-full.remedy": () => "Hizmetin durumunu tutan diskte yer açın; hizmet kendiliğinden devam eder.",
  "condition.history-failed": ({ code }) => `Olanlar kaydedilmiyor: olay geçmişi kullanılamıyor (${code}).`,
  "condition.history-failed.remedy": () =>
    "Hizmetin durum dizinindeki events klasörüne ve hizmetin günlüğüne bakın (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `AMT’ye şunun çalıştığı bildirilemiyor: ${agents} (${code}); AMT onu durmuş sayabilir.`,
  "condition.presence-failing.remedy": () =>
    "Hangisi olduğunu amt-agent presence status söyler. Gözetim zamanlayıcısı bulunmalıdır (amt-agent presence add) ve presence.user için Agent Presence Local yetkisi gerekir.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT bu bilgisayarı şu saatte yeniden başlatacak: ${at}. Gözettiği bir programdan artık ses çıkmıyor (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Çalışmanızı kaydedin. İptal etmek için, bu bilgisayarın kendi ekranından veya yönetici olarak: amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `Uzak yöneticisi istediği için bu bilgisayarda şu saatte: ${at}, şu yapılacak: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "Çalışmanızı kaydedin. İptaline izin varsa: amt-agent power cancel, bu bilgisayarın kendi ekranından veya yönetici olarak.",
  "condition.virtual": ({ machine }) => `Hizmet sanal bir ME üzerinde çalışıyor (${machine}).`,
  "condition.virtual.remedy": () => "Bu, gösterim ve deneme içindir. Gerçeği için hizmeti --mei auto ile başlatın.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `Bu bilgisayarın durum raporları şu hedeflere ulaşmıyor: ${destinations} (${code}). Raporlar bu bilgisayarda bekliyor.`,
  "condition.posture-unsent.remedy": () =>
    "Kendiliğinden yeniden denenir. Neyin neden beklediğini amt-agent posture spool gösterir; ayrıntılar için: journalctl -u amt-agent-send.",
  "condition.posture-no-sender": ({ count }) =>
    `Gönderilmeyi bekleyen durum raporu sayısı: ${count}. Bunları gönderen bir program yok.`,
  "condition.posture-no-sender.remedy": () =>
    "Gönderici programı başlatın: systemctl enable --now amt-agent-send veya bir terminalde amt-agent sender.",
  "condition.posture-unkept": ({ code }) => `Bu bilgisayarın bir durum raporu gönderilmek üzere saklanamadı (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Şu ayarın gösterdiği klasördeki yeri ve izinleri denetleyin: posture.spoolDir. Yeniden denenir.",
  "condition.posture-advisory": ({ count, advisories, virtual }) =>
    `${firmware(virtual)} etkileyen güvenlik bildirileri (${count}): ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Bilgisayar üreticisinin en yeni BIOS’unu veya ME yazılımını kurun. Ayrıntılar: amt-agent posture.",
  "condition.posture-failing": ({ code }) =>
    `Bu bilgisayarın durumuyla ilgili yeni bir rapor oluşturulamıyor veya saklanamıyor (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Hizmetin durum dizinindeki posture klasörüne ve hizmetin günlüğüne bakın (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) => `Bu bilgisayarın durum özeti AMT içinde saklanamıyor (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Bakın: amt-agent posture stored. AMT web depolaması sunmalı ve posture.meUser Storage yetkisine sahip olmalı; yoksa posture.keepInMe ayarını false yapın.",
};
