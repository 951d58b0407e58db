import type { Words } from "./en.ts";
import { firmware, power } from "./es-events.ts";

const again =
  "El servicio lo vuelve a intentar por sí solo. Si continúa así, apague el PC y desenchúfelo durante un minuto.";

/** What the service says, in Spanish. Names of programs, files and codes stay as they are. */
export const esMessages: Words["messages"] = {
  "headline.unknown": () => "No se conoce el estado de la administración remota.",
  "headline.absent": () => "Este PC no tiene Intel AMT: nadie puede administrarlo de forma remota por esa vía.",
  "headline.off": () => "Intel AMT está desactivado: nadie puede administrar este PC de forma remota por esa vía.",
  "headline.unconfigured": () =>
    "Intel AMT está presente, pero sin configurar: nadie puede ver ni manejar este PC por esa vía.",
  "headline.configuring": () =>
    "Se está configurando Intel AMT en este PC: después se podrá administrar de forma remota.",
  "headline.managed": () => "Este PC se puede administrar de forma remota mediante Intel AMT; no hay nadie conectado.",
  "headline.managed-unsure": () =>
    "Este PC se puede administrar de forma remota mediante Intel AMT; no se sabe si hay alguien conectado.",
  "headline.session.kvm": () => "Ahora mismo alguien puede ver y controlar esta pantalla mediante Intel AMT.",
  "headline.session.consent": () => "Alguien pide ver y controlar esta pantalla mediante Intel AMT.",
  "headline.session.storage": () => "Ahora mismo hay un disco remoto conectado a este PC mediante Intel AMT.",
  "headline.session.sol": () =>
    "Ahora mismo alguien está conectado a la consola de texto de este PC mediante Intel AMT.",
  "machine.virtual": ({ machine }) => `Esto es una ME virtual (${machine}), no el firmware de este PC.`,

  "unknown.no-amt": () => "esta ME no tiene AMT",
  "unknown.no-client": ({ client }) => `esta ME no tiene ${client}`,
  "unknown.unsupported": ({ status }) => `este firmware no admite la pregunta (${status})`,
  "unknown.refused": ({ status }) => `el firmware se negó (${status})`,
  "unknown.malformed": ({ reason }) => `no se pudo leer la respuesta del firmware (${reason})`,
  "unknown.busy": ({ holder }) => `en uso por ${holder}`,
  "unknown.timeout": () => "el firmware no respondió a tiempo",
  "unknown.gone": () => "la ME se reinició durante la pregunta",
  "unknown.needs-version": ({ version }) => `el firmware anterior a ${version} no lo dice`,
  "unknown.not-reported": () => "el firmware no lo dice",
  "unknown.no-interface": () => "no existe tal interfaz",
  "unknown.not-set": () => "no se ha establecido ninguno",
  "unknown.not-configured": () => "AMT no está configurado",
  "unknown.failed": ({ code }) => `la pregunta falló (${code})`,
  "unknown.needs-admin": () => "AMT solo se lo muestra a su administrador: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT rechazó el inicio de sesión (${code})`,
  "unknown.no-link": ({ code }) => `desde aquí no se llega al servicio web de AMT (${code})`,
  "unknown.tls-untrusted": () =>
    "nada indica qué certificado es el de AMT: indique --pin o --ca, o deje que pregunte el servicio",

  "end.ended": () => "terminada",
  "end.none": () => "no había ninguna",
  "end.absent": () => "este AMT no tiene tal cosa",
  "end.refused": ({ status }) => `AMT se negó (${status})`,
  "end.not-the-users": () => "AMT solo termina la conexión que pidió el usuario en este PC (NOT_PERMITTED)",

  "condition.me-absent": () => "No se encontró ninguna Intel ME en este PC.",
  "condition.me-absent.remedy": () =>
    "Si este PC tiene un chipset Intel, cargue el controlador (Linux: modprobe mei_me; Windows: instale el controlador de Intel ME).",
  "condition.me-denied": ({ device }) => `El servicio no tiene permiso para abrir ${device}.`,
  "condition.me-denied.remedy": ({ device }) => `Dé al grupo del servicio acceso a ${device}, o ejecútelo como root.`,
  "condition.me-busy": ({ holder }) => `La ME está en uso por ${holder}.`,
  "condition.me-busy.remedy": () =>
    "Detenga ese programa o deje que termine; el servicio lo vuelve a intentar por sí solo.",
  "condition.me-gone": () => "La ME no responde: se reinició o está en transición.",
  "condition.me-gone.remedy": () => "El servicio lo vuelve a intentar por sí solo. Si continúa así, reinicie el PC.",
  "condition.me-timeout": () => "La ME no responde.",
  "condition.me-timeout.remedy": () => again,
  "condition.me-failed": ({ code }) => `No se pudo leer el estado (${code}).`,
  "condition.me-failed.remedy": () => "Ejecute amt-agent doctor para conocer los detalles.",
  "condition.asleep": () =>
    "El equipo estuvo suspendido; se está leyendo de nuevo el estado de la administración remota.",
  "condition.asleep.remedy": () => "No hay que hacer nada: tarda un momento.",
  "condition.lms-held": ({ holder }) =>
    `Los puertos locales y las alertas de AMT están en manos de ${holder}; se usan sus puertos, pero no se oyen sus alertas.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Para que lo haga este servicio, detenga ${holder}; el servicio toma el relevo por sí solo.`,
  "condition.lms-ports": ({ ports }) =>
    `No se puede acceder a AMT por el puerto ${ports} de este PC: el puerto está ocupado o no se puede abrir.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Averigüe quién lo ocupa (Linux: ss -ltnp; Windows: netstat -abn) y libere ${ports}; se vuelve a intentar.`,
  "condition.lms-failed": ({ code }) => `La conexión con los puertos locales de AMT falla una y otra vez (${code}).`,
  "condition.lms-failed.remedy": () => again,
  "condition.history-full": () => "En este momento no se anota lo que ocurre: el disco está lleno.",
  "condition.history-full.remedy": () =>
    "Haga sitio en el disco que guarda el estado del servicio; el servicio continúa por sí solo.",
  "condition.history-failed": ({ code }) =>
    `No se anota lo que ocurre: no se puede usar el historial de sucesos (${code}).`,
  "condition.history-failed.remedy": () =>
    "Revise la carpeta events en el directorio de estado del servicio y el registro del servicio (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `No se puede comunicar a AMT que ${agents} sigue en marcha (${code}); puede darlo por muerto.`,
  "condition.presence-failing.remedy": () =>
    "amt-agent presence status dice cuál. El temporizador de vigilancia debe existir (amt-agent presence add), y presence.user necesita el permiso Agent Presence Local.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT reinicia este PC a las ${at}: un programa que vigila ha dejado de dar señales de vida (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Guarde su trabajo. Para cancelarlo, desde la pantalla de este PC o como administrador: amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `Este PC hará a las ${at} lo que pidió su administrador remoto: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "Guarde su trabajo. Si se permite cancelarlo: amt-agent power cancel, desde la pantalla de este PC o como administrador.",
  "condition.virtual": ({ machine }) => `El servicio funciona sobre una ME virtual (${machine}).`,
  "condition.virtual.remedy": () =>
    "Es para demostraciones y pruebas. Para usar la verdadera, inicie el servicio con --mei auto.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `Los informes del estado de este equipo no llegan a ${destinations} (${code}); esperan en este equipo.`,
  "condition.posture-unsent.remedy": () =>
    "Se vuelve a intentar automáticamente. amt-agent posture spool dice qué espera y por qué; journalctl -u amt-agent-send dice más.",
  "condition.posture-no-sender": ({ count }) =>
    `Informes del estado de este equipo que esperan el envío: ${count}, y nada los envía.`,
  "condition.posture-no-sender.remedy": () =>
    "Inicie el remitente: systemctl enable --now amt-agent-send, o amt-agent sender en un terminal.",
  "condition.posture-unkept": ({ code }) =>
    `No se pudo guardar un informe del estado de este equipo para enviarlo (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Compruebe el espacio y los permisos de la carpeta que indica posture.spoolDir; se vuelve a intentar.",
  "condition.posture-advisory": ({ count, advisories, virtual }) =>
    `Avisos de seguridad que afectan al ${firmware(virtual)} (${count}): ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Instale el BIOS o el firmware ME más reciente del fabricante del equipo. amt-agent posture da más detalles.",
  "condition.posture-failing": ({ code }) =>
    `No se puede hacer o guardar un informe nuevo del estado de este equipo (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Mire la carpeta posture en el directorio de estado del servicio y el registro del servicio (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) =>
    `El resumen del estado de este equipo no se puede guardar en AMT (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Vea amt-agent posture stored. AMT debe ofrecer almacenamiento web, y posture.meUser necesita el ámbito Storage; si no, ponga posture.keepInMe en false.",
};
