import type { Words } from "./en.ts";
import { firmware, power } from "./pt-BR-events.ts";

const again = "O serviço tenta de novo sozinho. Se continuar assim, desligue o PC e tire-o da tomada por um minuto.";

/** What the service says, in Brazilian Portuguese. Names of programs, files and codes stay as they are. */
export const ptBRMessages: Words["messages"] = {
  "headline.unknown": () => "O estado do gerenciamento remoto não é conhecido.",
  "headline.absent": () => "Este PC não tem Intel AMT: ninguém pode gerenciá-lo remotamente por esse meio.",
  "headline.off": () => "O Intel AMT está desativado: ninguém pode gerenciar este PC remotamente por esse meio.",
  "headline.unconfigured": () =>
    "O Intel AMT existe, mas não está configurado: ninguém pode ver nem operar este PC por esse meio.",
  "headline.configuring": () =>
    "O Intel AMT está sendo configurado neste PC: depois disso ele poderá ser gerenciado remotamente.",
  "headline.managed": () => "Este PC pode ser gerenciado remotamente pelo Intel AMT; ninguém está conectado.",
  "headline.managed-unsure": () =>
    "Este PC pode ser gerenciado remotamente pelo Intel AMT; não se sabe se há alguém conectado.",
  "headline.session.kvm": () => "Neste momento, alguém pode ver e controlar esta tela pelo Intel AMT.",
  "headline.session.consent": () => "Alguém pede para ver e controlar esta tela pelo Intel AMT.",
  "headline.session.storage": () => "Neste momento, um disco remoto está conectado a este PC pelo Intel AMT.",
  "headline.session.sol": () => "Neste momento, alguém está conectado ao console de texto deste PC pelo Intel AMT.",
  "machine.virtual": ({ machine }) => `Esta é uma ME virtual (${machine}), não o firmware deste PC.`,

  "unknown.no-amt": () => "esta ME não tem AMT",
  "unknown.no-client": ({ client }) => `esta ME não tem ${client}`,
  "unknown.unsupported": ({ status }) => `este firmware não conhece a pergunta (${status})`,
  "unknown.refused": ({ status }) => `o firmware recusou (${status})`,
  "unknown.malformed": ({ reason }) => `não foi possível ler a resposta do firmware (${reason})`,
  "unknown.busy": ({ holder }) => `em uso por ${holder}`,
  "unknown.timeout": () => "o firmware não respondeu a tempo",
  "unknown.gone": () => "a ME foi reiniciada durante a pergunta",
  "unknown.needs-version": ({ version }) => `o firmware anterior a ${version} não informa`,
  "unknown.not-reported": () => "o firmware não informa",
  "unknown.no-interface": () => "não existe tal interface",
  "unknown.not-set": () => "nada foi definido",
  "unknown.not-configured": () => "o AMT não está configurado",
  "unknown.failed": ({ code }) => `a pergunta falhou (${code})`,
  "unknown.needs-admin": () => "o AMT só mostra isso ao seu administrador: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `o AMT recusou o login (${code})`,
  "unknown.no-link": ({ code }) => `não é possível alcançar daqui o serviço web do AMT (${code})`,
  "unknown.tls-untrusted": () =>
    "nada diz qual certificado é o do AMT: informe --pin ou --ca, ou deixe o serviço consultar",

  "end.ended": () => "encerrada",
  "end.none": () => "não havia nenhuma",
  "end.absent": () => "este AMT não tem isso",
  "end.refused": ({ status }) => `o AMT recusou (${status})`,
  "end.not-the-users": () => "o AMT só encerra a conexão que o usuário deste PC pediu (NOT_PERMITTED)",

  "condition.me-absent": () => "Nenhuma Intel ME foi encontrada neste PC.",
  "condition.me-absent.remedy": () =>
    "Se este PC tem um chipset Intel, carregue o driver (Linux: modprobe mei_me; Windows: instale o driver da Intel ME).",
  "condition.me-denied": ({ device }) => `O serviço não tem permissão para abrir ${device}.`,
  "condition.me-denied.remedy": ({ device }) => `Dê ao grupo do serviço acesso a ${device}, ou execute-o como root.`,
  "condition.me-busy": ({ holder }) => `A ME está em uso por ${holder}.`,
  "condition.me-busy.remedy": () => "Encerre esse programa ou deixe-o terminar; o serviço tenta de novo sozinho.",
  "condition.me-gone": () => "A ME não está respondendo: foi reiniciada ou está em transição.",
  "condition.me-gone.remedy": () => "O serviço tenta de novo sozinho. Se continuar assim, reinicie o PC.",
  "condition.me-timeout": () => "A ME não responde.",
  "condition.me-timeout.remedy": () => again,
  "condition.me-failed": ({ code }) => `Não foi possível ler o estado (${code}).`,
  "condition.me-failed.remedy": () => "Execute amt-agent doctor para ver os detalhes.",
  "condition.asleep": () => "O computador estava suspenso; o estado do gerenciamento remoto está sendo lido de novo.",
  "condition.asleep.remedy": () => "Nada a fazer: isso leva um instante.",
  "condition.lms-held": ({ holder }) =>
    `As portas locais e os alertas do AMT estão nas mãos de ${holder}; suas portas são usadas, seus alertas não são ouvidos.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Para que este serviço cuide disso, encerre ${holder}; o serviço assume sozinho.`,
  "condition.lms-ports": ({ ports }) =>
    `Não é possível alcançar o AMT na porta ${ports} deste PC: a porta está ocupada ou não pode ser aberta.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Descubra quem a ocupa (Linux: ss -ltnp; Windows: netstat -abn) e libere ${ports}; haverá nova tentativa.`,
  "condition.lms-failed": ({ code }) => `A conexão com as portas locais do AMT falha repetidamente (${code}).`,
  "condition.lms-failed.remedy": () => again,
  "condition.history-full": () => "No momento, o que acontece não é registrado: o disco está cheio.",
  "condition.history-full.remedy": () =>
    "Libere espaço no disco que guarda o estado do serviço; o serviço continua sozinho.",
  "condition.history-failed": ({ code }) =>
    `O que acontece não é registrado: o histórico de eventos não pode ser usado (${code}).`,
  "condition.history-failed.remedy": () =>
    "Veja a pasta events no diretório de estado do serviço e o log do serviço (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `Não é possível informar ao AMT que ${agents} está ativo (${code}); ele pode considerá-lo morto.`,
  "condition.presence-failing.remedy": () =>
    "amt-agent presence status diz qual. O watchdog precisa existir (amt-agent presence add), e presence.user precisa da permissão Agent Presence Local.",
  "condition.reset-pending": ({ agents, at }) =>
    `O AMT reinicia este PC às ${at}: um programa que ele vigia deixou de dar sinais de vida (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Salve seu trabalho. Para cancelar, na tela deste PC ou como administrador: amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `Às ${at}, este PC fará o que o administrador remoto pediu: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "Salve seu trabalho. Se for permitido cancelar: amt-agent power cancel, na tela deste PC ou como administrador.",
  "condition.virtual": ({ machine }) => `O serviço funciona sobre uma ME virtual (${machine}).`,
  "condition.virtual.remedy": () =>
    "Isto é para demonstração e testes. Para usar a verdadeira, inicie o serviço com --mei auto.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `Os relatórios do estado deste PC não chegam a ${destinations} (${code}); eles esperam neste PC.`,
  "condition.posture-unsent.remedy": () =>
    "Uma nova tentativa é feita automaticamente. amt-agent posture spool diz o que espera e por quê; journalctl -u amt-agent-send diz mais.",
  "condition.posture-no-sender": ({ count }) =>
    `Relatórios do estado deste PC à espera de envio: ${count}, e nada os envia.`,
  "condition.posture-no-sender.remedy": () =>
    "Inicie o remetente: systemctl enable --now amt-agent-send, ou amt-agent sender em um terminal.",
  "condition.posture-unkept": ({ code }) =>
    `Não foi possível guardar um relatório do estado deste PC para envio (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Verifique o espaço e as permissões da pasta indicada por posture.spoolDir; uma nova tentativa é feita.",
  "condition.posture-advisory": ({ count, advisories, virtual }) =>
    `Avisos de segurança que afetam o ${firmware(virtual)} (${count}): ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Instale o BIOS ou o firmware ME mais recente do fabricante do PC. amt-agent posture diz mais.",
  "condition.posture-failing": ({ code }) =>
    `Não é possível fazer ou guardar um novo relatório do estado deste PC (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Veja a pasta posture no diretório de estado do serviço e o registro do serviço (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) => `O resumo do estado deste PC não pode ser guardado no AMT (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Veja amt-agent posture stored. O AMT precisa oferecer armazenamento web, e posture.meUser precisa do domínio Storage; senão, defina posture.keepInMe como false.",
};
