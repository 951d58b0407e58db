import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("it");

/** The window's page of the posture report, in Italian. */
export const itPosturePage: WindowWords["posture"] = {
  intro:
    "Quanto è sicura la configurazione del firmware di questo computer, di AMT e del sistema. Si esamina soltanto; nulla viene modificato.",
  readAt: (when) => `Esaminato ${when}.`,
  reading: "Lettura in corso. Il primo rapporto richiede fino a mezzo minuto\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: "1 elemento non è configurato in modo sicuro.",
        other: `${count} elementi non sono configurati in modo sicuro.`,
      }),
    affected: (count) =>
      of(count, {
        one: "1 vulnerabilità nota del firmware riguarda questo computer.",
        other: `${count} vulnerabilità note del firmware riguardano questo computer.`,
      }),
    unsure: (count) =>
      of(count, {
        one: "Non è stato trovato nulla di non sicuro; 1 elemento non ha potuto essere esaminato.",
        other: `Non è stato trovato nulla di non sicuro; ${count} elementi non hanno potuto essere esaminati.`,
      }),
    good: "Non è stato trovato nulla di non sicuro.",
  },
  counts: (fail, unknown, pass) => `Non sicuri: ${fail}, non noti: ${unknown}, sicuri: ${pass}`,
  filter: "Mostra",
  filters: {
    attention: "Ciò che richiede attenzione",
    fail: "Non sicuro",
    unknown: "Non noto",
    pass: "Sicuro",
    all: "Tutto",
  },
  shown: (count) => of(count, { one: "1 controllo", other: `${count} controlli` }),
  noMatch: "Nessun controllo è così.",
  parts: { firmware: "Firmware di Intel ME", amt: "Come è configurato AMT", host: "Il sistema di questo computer" },
  results: { fail: "Non sicuro", unknown: "Non noto", pass: "Sicuro", "not-applicable": "Non pertinente" },
  expected: "Dovrebbe essere",
  remedy: "Che cosa fare",
  evidence: "Che cosa è stato osservato",
  rule: "Valutato secondo",
  id: "Nome del controllo",
  advisories: "Avvisi di sicurezza di Intel",
  data: (date) => `Secondo quanto noto il ${date}.`,
  noneAffected: "Nessuno indica questa versione come interessata. Ciò non significa che non lo sia.",
  advisoryUnknown: (count) =>
    of(count, {
      one: "Di 1 avviso non è noto se riguarda questo computer: la pagina di Intel dice di più.",
      other: `Di ${count} avvisi non è noto se riguardano questo computer: le pagine di Intel dicono di più.`,
    }),
  advisoryVerdicts: {
    affected: "Riguarda questo computer",
    fixed: "Corretto in questa versione",
    "not-listed": "Questa versione non è citata",
    "not-applicable": "Non pertinente",
    unknown: "Non noto",
  },
  score: (cvss) => `Gravità ${cvss} su 10 (CVSS)`,
  page: "Pagina di Intel",
  allAdvisories: "Gli altri avvisi",
  update: "Chiedere al produttore del computer l’aggiornamento più recente del BIOS o del firmware.",
};
