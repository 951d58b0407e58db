import type { Words } from "./en.ts";
import { trEvents } from "./tr-events.ts";
import { trMenu } from "./tr-menu.ts";
import { trMessages } from "./tr-messages.ts";
import { trNotices } from "./tr-notices.ts";
import { trWindow } from "./tr-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "bilinmiyor" : open ? "ŞU ANDA BAĞLI" : "bağlı kimse yok"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Uzaktan yönetim için kurulmamış",
  client: "İstemci denetim modu: bağlantılar bu bilgisayarda onay gerektirir",
  admin: "Yönetici denetim modu: bağlantılar onay gerektirmeyebilir",
};

/** Everything the tray and the status window say, in Turkish. */
export const tr: Words = {
  messages: { ...trMessages, ...trEvents, ...trNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", sürüm bilinmiyor" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "Denetim modu: bilinmiyor" : (modes[mode] ?? `Denetim modu: ${mode}`)),
  session: {
    kvm: openness("Ekran, klavye ve fare (KVM)"),
    sol: openness("Metin konsolu (SOL)"),
    storage: openness("Uzak disk (USB-R)"),
  },
  consent: (pending) =>
    pending === null ? "Birinin onay isteyip istemediği bilinmiyor" : "Biri ŞU ANDA ONAYINIZI İSTİYOR",
  nothingKnownOfSessions: "Uzak oturumlar: bilinmiyor",
  since: (when) => `İlk görülme: ${when}`,
  severity: {
    info: (message) => `Not: ${message}`,
    warning: (message) => `Uyarı: ${message}`,
    error: (message) => `Hata: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Sanal makine: ${headline}`,
  silent: {
    asking: ["Uzaktan yönetimin durumu henüz bilinmiyor.", (socket) => `amt-agent hizmetine soruluyor: ${socket}`],
    unreachable: [
      "Uzaktan yönetimin durumu bilinmiyor: amt-agent hizmeti çalışmıyor.",
      () => "\u2192 Başlatmak için: amt-agent serve",
      (socket) => `Şu adreste yanıt veren yok: ${socket}; denemeler sürüyor`,
    ],
    denied: [
      "Uzaktan yönetimin durumu bilinmiyor: amt-agent hizmeti kimsenin sormasına izin vermiyor.",
      (socket) => `Şu adrese erişim reddedildi: ${socket}; denemeler sürüyor`,
    ],
    foreign: [
      "Uzaktan yönetimin durumu bilinmiyor: hizmetin yanıtı anlamsız.",
      () => "\u2192 amt-agent hizmetinin ve simgesinin aynı sürümünü yükleyin",
      (socket) => `Yanıtın geldiği yer: ${socket}; denemeler sürüyor`,
    ],
  },
  quit: "Çık (yalnızca bu simgeyi kapatır)",
  waitingForHost:
    "Bu masaüstünde şu anda simgeler için yer yok (oturum veri yolunda org.kde.StatusNotifierWatcher yok). Yer açılması bekleniyor; bu arada amt-agent status yanıt verir.",
  registered: "Simge masaüstüne kaydedildi.",
  hostRefused: (reason) => `Masaüstü simgeyi kabul etmedi: ${reason}. Bildirim alanının yeniden başlaması bekleniyor.`,
  notKept: (reason) =>
    `Gösterilenler saklanamıyor (${reason}): yeniden başlayan bir simge, bu arada olanları söylemeyebilir.`,
  notNotified: (reason) =>
    `Bu masaüstü bildirim göstermiyor (${reason}). Kimin bağlı olduğu simgede ve amt-agent status ile görülür.`,
  menu: trMenu,
  window: trWindow,
};
