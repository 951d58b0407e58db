import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("fr");

/** The window's page of the posture report, in French. */
export const frPosturePage: WindowWords["posture"] = {
  intro:
    "Le niveau de sécurité de la configuration du micrologiciel de cet ordinateur, d’AMT et du système. Tout est examiné, rien n’est modifié.",
  readAt: (when) => `Examiné ${when}.`,
  reading: "Lecture. Le premier rapport prend jusqu’à une demi-minute\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: `${count} point n’est pas configuré de façon sûre.`,
        other: `${count} points ne sont pas configurés de façon sûre.`,
      }),
    affected: (count) =>
      of(count, {
        one: `${count} faille connue du micrologiciel concerne cet ordinateur.`,
        other: `${count} failles connues du micrologiciel concernent cet ordinateur.`,
      }),
    unsure: (count) =>
      of(count, {
        one: `Rien de dangereux n’a été trouvé ; ${count} point n’a pas pu être examiné.`,
        other: `Rien de dangereux n’a été trouvé ; ${count} points n’ont pas pu être examinés.`,
      }),
    good: "Rien de dangereux n’a été trouvé.",
  },
  counts: (fail, unknown, pass) => `Non sûrs : ${fail}, inconnus : ${unknown}, sûrs : ${pass}`,
  filter: "Afficher",
  filters: { attention: "Ce qui demande attention", fail: "Non sûr", unknown: "Inconnu", pass: "Sûr", all: "Tout" },
  shown: (count) => of(count, { one: `${count} contrôle`, other: `${count} contrôles` }),
  noMatch: "Aucun contrôle ne correspond.",
  parts: { firmware: "Micrologiciel (Intel ME)", amt: "Configuration d’AMT", host: "Système de cet ordinateur" },
  results: { fail: "Non sûr", unknown: "Inconnu", pass: "Sûr", "not-applicable": "Sans objet" },
  expected: "Devrait être",
  remedy: "Que faire",
  evidence: "Ce qui a été observé",
  rule: "Jugé selon",
  id: "Nom du contrôle",
  advisories: "Avis de sécurité d’Intel",
  data: (date) => `Connaissances à la date du ${date}.`,
  noneAffected: "Aucun ne cite cette version comme touchée. Cela ne veut pas dire qu’elle ne l’est pas.",
  advisoryUnknown: (count) =>
    of(count, {
      one: `Pour ${count} avis, on ne sait pas s’il concerne cet ordinateur : la page d’Intel en dit plus.`,
      other: `Pour ${count} avis, on ne sait pas s’ils concernent cet ordinateur : les pages d’Intel en disent plus.`,
    }),
  advisoryVerdicts: {
    affected: "Concerne cet ordinateur",
    fixed: "Corrigé dans cette version",
    "not-listed": "Cette version n’est pas citée",
    "not-applicable": "Sans objet",
    unknown: "Inconnu",
  },
  score: (cvss) => `Gravité ${cvss} sur 10 (CVSS)`,
  page: "Page d’Intel",
  allAdvisories: "Les autres avis",
  update: "Demandez au fabricant de l’ordinateur la dernière mise à jour du BIOS ou du micrologiciel.",
};
