import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("pt-BR");

/** The window's page of the posture report, in Brazilian Portuguese. */
export const ptBRPosturePage: WindowWords["posture"] = {
  intro:
    "Com que segurança estão configurados o firmware deste computador, o AMT e o sistema. Tudo é só examinado, nada é alterado.",
  readAt: (when) => `Examinado ${when}.`,
  reading: "Lendo. O primeiro relatório leva até meio minuto\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: `${count} item não está configurado com segurança.`,
        other: `${count} itens não estão configurados com segurança.`,
      }),
    affected: (count) =>
      of(count, {
        one: `${count} vulnerabilidade conhecida do firmware atinge este computador.`,
        other: `${count} vulnerabilidades conhecidas do firmware atingem este computador.`,
      }),
    unsure: (count) =>
      of(count, {
        one: `Nada inseguro foi encontrado; ${count} item não pôde ser examinado.`,
        other: `Nada inseguro foi encontrado; ${count} itens não puderam ser examinados.`,
      }),
    good: "Nada inseguro foi encontrado.",
  },
  counts: (fail, unknown, pass) => `Inseguros: ${fail}, não se sabe: ${unknown}, seguros: ${pass}`,
  filter: "Mostrar",
  filters: { attention: "O que requer atenção", fail: "Inseguro", unknown: "Não se sabe", pass: "Seguro", all: "Tudo" },
  shown: (count) => of(count, { one: `${count} verificação`, other: `${count} verificações` }),
  noMatch: "Nenhuma verificação é assim.",
  parts: { firmware: "Firmware da Intel ME", amt: "Como o AMT está configurado", host: "O sistema deste computador" },
  results: { fail: "Inseguro", unknown: "Não se sabe", pass: "Seguro", "not-applicable": "Não se aplica" },
  expected: "Deveria ser",
  remedy: "O que fazer",
  evidence: "O que foi observado",
  rule: "Avaliado segundo",
  id: "Nome da verificação",
  advisories: "Avisos de segurança da Intel",
  data: (date) => `Conforme conhecido em ${date}.`,
  noneAffected: "Nenhum deles cita esta versão como afetada. Isso não significa que ela não seja afetada.",
  advisoryUnknown: (count) =>
    of(count, {
      one: `De ${count} aviso não se sabe se atinge este computador: a página da Intel diz mais.`,
      other: `De ${count} avisos não se sabe se atingem este computador: as páginas da Intel dizem mais.`,
    }),
  advisoryVerdicts: {
    affected: "Atinge este computador",
    fixed: "Corrigido nesta versão",
    "not-listed": "Esta versão não é citada",
    "not-applicable": "Não se aplica",
    unknown: "Não se sabe",
  },
  score: (cvss) => `Gravidade ${cvss} de 10 (CVSS)`,
  page: "Página da Intel",
  allAdvisories: "Os demais avisos",
  update: "Peça ao fabricante do computador a atualização mais recente do BIOS ou do firmware.",
};
