import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "firmware de um ME virtual" : "firmware deste PC";

/** What happened, in Brazilian Portuguese. */
export const ptBREvents: Words["messages"] = {
  "event.started": () => "O serviço foi iniciado.",
  "event.stopped": () => "O serviço foi encerrado.",
  "event.standing": ({ from, to }) => `O estado do AMT passou de “${standing(from)}” para “${standing(to)}”.`,
  "event.control-mode": ({ from, to }) => `O modo de controle do AMT passou de ${from} para ${to}.`,
  "event.firmware": ({ from, to }) => `O firmware do AMT passou da versão ${from} para a ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Enquanto o serviço não estava em execução, o estado do AMT passou de “${standing(from)}” (${since}) para “${standing(to)}”.`,
  "event.slept": ({ since, until }) =>
    `Entre ${since} e ${until} o computador estava suspenso ou prestes a ficar; o estado foi lido de novo.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Enquanto o computador estava suspenso, o estado do AMT passou de “${standing(from)}” (${since}) para “${standing(to)}”.`,
  "event.session.opened": ({ kind }) => `Uma sessão remota começou (${kind}).`,
  "event.session.closed": ({ kind }) => `Uma sessão remota terminou (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Este PC tem um dispositivo de uma sessão remota (${kind}: ${evidence}), e o AMT diz que não existe tal sessão.`,
  "event.condition.raised": ({ condition }) => `Novo ponto de atenção: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Ponto de atenção resolvido: ${condition}.`,
  "event.clock-set-back": ({ from, to }) => `O relógio deste PC foi atrasado de ${from} ou mais tarde para ${to}.`,

  "event.history.repaired": ({ bytes }) =>
    `Um evento que estava sendo gravado quando o serviço foi morto se perdeu (bytes que restavam: ${bytes}).`,
  "event.history.broken": ({ why }) =>
    `O histórico de eventos foi alterado de fora enquanto o serviço não estava em execução (${why}). Veja: amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Os eventos ${first} a ${last} foram removidos para abrir espaço no histórico.`,
  "event.history.lost": ({ count }) =>
    `Eventos anteriores que faltam no histórico: ${count}. Não foi possível gravá-los quando aconteceram.`,

  "event.amt.enabled": () => "O AMT foi ativado.",
  "event.amt.disable-attempt": () => "Alguém tentou desativar o AMT.",
  "event.setup.pre": () => "O AMT não está configurado.",
  "event.setup.in": () => "O AMT está sendo configurado.",
  "event.setup.post": () => "O AMT foi configurado: este PC pode ser gerenciado remotamente.",
  "event.setup.removing": () => "A configuração do AMT está sendo removida.",
  "event.setup.removing-by": ({ who }) => `A configuração do AMT está sendo removida por: ${who}.`,
  "event.setup.mode-changed": () => "O modo de controle do AMT foi alterado.",
  "event.firmware.update-partial": () => "Uma atualização do firmware da ME não foi concluída.",
  "event.firmware.update-failed": () => "Uma atualização do firmware da ME falhou.",
  "event.firmware.reset": () => "O firmware da ME foi reiniciado.",
  "event.firmware.wear": () => "A memória flash da ME foi gravada tantas vezes que o AMT limita as gravações.",

  "event.kvm.requested": () => "Alguém pede para ver e controlar esta tela.",
  "event.kvm.data": () => "Chegou uma mensagem pelo canal de dados da sessão de tela (KVM).",
  "event.kvm.disabled": () => "As sessões nesta tela (KVM) foram desativadas no AMT.",
  "event.kvm.enabled": () => "As sessões nesta tela (KVM) foram ativadas no AMT.",
  "event.consent.requested": () => "O AMT pede o consentimento do usuário deste PC: há seis dígitos na tela.",
  "event.consent.granted": () => "O usuário deu o consentimento: os dígitos da tela foram repetidos.",
  "event.consent.ended": () => "O consentimento do usuário terminou.",
  "event.consent.policy": () => "A regra que diz quando o AMT deve pedir o consentimento do usuário foi alterada.",
  "event.sprite": () => "A forma como o AMT desenha suas próprias mensagens na tela vai ser alterada.",

  "event.network.changed": () => "O estado da rede do AMT mudou.",
  "event.network.link-denied": () => "Um programa deste PC tentou desligar o link de rede do AMT; o AMT recusou.",
  "event.network.link-disabled": () => "Um programa deste PC tentou desligar o link de rede do AMT.",
  "event.defense.tx-stopped": () => "O System Defense do AMT bloqueou, no todo ou em parte, o que este PC envia.",
  "event.defense.tx-limited": () => "O System Defense do AMT reduziu a velocidade do que este PC envia.",
  "event.defense.rx-stopped": () => "O System Defense do AMT bloqueou, no todo ou em parte, o que este PC recebe.",
  "event.defense.rx-limited": () => "O System Defense do AMT reduziu a velocidade do que este PC recebe.",
  "event.defense.active": () => "O System Defense do AMT age no tráfego de rede deste PC.",
  "event.defense.inactive": () => "O System Defense do AMT não age no tráfego de rede deste PC.",
  "event.defense.changed": () => "O estado do System Defense do AMT mudou.",
  "event.eac.changed": () => "Os dados do AMT para o controle de acesso à rede mudaram.",
  "event.eac.enabled": () => "O controle de acesso à rede do AMT (EAC) foi ativado.",
  "event.eac.disabled": () => "O controle de acesso à rede do AMT (EAC) foi desativado.",
  "event.wlan.profile": () => "O AMT não tem nenhum perfil de Wi-Fi adequado para ser gerenciado.",
  "event.wlan.security": () => "A conexão Wi-Fi do AMT não é segura o bastante para ser gerenciado.",
  "event.wlan.by-me": () => "A ME tem preferência no Wi-Fi: a conexão do sistema pode cair.",
  "event.wlan.by-host": () => "O sistema operacional voltou a ter preferência no Wi-Fi.",
  "event.wlan.sync-changed": () => "Foi alterado se o AMT adota os perfis de Wi-Fi deste PC.",
  "event.wlan.sync-disabled": () => "O AMT não adota mais os perfis de Wi-Fi deste PC.",
  "event.wlan.sync-enabled": () => "O AMT adota os perfis de Wi-Fi deste PC.",
  "event.wlan.control-host": () => "O sistema operacional controla o Wi-Fi.",
  "event.wlan.control-me": () => "A ME controla o Wi-Fi.",
  "event.wlan.protection": ({ level }) => `Proteção do Wi-Fi pela ME: ${level}.`,
  "event.tunnel.opened": () =>
    "O AMT se conectou a um servidor externo (CIRA): este PC pode ser gerenciado por meio dele.",
  "event.tunnel.closed": () => "A conexão do AMT com um servidor externo (CIRA) terminou.",
  "event.tunnel.requested": () => "Alguém pediu ajuda neste PC: o AMT deve se conectar a um servidor externo.",
  "event.help.pressed": ({ result }) => `Foi pedida ajuda neste PC: ${result}.`,
  "event.ip-sync.disabled": () => "O AMT não compartilha mais o endereço de rede deste PC.",
  "event.ip-sync.enabled": () => "O AMT compartilha o endereço de rede deste PC.",
  "event.proxy-sync.disabled": () => "O AMT não adota mais as configurações de proxy deste PC.",
  "event.proxy-sync.enabled": () => "O AMT adota as configurações de proxy deste PC.",
  "event.refresh-ip": ({ interface: which }) => `O AMT pede a este PC que renove seu endereço de rede (${which}).`,

  "event.power.requested": ({ what }) => `O administrador remoto pediu a este PC: ${power(what)}.`,
  "event.power.watchdog": () => "O AMT reiniciou este PC porque o tempo de um watchdog se esgotou.",
  "event.power.planned": ({ what, seconds }) =>
    `Em ${seconds} s, este PC fará o que o administrador remoto pediu: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `Alguém neste PC cancelou o que o administrador remoto havia pedido: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `Este PC não conseguiu fazer o que o administrador remoto pediu: ${power(what)} (${code}).`,
  "event.time-sync.disabled": () => "O AMT não acerta mais seu relógio por este PC.",
  "event.time-sync.enabled": () => "O AMT acerta seu relógio por este PC.",
  "event.audit-log.filling": ({ percent }) => `O log de auditoria do AMT está ${percent}% cheio.`,

  "event.agent.not-started": ({ agent }) => `O AMT diz que um programa que ele vigia não foi iniciado (${agent}).`,
  "event.agent.stopped": ({ agent }) => `O AMT diz que um programa que ele vigia parou (${agent}).`,
  "event.agent.running": ({ agent }) => `O AMT diz que um programa que ele vigia está em execução (${agent}).`,
  "event.agent.expired": ({ agent }) =>
    `O AMT diz que um programa que ele vigia deixou de dar sinais de vida (${agent}).`,
  "event.agent.suspended": ({ agent }) => `O AMT não vigia um programa por enquanto (${agent}).`,

  "event.reset.pending": ({ agent, seconds }) =>
    `O AMT vai reiniciar este PC sem perguntar, em ${seconds} s: um programa que ele vigia deixou de dar sinais de vida (${agent}).`,
  "event.reset.called-off": () => "O reinício deste PC que o AMT ia fazer foi cancelado.",

  "event.settings.root-added": ({ name, hash }) =>
    `O AMT agora confia em mais um emissor de certificados para assumir o controle deste PC: ${name} (hash ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `O AMT não confia mais neste emissor de certificados para assumir o controle deste PC: ${name} (hash ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `O AMT recebeu um servidor externo pelo qual este PC pode ser gerenciado (CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `O AMT não conhece mais este servidor externo (CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `A criptografia do AMT (TLS) foi desativada ${place(where)}: o que é enviado por ali pode ser lido no caminho.`,
  "event.settings.tls-on": ({ where }) => `A criptografia do AMT (TLS) foi ativada ${place(where)}.`,
  "event.settings.user-added": ({ user }) => `O AMT tem mais um usuário: ${user}.`,
  "event.settings.user-changed": ({ user }) => `As permissões de um usuário do AMT foram alteradas: ${user}.`,
  "event.settings.user-removed": ({ user }) => `Um usuário do AMT não existe mais: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `Ativado no AMT: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `Desativado no AMT: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `O AMT enviou um alerta que este programa não conhece (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `Outros alertas como este enviados pelo AMT: ${count}, demais para citar um a um: ${of}`,
  "event.alert.unreadable": ({ reason }) => `O AMT enviou um alerta que não pôde ser lido (${reason}).`,
  "event.posture.failed": ({ check, title }) =>
    `Uma verificação do estado deste PC falha e antes passava: ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) => `Uma configuração do AMT ficou menos segura: ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Uma verificação do estado deste PC passa e antes falhava: ${title} (${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `Relatórios do estado deste PC descartados para abrir espaço antes que ${destinations} os recebesse: ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination} recusou relatórios do estado deste PC (${count}; ${code}); não serão enviados de novo.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `Avisos de segurança que afetam o ${firmware(virtual)} (${count}): ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `Avisos de segurança que não afetam mais o ${firmware(virtual)} (${count}): ${advisories}.`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "desconhecido",
  absent: "não existe",
  off: "desativado",
  unconfigured: "não configurado",
  managed: "configurado",
  session: "sessão em andamento",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "desligar",
  restart: "reiniciar",
  sleep: "suspender",
  hibernate: "hibernar",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "na rede",
  "this PC's own ports": "nas portas deste PC",
};
const place = (where: string): string => places[where] ?? `(${where})`;
