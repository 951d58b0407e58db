import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("pt-BR");
const units = { h: "h", min: "min", s: "s" };

/** What notifications say besides the event itself, in Brazilian Portuguese. */
export const ptBRNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `A sessão remota (${kind}) terminou. Ela durou ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `A sessão remota (${kind}) terminou; não se sabe desde quando estava aberta.`,
  "notice.still-open": ({ kind }) => `Há uma sessão remota aberta (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    if (sessions === 0)
      return of(count, {
        one: `Enquanto não havia ninguém aqui, o AMT fez ${count} coisa que vale saber.`,
        other: `Enquanto não havia ninguém aqui, o AMT fez ${count} coisas que vale saber.`,
      });
    return of(sessions, {
      one: `Enquanto não havia ninguém aqui, houve ${sessions} sessão remota (eventos no total: ${count}).`,
      other: `Enquanto não havia ninguém aqui, houve ${sessions} sessões remotas (eventos no total: ${count}).`,
    });
  },
  "notice.not-done": ({ why }) => `Não foi possível fazer isso. ${why}`,
  "notice.nothing-to-end": () => "Não havia mais nada a encerrar.",
  "notice.help-asked": () => "A ajuda foi pedida: o AMT se conecta ao servidor que seu administrador configurou.",
  "notice.support-copied": () =>
    "As informações para o suporte estão na área de transferência. Elas não contêm senha nem número de série.",
  "notice.support-saved": ({ path }) =>
    `As informações para o suporte estão em ${path}, pois aqui não há programa de área de transferência (wl-copy, xclip ou xsel). Elas não contêm senha nem número de série.`,
  "notice.starts-at-login": () => "O ícone estará presente a partir do próximo login.",
  "notice.starts-no-more": () =>
    "O ícone não estará presente a partir do próximo login. Para iniciá-lo manualmente: amt-agent tray",
  "notice.button.end": () => "Encerrar",
  "notice.button.cancel-consent": () => "Recusar",
  "notice.button.cancel-reset": () => "Impedir que este PC seja reiniciado",
  "notice.button.cancel-power": () => "Cancelar",
  "notice.button.hang-up": () => "Encerrar a chamada",
  "notice.button.details": () => "Detalhes",
  "notice.button.who-can-reach": () => "Quem pode acessar este PC?",
};
