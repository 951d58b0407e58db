import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Polish. */
export const plMenu: MenuWords = {
  end: {
    kvm: "Zakończ: ekran, klawiatura i mysz (KVM)",
    sol: "Zakończ: konsola tekstowa (SOL)",
    usbr: "Zakończ: zdalny dysk (USB-R)",
  },
  refuse: "Odmów: nikt nie może widzieć tego ekranu",
  askForHelp: "Poproś o pomoc (łączy ten komputer z jego administratorem)",
  hangUp: "Rozłącz (kończy połączenie z administratorem)",
  open: "Otwórz okno stanu",
  reach: "Kto ma dostęp do tego komputera?",
  history: "Co się dotąd wydarzyło",
  support: "Kopiuj informacje dla pomocy technicznej",
  startAtLogin: "Uruchamiaj przy logowaniu",
  olderTray: "Ten pulpit nie ma współczesnego obszaru powiadomień: ikona trafia do obszaru starszego rodzaju (XEmbed).",
  helperMissing: (why) =>
    `Nie można pokazać ikony w obszarze powiadomień starszego rodzaju (XEmbed): ${why}. Tymczasem odpowiadają amt-agent status i amt-agent window.`,
  helperEnded: (why) => `Program pokazujący ikonę zakończył działanie (${why}); jest uruchamiany ponownie.`,
  helperGivenUp: (why) =>
    `Program pokazujący ikonę wciąż kończy działanie (${why}), więc nie będzie już uruchamiany. Tymczasem odpowiadają amt-agent status i amt-agent window.`,
  byNotifySend: "Na magistrali sesji nie ma usługi powiadomień: powiadomienia idą przez notify-send, bez przycisków.",
};
