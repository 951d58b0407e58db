import type { Words } from "./en.ts";
import { ptBREvents } from "./pt-BR-events.ts";
import { ptBRMenu } from "./pt-BR-menu.ts";
import { ptBRMessages } from "./pt-BR-messages.ts";
import { ptBRNotices } from "./pt-BR-notices.ts";
import { ptBRWindow } from "./pt-BR-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "não se sabe" : open ? "CONECTADO AGORA" : "ninguém conectado"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Não configurado para gerenciamento remoto",
  client: "Modo de controle de cliente: as conexões exigem um consentimento neste PC",
  admin: "Modo de controle de administrador: as conexões podem não exigir consentimento",
};

/** Everything the tray and the status window say, in Brazilian Portuguese. */
export const ptBR: Words = {
  messages: { ...ptBRMessages, ...ptBREvents, ...ptBRNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", versão desconhecida" : ` ${version}`}`,
  controlMode: (mode) =>
    mode === null ? "Modo de controle: não se sabe" : (modes[mode] ?? `Modo de controle: ${mode}`),
  session: {
    kvm: openness("Tela, teclado e mouse (KVM)"),
    sol: openness("Console de texto (SOL)"),
    storage: openness("Disco remoto (USB-R)"),
  },
  consent: (pending) =>
    pending === null ? "Não se sabe se alguém pede seu consentimento" : "Alguém PEDE SEU CONSENTIMENTO agora",
  nothingKnownOfSessions: "Sessões remotas: não se sabe",
  since: (when) => `Visto pela primeira vez: ${when}`,
  severity: {
    info: (message) => `Observação: ${message}`,
    warning: (message) => `Aviso: ${message}`,
    error: (message) => `Erro: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Máquina virtual: ${headline}`,
  silent: {
    asking: [
      "O estado do gerenciamento remoto ainda não é conhecido.",
      (socket) => `Consultando o serviço amt-agent em ${socket}`,
    ],
    unreachable: [
      "O estado do gerenciamento remoto não é conhecido: o serviço amt-agent não está em execução.",
      () => "\u2192 Para iniciá-lo: amt-agent serve",
      (socket) => `Ninguém responde em ${socket}; as tentativas continuam`,
    ],
    denied: [
      "O estado do gerenciamento remoto não é conhecido: o serviço amt-agent não deixa ninguém consultar.",
      (socket) => `Acesso negado a ${socket}; as tentativas continuam`,
    ],
    foreign: [
      "O estado do gerenciamento remoto não é conhecido: a resposta do serviço não faz sentido.",
      () => "\u2192 Instale a mesma versão do serviço e do ícone do amt-agent",
      (socket) => `Ela veio de ${socket}; as tentativas continuam`,
    ],
  },
  quit: "Sair (fecha somente este ícone)",
  waitingForHost:
    "Esta área de trabalho não tem lugar para ícones no momento (não há org.kde.StatusNotifierWatcher no barramento da sessão). O ícone aguarda um; enquanto isso, amt-agent status responde.",
  registered: "O ícone está registrado na área de trabalho.",
  hostRefused: (reason) =>
    `A área de trabalho não aceitou o ícone: ${reason}. O ícone aguarda que a bandeja seja reiniciada.`,
  notKept: (reason) =>
    `Não é possível guardar o que foi mostrado (${reason}): um ícone reiniciado talvez não diga o que aconteceu nesse meio-tempo.`,
  notNotified: (reason) =>
    `Esta área de trabalho não mostra notificações (${reason}). O ícone e amt-agent status mostram quem está conectado.`,
  menu: ptBRMenu,
  window: ptBRWindow,
};
