import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "micrologiciel d’un ME virtuel" : "micrologiciel de ce PC";

/** What happened, in French. */
export const frEvents: Words["messages"] = {
  "event.started": () => "Le service a démarré.",
  "event.stopped": () => "Le service s’est arrêté.",
  "event.standing": ({ from, to }) => `L’état d’AMT est passé de « ${standing(from)} » à « ${standing(to)} ».`,
  "event.control-mode": ({ from, to }) => `Le mode de contrôle d’AMT est passé de ${from} à ${to}.`,
  "event.firmware": ({ from, to }) => `Le micrologiciel d’AMT est passé de la version ${from} à la version ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Pendant que le service ne fonctionnait pas, l’état d’AMT est passé de « ${standing(from)} » (${since}) à « ${standing(to)} ».`,
  "event.slept": ({ since, until }) =>
    `Entre ${since} et ${until}, l’ordinateur était en veille ou allait s’y mettre ; l’état a été relu.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Pendant que l’ordinateur était en veille, l’état d’AMT est passé de « ${standing(from)} » (${since}) à « ${standing(to)} ».`,
  "event.session.opened": ({ kind }) => `Une session à distance a commencé (${kind}).`,
  "event.session.closed": ({ kind }) => `Une session à distance a pris fin (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Ce PC a un périphérique de session à distance (${kind} : ${evidence}), alors qu’AMT affirme qu’il n’y a pas de telle session.`,
  "event.condition.raised": ({ condition }) => `Nouveau point à surveiller : ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Plus à surveiller : ${condition}.`,
  "event.clock-set-back": ({ from, to }) => `L’horloge de ce PC a été reculée de ${from} ou plus tard à ${to}.`,

  "event.history.repaired": ({ bytes }) =>
    `Un événement en cours d’écriture quand le service a été tué est perdu (octets présents : ${bytes}).`,
  "event.history.broken": ({ why }) =>
    `L’historique des événements a été modifié de l’extérieur pendant que le service ne fonctionnait pas (${why}). Voir : amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Les événements ${first} à ${last} ont été supprimés pour faire de la place dans l’historique.`,
  "event.history.lost": ({ count }) =>
    `Événements antérieurs absents de l’historique : ${count}. Ils n’ont pas pu être écrits quand ils se sont produits.`,

  "event.amt.enabled": () => "AMT a été activé.",
  "event.amt.disable-attempt": () => "Quelqu’un a essayé de désactiver AMT.",
  "event.setup.pre": () => "AMT n’est pas configuré.",
  "event.setup.in": () => "AMT est en cours de configuration.",
  "event.setup.post": () => "AMT a été configuré : ce PC peut être géré à distance.",
  "event.setup.removing": () => "La configuration d’AMT est en cours de suppression.",
  "event.setup.removing-by": ({ who }) => `La configuration d’AMT est en cours de suppression, par : ${who}.`,
  "event.setup.mode-changed": () => "Le mode de contrôle d’AMT a été modifié.",
  "event.firmware.update-partial": () => "Une mise à jour du micrologiciel de la ME n’a pas été terminée.",
  "event.firmware.update-failed": () => "Une mise à jour du micrologiciel de la ME a échoué.",
  "event.firmware.reset": () => "Le micrologiciel de la ME a été réinitialisé.",
  "event.firmware.wear": () =>
    "La mémoire flash de la ME a été écrite si souvent qu’AMT limite désormais les écritures.",

  "event.kvm.requested": () => "Quelqu’un demande à voir et à contrôler cet écran.",
  "event.kvm.data": () => "Un message est arrivé par le canal de données de la session d’écran (KVM).",
  "event.kvm.disabled": () => "Les sessions sur cet écran (KVM) ont été désactivées dans AMT.",
  "event.kvm.enabled": () => "Les sessions sur cet écran (KVM) ont été activées dans AMT.",
  "event.consent.requested": () =>
    "AMT demande l’accord de l’utilisateur de ce PC : six chiffres sont affichés à l’écran.",
  "event.consent.granted": () => "L’utilisateur a donné son accord : les chiffres affichés à l’écran ont été répétés.",
  "event.consent.ended": () => "L’accord de l’utilisateur a pris fin.",
  "event.consent.policy": () => "La règle qui dit quand AMT doit demander l’accord de l’utilisateur a été modifiée.",
  "event.sprite": () => "La façon dont AMT dessine ses propres messages à l’écran va être modifiée.",

  "event.network.changed": () => "L’état du réseau d’AMT a changé.",
  "event.network.link-denied": () => "Un programme de ce PC a essayé de couper la liaison réseau d’AMT ; AMT a refusé.",
  "event.network.link-disabled": () => "Un programme de ce PC a essayé de couper la liaison réseau d’AMT.",
  "event.defense.tx-stopped": () => "System Defense d’AMT a bloqué, en tout ou en partie, ce que ce PC envoie.",
  "event.defense.tx-limited": () => "System Defense d’AMT a ralenti ce que ce PC envoie.",
  "event.defense.rx-stopped": () => "System Defense d’AMT a bloqué, en tout ou en partie, ce que ce PC reçoit.",
  "event.defense.rx-limited": () => "System Defense d’AMT a ralenti ce que ce PC reçoit.",
  "event.defense.active": () => "System Defense d’AMT agit sur le trafic réseau de ce PC.",
  "event.defense.inactive": () => "System Defense d’AMT n’agit pas sur le trafic réseau de ce PC.",
  "event.defense.changed": () => "L’état de System Defense d’AMT a changé.",
  "event.eac.changed": () => "Les informations d’AMT pour le contrôle d’accès au réseau ont changé.",
  "event.eac.enabled": () => "Le contrôle d’accès au réseau d’AMT (EAC) a été activé.",
  "event.eac.disabled": () => "Le contrôle d’accès au réseau d’AMT (EAC) a été désactivé.",
  "event.wlan.profile": () => "AMT n’a aucun profil Wi-Fi suffisant pour être géré.",
  "event.wlan.security": () => "La connexion Wi-Fi d’AMT n’est pas assez sûre pour la gestion.",
  "event.wlan.by-me": () => "La ME a la priorité sur le Wi-Fi : la connexion du système peut être coupée.",
  "event.wlan.by-host": () => "Le système d’exploitation a de nouveau la priorité sur le Wi-Fi.",
  "event.wlan.sync-changed": () => "La reprise par AMT des profils Wi-Fi de ce PC a été modifiée.",
  "event.wlan.sync-disabled": () => "AMT ne reprend plus les profils Wi-Fi de ce PC.",
  "event.wlan.sync-enabled": () => "AMT reprend les profils Wi-Fi de ce PC.",
  "event.wlan.control-host": () => "Le système d’exploitation contrôle le Wi-Fi.",
  "event.wlan.control-me": () => "La ME contrôle le Wi-Fi.",
  "event.wlan.protection": ({ level }) => `Protection du Wi-Fi par la ME : ${level}.`,
  "event.tunnel.opened": () => "AMT s’est connecté à un serveur extérieur (CIRA) : ce PC peut être géré par ce chemin.",
  "event.tunnel.closed": () => "La connexion d’AMT à un serveur extérieur (CIRA) a pris fin.",
  "event.tunnel.requested": () =>
    "Quelqu’un a demandé de l’aide sur ce PC : AMT doit se connecter à un serveur extérieur.",
  "event.help.pressed": ({ result }) => `De l’aide a été demandée sur ce PC : ${result}.`,
  "event.ip-sync.disabled": () => "AMT ne partage plus l’adresse réseau de ce PC.",
  "event.ip-sync.enabled": () => "AMT partage l’adresse réseau de ce PC.",
  "event.proxy-sync.disabled": () => "AMT ne reprend plus les réglages de proxy de ce PC.",
  "event.proxy-sync.enabled": () => "AMT reprend les réglages de proxy de ce PC.",
  "event.refresh-ip": ({ interface: which }) => `AMT demande à ce PC de renouveler son adresse réseau (${which}).`,

  "event.power.requested": ({ what }) => `L’administrateur distant a demandé à ce PC de ${power(what)}.`,
  "event.power.watchdog": () => "AMT a redémarré ce PC parce qu’un chien de garde a expiré.",
  "event.power.planned": ({ what, seconds }) =>
    `Dans ${seconds} s, ce PC va ${power(what)}, comme son administrateur distant l’a demandé.`,
  "event.power.called-off": ({ what }) =>
    `Quelqu’un sur ce PC a annulé ce que l’administrateur distant avait demandé : ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `L’administrateur distant a demandé à ce PC de ${power(what)}, mais cela a échoué (${code}).`,
  "event.time-sync.disabled": () => "AMT ne règle plus son heure sur celle de ce PC.",
  "event.time-sync.enabled": () => "AMT règle son heure sur celle de ce PC.",
  "event.audit-log.filling": ({ percent }) => `Le journal d’audit d’AMT est rempli à ${percent} %.`,

  "event.agent.not-started": ({ agent }) => `AMT signale qu’un programme qu’il surveille n’a pas démarré (${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT signale qu’un programme qu’il surveille s’est arrêté (${agent}).`,
  "event.agent.running": ({ agent }) => `AMT signale qu’un programme qu’il surveille fonctionne (${agent}).`,
  "event.agent.expired": ({ agent }) =>
    `AMT signale qu’un programme qu’il surveille ne donne plus signe de vie (${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT a suspendu la surveillance d’un programme (${agent}).`,

  "event.reset.pending": ({ agent, seconds }) =>
    `AMT va redémarrer ce PC sans demander, dans ${seconds} s : un programme qu’il surveille ne donne plus signe de vie (${agent}).`,
  "event.reset.called-off": () => "Le redémarrage de ce PC qu’AMT allait faire a été annulé.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT fait désormais confiance à une autorité de certification de plus pour prendre la main sur ce PC : ${name} (empreinte ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT ne fait plus confiance à cette autorité de certification pour prendre la main sur ce PC : ${name} (empreinte ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `AMT a reçu un serveur extérieur par lequel ce PC peut être géré (CIRA) : ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT ne connaît plus ce serveur extérieur (CIRA) : ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `Le chiffrement d’AMT (TLS) a été désactivé (${place(where)}) : ce qui y circule peut être lu en chemin.`,
  "event.settings.tls-on": ({ where }) => `Le chiffrement d’AMT (TLS) a été activé (${place(where)}).`,
  "event.settings.user-added": ({ user }) => `AMT a un utilisateur de plus : ${user}.`,
  "event.settings.user-changed": ({ user }) => `Les droits d’un utilisateur d’AMT ont été modifiés : ${user}.`,
  "event.settings.user-removed": ({ user }) => `Un utilisateur d’AMT a disparu : ${user}.`,
  "event.settings.feature-on": ({ feature }) => `Activé dans AMT : ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `Désactivé dans AMT : ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT a envoyé une alerte que ce programme ne connaît pas (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `Autres alertes de ce type envoyées par AMT : ${count}, trop nombreuses pour être citées une à une : ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT a envoyé une alerte illisible (${reason}).`,
  "event.posture.failed": ({ check, title }) =>
    `Un contrôle de l’état de ce PC échoue alors qu’il réussissait : ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) => `Un réglage d’AMT est devenu moins sûr : ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Un contrôle de l’état de ce PC réussit alors qu’il échouait : ${title} (${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `Rapports sur l’état de ce PC supprimés pour faire de la place avant que ${destinations} les ait reçus : ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination} a refusé des rapports sur l’état de ce PC (${count} ; ${code}) ; ils ne seront pas renvoyés.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `Avis de sécurité qui concernent le ${firmware(virtual)} (${count}) : ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `Avis de sécurité qui ne concernent plus le ${firmware(virtual)} (${count}) : ${advisories}.`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "inconnu",
  absent: "absent",
  off: "désactivé",
  unconfigured: "non configuré",
  managed: "configuré",
  session: "session en cours",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "s’éteindre",
  restart: "redémarrer",
  sleep: "se mettre en veille",
  hibernate: "se mettre en veille prolongée",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "sur le réseau",
  "this PC's own ports": "sur les ports de ce PC",
};
const place = (where: string): string => places[where] ?? where;
