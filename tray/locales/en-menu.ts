/** What the icon's menu offers, and what the tray tells a terminal, in English. Other languages are objects of the same shape. */
export const enMenu = {
  end: {
    kvm: "End: screen, keyboard and mouse (KVM)",
    sol: "End: text console (SOL)",
    usbr: "End: remote disk (USB-R)",
  },
  refuse: "Refuse: nobody may see this screen",
  askForHelp: "Ask for help (lets this PC connect to its administrator)",
  hangUp: "Hang up (ends the connection to the administrator)",
  open: "Open the status window",
  reach: "Who can reach this PC?",
  history: "What happened so far",
  support: "Copy information for support",
  startAtLogin: "Start at login",
  /** On standard error. */
  olderTray: "This desktop has no tray of today's kind: the icon is offered to one of the older kind (XEmbed).",
  helperMissing: (why: string): string =>
    `The icon for trays of the older kind (XEmbed) cannot be shown: ${why}. amt-agent status and amt-agent window answer meanwhile.`,
  helperEnded: (why: string): string => `The program that shows the icon has ended (${why}); it is started anew.`,
  helperGivenUp: (why: string): string =>
    `The program that shows the icon ends again and again (${why}), so it is left alone. amt-agent status and amt-agent window answer meanwhile.`,
  byNotifySend: "No notification service is on the session bus: notifications go through notify-send, without buttons.",
};
export type MenuWords = typeof enMenu;
