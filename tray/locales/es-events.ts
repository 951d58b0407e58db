import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "firmware de un ME virtual" : "firmware de este equipo";

/** What happened, in Spanish. */
export const esEvents: Words["messages"] = {
  "event.started": () => "El servicio se inició.",
  "event.stopped": () => "El servicio se detuvo.",
  "event.standing": ({ from, to }) => `El estado de AMT pasó de «${standing(from)}» a «${standing(to)}».`,
  "event.control-mode": ({ from, to }) => `El modo de control de AMT pasó de ${from} a ${to}.`,
  "event.firmware": ({ from, to }) => `El firmware de AMT pasó de la versión ${from} a la ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Mientras el servicio no estaba en ejecución, el estado de AMT pasó de «${standing(from)}» (${since}) a «${standing(to)}».`,
  "event.slept": ({ since, until }) =>
    `Entre ${since} y ${until} el equipo estuvo suspendido o a punto de estarlo; el estado se leyó de nuevo.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Mientras el equipo estaba suspendido, el estado de AMT pasó de «${standing(from)}» (${since}) a «${standing(to)}».`,
  "event.session.opened": ({ kind }) => `Comenzó una sesión remota (${kind}).`,
  "event.session.closed": ({ kind }) => `Terminó una sesión remota (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Este PC tiene un dispositivo de una sesión remota (${kind}: ${evidence}), y AMT dice que no hay tal sesión.`,
  "event.condition.raised": ({ condition }) => `Nuevo asunto que atender: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Asunto resuelto: ${condition}.`,
  "event.clock-set-back": ({ from, to }) => `El reloj de este PC se atrasó de ${from} o más tarde a ${to}.`,

  "event.history.repaired": ({ bytes }) =>
    `Se perdió un suceso que se estaba escribiendo cuando se mató el servicio (bytes que quedaban: ${bytes}).`,
  "event.history.broken": ({ why }) =>
    `El historial de sucesos se modificó desde fuera mientras el servicio no estaba en ejecución (${why}). Consulte: amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Se eliminaron los sucesos ${first} a ${last} para hacer sitio en el historial.`,
  "event.history.lost": ({ count }) =>
    `Sucesos anteriores que faltan en el historial: ${count}. No se pudieron escribir cuando ocurrieron.`,

  "event.amt.enabled": () => "AMT se activó.",
  "event.amt.disable-attempt": () => "Alguien intentó desactivar AMT.",
  "event.setup.pre": () => "AMT no está configurado.",
  "event.setup.in": () => "AMT se está configurando.",
  "event.setup.post": () => "AMT se ha configurado: este PC se puede administrar de forma remota.",
  "event.setup.removing": () => "Se está quitando la configuración de AMT.",
  "event.setup.removing-by": ({ who }) => `Se está quitando la configuración de AMT; lo hace: ${who}.`,
  "event.setup.mode-changed": () => "Se cambió el modo de control de AMT.",
  "event.firmware.update-partial": () => "No se completó una actualización del firmware de la ME.",
  "event.firmware.update-failed": () => "Falló una actualización del firmware de la ME.",
  "event.firmware.reset": () => "Se reinició el firmware de la ME.",
  "event.firmware.wear": () => "Se ha escrito tantas veces en la memoria flash de la ME que AMT limita las escrituras.",

  "event.kvm.requested": () => "Alguien pide ver y controlar esta pantalla.",
  "event.kvm.data": () => "Llegó un mensaje por el canal de datos de la sesión de pantalla (KVM).",
  "event.kvm.disabled": () => "Las sesiones en esta pantalla (KVM) se desactivaron en AMT.",
  "event.kvm.enabled": () => "Las sesiones en esta pantalla (KVM) se activaron en AMT.",
  "event.consent.requested": () => "AMT pide el consentimiento del usuario de este PC: hay seis cifras en la pantalla.",
  "event.consent.granted": () => "El usuario dio su consentimiento: se repitieron las cifras de la pantalla.",
  "event.consent.ended": () => "El consentimiento del usuario terminó.",
  "event.consent.policy": () => "Se cambió la regla que dice cuándo AMT debe pedir el consentimiento del usuario.",
  "event.sprite": () => "Va a cambiar la forma en que AMT dibuja sus propios mensajes en la pantalla.",

  "event.network.changed": () => "Cambió el estado de la red de AMT.",
  "event.network.link-denied": () =>
    "Un programa de este PC intentó desactivar la conexión de red de AMT; AMT se negó.",
  "event.network.link-disabled": () => "Un programa de este PC intentó desactivar la conexión de red de AMT.",
  "event.defense.tx-stopped": () => "System Defense de AMT detuvo, en todo o en parte, lo que este PC envía.",
  "event.defense.tx-limited": () => "System Defense de AMT ralentizó lo que este PC envía.",
  "event.defense.rx-stopped": () => "System Defense de AMT detuvo, en todo o en parte, lo que este PC recibe.",
  "event.defense.rx-limited": () => "System Defense de AMT ralentizó lo que este PC recibe.",
  "event.defense.active": () => "System Defense de AMT actúa sobre el tráfico de red de este PC.",
  "event.defense.inactive": () => "System Defense de AMT no actúa sobre el tráfico de red de este PC.",
  "event.defense.changed": () => "Cambió el estado de System Defense de AMT.",
  "event.eac.changed": () => "Cambiaron los datos de AMT para el control de acceso a la red.",
  "event.eac.enabled": () => "Se activó el control de acceso a la red de AMT (EAC).",
  "event.eac.disabled": () => "Se desactivó el control de acceso a la red de AMT (EAC).",
  "event.wlan.profile": () => "AMT no tiene ningún perfil inalámbrico adecuado para ser administrado.",
  "event.wlan.security": () => "La conexión inalámbrica de AMT no es bastante segura para ser administrado.",
  "event.wlan.by-me": () =>
    "La ME tiene preferencia en la red inalámbrica: la conexión del sistema puede interrumpirse.",
  "event.wlan.by-host": () => "El sistema operativo vuelve a tener preferencia en la red inalámbrica.",
  "event.wlan.sync-changed": () => "Se cambió si AMT adopta los perfiles inalámbricos de este PC.",
  "event.wlan.sync-disabled": () => "AMT ya no adopta los perfiles inalámbricos de este PC.",
  "event.wlan.sync-enabled": () => "AMT adopta los perfiles inalámbricos de este PC.",
  "event.wlan.control-host": () => "El sistema operativo controla la red inalámbrica.",
  "event.wlan.control-me": () => "La ME controla la red inalámbrica.",
  "event.wlan.protection": ({ level }) => `Protección de la red inalámbrica por la ME: ${level}.`,
  "event.tunnel.opened": () =>
    "AMT se conectó a un servidor externo (CIRA): este PC se puede administrar a través de él.",
  "event.tunnel.closed": () => "Terminó la conexión de AMT con un servidor externo (CIRA).",
  "event.tunnel.requested": () => "Alguien pidió ayuda en este PC: AMT debe conectarse a un servidor externo.",
  "event.help.pressed": ({ result }) => `Se pidió ayuda en este PC: ${result}.`,
  "event.ip-sync.disabled": () => "AMT ya no comparte la dirección de red de este PC.",
  "event.ip-sync.enabled": () => "AMT comparte la dirección de red de este PC.",
  "event.proxy-sync.disabled": () => "AMT ya no adopta la configuración de proxy de este PC.",
  "event.proxy-sync.enabled": () => "AMT adopta la configuración de proxy de este PC.",
  "event.refresh-ip": ({ interface: which }) => `AMT pide a este PC que renueve su dirección de red (${which}).`,

  "event.power.requested": ({ what }) => `El administrador remoto pidió a este PC: ${power(what)}.`,
  "event.power.watchdog": () => "AMT reinició este PC porque venció un temporizador de vigilancia.",
  "event.power.planned": ({ what, seconds }) =>
    `Dentro de ${seconds} s, este PC hará lo que pidió su administrador remoto: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `Alguien en este PC canceló lo que había pedido su administrador remoto: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `Este PC no pudo hacer lo que le pidió su administrador remoto: ${power(what)} (${code}).`,
  "event.time-sync.disabled": () => "AMT ya no toma la hora de este PC.",
  "event.time-sync.enabled": () => "AMT toma la hora de este PC.",
  "event.audit-log.filling": ({ percent }) => `El registro de auditoría de AMT está lleno al ${percent} %.`,

  "event.agent.not-started": ({ agent }) => `AMT dice que un programa que vigila no se ha iniciado (${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT dice que un programa que vigila se ha detenido (${agent}).`,
  "event.agent.running": ({ agent }) => `AMT dice que un programa que vigila está en ejecución (${agent}).`,
  "event.agent.expired": ({ agent }) =>
    `AMT dice que un programa que vigila ha dejado de dar señales de vida (${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT no vigila por ahora un programa (${agent}).`,

  "event.reset.pending": ({ agent, seconds }) =>
    `AMT va a reiniciar este PC sin preguntar, dentro de ${seconds} s: un programa que vigila ha dejado de dar señales de vida (${agent}).`,
  "event.reset.called-off": () => "Se canceló el reinicio de este PC que AMT iba a hacer.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT confía ahora en una entidad emisora de certificados más para tomar el control de este PC: ${name} (hash ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT ya no confía en esta entidad emisora de certificados para tomar el control de este PC: ${name} (hash ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `AMT recibió un servidor externo a través del cual se puede administrar este PC (CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT ya no conoce este servidor externo (CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `Se desactivó el cifrado de AMT (TLS) ${place(where)}: lo que se envía por ahí se puede leer por el camino.`,
  "event.settings.tls-on": ({ where }) => `Se activó el cifrado de AMT (TLS) ${place(where)}.`,
  "event.settings.user-added": ({ user }) => `AMT tiene un usuario más: ${user}.`,
  "event.settings.user-changed": ({ user }) => `Se cambiaron los permisos de un usuario de AMT: ${user}.`,
  "event.settings.user-removed": ({ user }) => `Ya no existe un usuario de AMT: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `Activado en AMT: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `Desactivado en AMT: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT envió una alerta que este programa no conoce (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `Otras alertas como esta que envió AMT: ${count}, demasiadas para contarlas una a una: ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT envió una alerta que no se pudo leer (${reason}).`,
  "event.posture.failed": ({ check, title }) =>
    `Falla una comprobación del estado de este equipo que antes se superaba: ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) => `Un ajuste de AMT es ahora menos seguro: ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Se supera una comprobación del estado de este equipo que antes fallaba: ${title} (${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `Informes del estado de este equipo eliminados para hacer sitio antes de que los tuviera ${destinations}: ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination} rechazó informes del estado de este equipo (${count}; ${code}); no se envían otra vez.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `Avisos de seguridad que afectan al ${firmware(virtual)} (${count}): ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `Avisos de seguridad que ya no afectan al ${firmware(virtual)} (${count}): ${advisories}.`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "desconocido",
  absent: "no existe",
  off: "desactivado",
  unconfigured: "sin configurar",
  managed: "configurado",
  session: "sesión en curso",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "apagarse",
  restart: "reiniciarse",
  sleep: "suspenderse",
  hibernate: "hibernar",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "en la red",
  "this PC's own ports": "en los puertos de este PC",
};
const place = (where: string): string => places[where] ?? `(${where})`;
