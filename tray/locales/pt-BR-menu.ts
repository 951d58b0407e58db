import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Brazilian Portuguese. */
export const ptBRMenu: MenuWords = {
  end: {
    kvm: "Encerrar: tela, teclado e mouse (KVM)",
    sol: "Encerrar: console de texto (SOL)",
    usbr: "Encerrar: disco remoto (USB-R)",
  },
  refuse: "Recusar: ninguém pode ver esta tela",
  askForHelp: "Pedir ajuda (conecta este PC ao seu administrador)",
  hangUp: "Encerrar a chamada (termina a conexão com o administrador)",
  open: "Abrir a janela de status",
  reach: "Quem pode acessar este PC?",
  history: "O que aconteceu até agora",
  support: "Copiar informações para o suporte",
  startAtLogin: "Iniciar ao fazer login",
  olderTray: "Esta área de trabalho não tem uma bandeja atual: o ícone é oferecido a uma do tipo antigo (XEmbed).",
  helperMissing: (why) =>
    `Não é possível mostrar o ícone para bandejas do tipo antigo (XEmbed): ${why}. Enquanto isso, amt-agent status e amt-agent window respondem.`,
  helperEnded: (why) => `O programa que mostra o ícone terminou (${why}); ele é iniciado de novo.`,
  helperGivenUp: (why) =>
    `O programa que mostra o ícone termina repetidamente (${why}) e por isso não é mais iniciado. Enquanto isso, amt-agent status e amt-agent window respondem.`,
  byNotifySend:
    "Não há serviço de notificações no barramento da sessão: as notificações passam pelo notify-send, sem botões.",
};
