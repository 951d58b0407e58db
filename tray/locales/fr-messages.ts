import type { Words } from "./en.ts";
import { firmware, power } from "./fr-events.ts";

const again = "Le service réessaie de lui-même. Si cela persiste, éteignez le PC et débranchez-le pendant une minute.";

/** What the service says, in French. Names of programs, files and codes stay as they are. */
export const frMessages: Words["messages"] = {
  "headline.unknown": () => "L’état de la gestion à distance est inconnu.",
  "headline.absent": () => "Ce PC n’est pas équipé d’Intel AMT : personne ne peut le gérer à distance par ce moyen.",
  "headline.off": () => "Intel AMT est désactivé : personne ne peut gérer ce PC à distance par ce moyen.",
  "headline.unconfigured": () =>
    "Intel AMT est présent mais pas configuré : personne ne peut voir ni piloter ce PC par ce moyen.",
  "headline.configuring": () =>
    "Intel AMT est en cours de configuration sur ce PC : il pourra ensuite être géré à distance.",
  "headline.managed": () => "Ce PC peut être géré à distance par Intel AMT ; personne n’est connecté.",
  "headline.managed-unsure": () =>
    "Ce PC peut être géré à distance par Intel AMT ; on ne sait pas si quelqu’un est connecté.",
  "headline.session.kvm": () => "En ce moment, quelqu’un peut voir et contrôler cet écran par Intel AMT.",
  "headline.session.consent": () => "Quelqu’un demande à voir et à contrôler cet écran par Intel AMT.",
  "headline.session.storage": () => "En ce moment, un disque distant est connecté à ce PC par Intel AMT.",
  "headline.session.sol": () => "En ce moment, quelqu’un est connecté à la console texte de ce PC par Intel AMT.",
  "machine.virtual": ({ machine }) => `Il s’agit d’une ME virtuelle (${machine}), pas du micrologiciel de ce PC.`,

  "unknown.no-amt": () => "cette ME n’a pas d’AMT",
  "unknown.no-client": ({ client }) => `cette ME n’a pas de ${client}`,
  "unknown.unsupported": ({ status }) => `ce micrologiciel ne connaît pas la question (${status})`,
  "unknown.refused": ({ status }) => `le micrologiciel a refusé (${status})`,
  "unknown.malformed": ({ reason }) => `la réponse du micrologiciel est illisible (${reason})`,
  "unknown.busy": ({ holder }) => `utilisé par ${holder}`,
  "unknown.timeout": () => "le micrologiciel n’a pas répondu à temps",
  "unknown.gone": () => "la ME a été réinitialisée pendant la question",
  "unknown.needs-version": ({ version }) => `un micrologiciel antérieur à ${version} ne le dit pas`,
  "unknown.not-reported": () => "le micrologiciel ne le dit pas",
  "unknown.no-interface": () => "cette interface n’existe pas",
  "unknown.not-set": () => "rien n’est défini",
  "unknown.not-configured": () => "AMT n’est pas configuré",
  "unknown.failed": ({ code }) => `la question a échoué (${code})`,
  "unknown.needs-admin": () => "AMT ne le montre qu’à son administrateur : amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT a refusé l’identification (${code})`,
  "unknown.no-link": ({ code }) => `le service web d’AMT est inaccessible d’ici (${code})`,
  "unknown.tls-untrusted": () =>
    "rien ne dit quel certificat est celui d’AMT : indiquez --pin ou --ca, ou laissez le service demander",

  "end.ended": () => "terminé",
  "end.none": () => "il n’y en avait pas",
  "end.absent": () => "cet AMT n’a rien de tel",
  "end.refused": ({ status }) => `AMT a refusé (${status})`,
  "end.not-the-users": () => "AMT ne termine que la connexion demandée par l’utilisateur de ce PC (NOT_PERMITTED)",

  "condition.me-absent": () => "Aucune Intel ME n’a été trouvée sur ce PC.",
  "condition.me-absent.remedy": () =>
    "Si ce PC a un chipset Intel, chargez le pilote (Linux : modprobe mei_me ; Windows : installez le pilote Intel ME).",
  "condition.me-denied": ({ device }) => `Le service n’a pas le droit d’ouvrir ${device}.`,
  "condition.me-denied.remedy": ({ device }) =>
    `Donnez au groupe du service l’accès à ${device}, ou lancez-le en tant que root.`,
  "condition.me-busy": ({ holder }) => `La ME est utilisée par ${holder}.`,
  "condition.me-busy.remedy": () => "Arrêtez ce programme ou laissez-le terminer ; le service réessaie de lui-même.",
  "condition.me-gone": () => "La ME ne répond pas : elle a été réinitialisée ou change d’état.",
  "condition.me-gone.remedy": () => "Le service réessaie de lui-même. Si cela persiste, redémarrez le PC.",
  "condition.me-timeout": () => "La ME ne répond pas.",
  "condition.me-timeout.remedy": () => again,
  "condition.me-failed": ({ code }) => `L’état n’a pas pu être lu (${code}).`,
  "condition.me-failed.remedy": () => "Pour en savoir plus, lancez amt-agent doctor.",
  "condition.asleep": () => "L’ordinateur était en veille ; l’état de la gestion à distance est en train d’être relu.",
  "condition.asleep.remedy": () => "Rien à faire : cela prend un instant.",
  "condition.lms-held": ({ holder }) =>
    `Les ports locaux et les alertes d’AMT sont entre les mains de ${holder} ; ses ports sont utilisés, ses alertes ne sont pas entendues.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Pour que ce service s’en charge, arrêtez ${holder} ; le service prend le relais de lui-même.`,
  "condition.lms-ports": ({ ports }) =>
    `AMT est inaccessible sur le port ${ports} de ce PC : le port est occupé ou ne peut pas être ouvert.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Cherchez qui l’occupe (Linux : ss -ltnp ; Windows : netstat -abn) et libérez ${ports} ; une nouvelle tentative suivra.`,
  "condition.lms-failed": ({ code }) => `La connexion aux ports locaux d’AMT échoue sans cesse (${code}).`,
  "condition.lms-failed.remedy": () => again,
  "condition.history-full": () => "Ce qui se passe n’est pas enregistré en ce moment : le disque est plein.",
  "condition.history-full.remedy": () =>
    "Libérez de la place sur le disque où se trouve l’état du service ; il reprend de lui-même.",
  "condition.history-failed": ({ code }) =>
    `Ce qui se passe n’est pas enregistré : l’historique des événements est inutilisable (${code}).`,
  "condition.history-failed.remedy": () =>
    "Regardez le dossier events dans le répertoire d’état du service, et le journal du service (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `Impossible de dire à AMT que ${agents} est en vie (${code}) ; AMT peut le croire mort.`,
  "condition.presence-failing.remedy": () =>
    "amt-agent presence status dit lequel. Le chien de garde doit exister (amt-agent presence add), et presence.user a besoin du droit Agent Presence Local.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT redémarre ce PC à ${at} : un programme qu’il surveille ne donne plus signe de vie (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Enregistrez votre travail. Pour l’annuler, depuis l’écran de ce PC ou en tant qu’administrateur : amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `Comme son administrateur distant l’a demandé, ce PC va ${power(what)} à ${at}.`,
  "condition.power-planned.remedy": () =>
    "Enregistrez votre travail. Si l’annulation est permise : amt-agent power cancel, depuis l’écran de ce PC ou en tant qu’administrateur.",
  "condition.virtual": ({ machine }) => `Le service fonctionne sur une ME virtuelle (${machine}).`,
  "condition.virtual.remedy": () =>
    "C’est pour la démonstration et les essais. Pour la vraie, démarrez le service avec --mei auto.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `Les rapports sur l’état de ce PC n’atteignent pas ${destinations} (${code}) ; ils attendent sur ce PC.`,
  "condition.posture-unsent.remedy": () =>
    "Une nouvelle tentative est faite automatiquement. amt-agent posture spool dit ce qui attend et pourquoi ; journalctl -u amt-agent-send en dit plus.",
  "condition.posture-no-sender": ({ count }) =>
    `Rapports sur l’état de ce PC en attente d’envoi : ${count}, et rien ne les envoie.`,
  "condition.posture-no-sender.remedy": () =>
    "Démarrez l’expéditeur : systemctl enable --now amt-agent-send, ou amt-agent sender dans un terminal.",
  "condition.posture-unkept": ({ code }) =>
    `Un rapport sur l’état de ce PC n’a pas pu être conservé pour l’envoi (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Vérifiez la place et les droits du dossier indiqué par posture.spoolDir ; une nouvelle tentative est faite.",
  "condition.posture-advisory": ({ count, advisories, virtual }) =>
    `Avis de sécurité qui concernent le ${firmware(virtual)} (${count}) : ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Installez le BIOS ou le micrologiciel ME le plus récent du fabricant du PC. amt-agent posture en dit plus.",
  "condition.posture-failing": ({ code }) =>
    `Aucun nouveau rapport sur l’état de ce PC ne peut être établi ou conservé (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Regardez le dossier posture dans le répertoire d’état du service, et le journal du service (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) =>
    `L’empreinte de l’état de ce PC ne peut pas être conservée dans AMT (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Voir amt-agent posture stored. AMT doit offrir le stockage web, et posture.meUser a besoin du domaine Storage ; sinon, mettez posture.keepInMe à false.",
};
