import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("es");

/** The window's page of the posture report, in Spanish. */
export const esPosturePage: WindowWords["posture"] = {
  intro:
    "Con qué seguridad están configurados el firmware de este equipo, AMT y el sistema. Solo se examina; no se cambia nada.",
  readAt: (when) => `Examinado ${when}.`,
  reading: "Leyendo. El primer informe tarda hasta medio minuto\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: "Hay 1 cosa que no está configurada de forma segura.",
        other: `Hay ${count} cosas que no están configuradas de forma segura.`,
      }),
    affected: (count) =>
      of(count, {
        one: "1 vulnerabilidad conocida del firmware afecta a este equipo.",
        other: `${count} vulnerabilidades conocidas del firmware afectan a este equipo.`,
      }),
    unsure: (count) =>
      of(count, {
        one: "No se encontró nada inseguro; 1 cosa no se pudo examinar.",
        other: `No se encontró nada inseguro; ${count} cosas no se pudieron examinar.`,
      }),
    good: "No se encontró nada inseguro.",
  },
  counts: (fail, unknown, pass) => `Inseguras: ${fail}, no se sabe: ${unknown}, seguras: ${pass}`,
  filter: "Mostrar",
  filters: {
    attention: "Lo que requiere atención",
    fail: "Inseguro",
    unknown: "No se sabe",
    pass: "Seguro",
    all: "Todo",
  },
  shown: (count) => of(count, { one: "1 comprobación", other: `${count} comprobaciones` }),
  noMatch: "Ninguna comprobación es así.",
  parts: { firmware: "Firmware de Intel ME", amt: "Cómo está configurado AMT", host: "El sistema de este equipo" },
  results: { fail: "Inseguro", unknown: "No se sabe", pass: "Seguro", "not-applicable": "No procede" },
  expected: "Debería ser",
  remedy: "Qué hacer",
  evidence: "Lo que se observó",
  rule: "Juzgado según",
  id: "Nombre de la comprobación",
  advisories: "Avisos de seguridad de Intel",
  data: (date) => `Según lo conocido el ${date}.`,
  noneAffected: "Ninguno menciona esta versión como afectada. Eso no equivale a que no lo esté.",
  advisoryUnknown: (count) =>
    of(count, {
      one: "De 1 aviso no se sabe si afecta a este equipo: la página de Intel dice más.",
      other: `De ${count} avisos no se sabe si afectan a este equipo: las páginas de Intel dicen más.`,
    }),
  advisoryVerdicts: {
    affected: "Afecta a este equipo",
    fixed: "Corregido en esta versión",
    "not-listed": "Esta versión no se menciona",
    "not-applicable": "No procede",
    unknown: "No se sabe",
  },
  score: (cvss) => `Gravedad ${cvss} de 10 (CVSS)`,
  page: "Página de Intel",
  allAdvisories: "Los demás avisos",
  update: "Pida al fabricante del equipo la actualización más reciente del BIOS o del firmware.",
};
