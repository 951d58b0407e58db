import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Spanish. */
export const esMenu: MenuWords = {
  end: {
    kvm: "Terminar: pantalla, teclado y ratón (KVM)",
    sol: "Terminar: consola de texto (SOL)",
    usbr: "Terminar: disco remoto (USB-R)",
  },
  refuse: "Rechazar: nadie debe ver esta pantalla",
  askForHelp: "Pedir ayuda (conecta este PC con su administrador)",
  hangUp: "Colgar (termina la conexión con el administrador)",
  open: "Abrir la ventana de estado",
  reach: "¿Quién puede acceder a este PC?",
  history: "Lo ocurrido hasta ahora",
  support: "Copiar información para soporte técnico",
  startAtLogin: "Iniciar al abrir la sesión",
  olderTray: "Este escritorio no tiene una bandeja actual: el icono se ofrece a una de tipo antiguo (XEmbed).",
  helperMissing: (why) =>
    `No se puede mostrar el icono para bandejas de tipo antiguo (XEmbed): ${why}. Mientras tanto responden amt-agent status y amt-agent window.`,
  helperEnded: (why) => `El programa que muestra el icono ha terminado (${why}); se inicia de nuevo.`,
  helperGivenUp: (why) =>
    `El programa que muestra el icono termina una y otra vez (${why}), así que no se vuelve a iniciar. Mientras tanto responden amt-agent status y amt-agent window.`,
  byNotifySend:
    "No hay servicio de notificaciones en el bus de sesión: las notificaciones pasan por notify-send, sin botones.",
};
