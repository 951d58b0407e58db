import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Turkish. */
export const trMenu: MenuWords = {
  end: {
    kvm: "Sonlandır: ekran, klavye ve fare (KVM)",
    sol: "Sonlandır: metin konsolu (SOL)",
    usbr: "Sonlandır: uzak disk (USB-R)",
  },
  refuse: "Reddet: bu ekranı kimse göremez",
  askForHelp: "Yardım iste (bu bilgisayarı yöneticisine bağlar)",
  hangUp: "Bağlantıyı kapat (yöneticiyle bağlantıyı sonlandırır)",
  open: "Durum penceresini aç",
  reach: "Bu bilgisayara kim erişebilir?",
  history: "Şimdiye kadar olanlar",
  support: "Destek için bilgileri kopyala",
  startAtLogin: "Oturum açılınca başlat",
  olderTray: "Bu masaüstünde günümüz türünden bir bildirim alanı yok: simge eski türden birine (XEmbed) sunuluyor.",
  helperMissing: (why) =>
    `Eski türden (XEmbed) bildirim alanları için simge gösterilemiyor: ${why}. Bu arada amt-agent status ve amt-agent window yanıt verir.`,
  helperEnded: (why) => `Simgeyi gösteren program sona erdi (${why}); yeniden başlatılıyor.`,
  helperGivenUp: (why) =>
    `Simgeyi gösteren program sürekli sona eriyor (${why}), bu yüzden artık başlatılmıyor. Bu arada amt-agent status ve amt-agent window yanıt verir.`,
  byNotifySend: "Oturum veri yolunda bildirim hizmeti yok: bildirimler notify-send ile, düğmeler olmadan gösterilir.",
};
