import type { Words } from "./en.ts";
import { firmware, power } from "./ko-events.ts";

/** What the service says, in Korean. Names of programs, files and codes stay as they are. */
export const koMessages: Words["messages"] = {
  "headline.unknown": () => "원격 관리 상태를 알 수 없습니다.",
  "headline.absent": () => "이 PC에는 Intel AMT가 없습니다. 아무도 이를 통해 이 PC를 원격으로 관리할 수 없습니다.",
  "headline.off": () => "Intel AMT가 꺼져 있습니다. 아무도 이를 통해 이 PC를 원격으로 관리할 수 없습니다.",
  "headline.unconfigured": () =>
    "Intel AMT가 있지만 설정되지 않았습니다. 아무도 이를 통해 이 PC를 보거나 조작할 수 없습니다.",
  "headline.configuring": () =>
    "이 PC에서 Intel AMT를 설정하는 중입니다. 설정이 끝나면 이 PC를 원격으로 관리할 수 있습니다.",
  "headline.managed": () =>
    "이 PC는 Intel AMT를 통해 원격으로 관리할 수 있습니다. 지금은 아무도 연결되어 있지 않습니다.",
  "headline.managed-unsure": () =>
    "이 PC는 Intel AMT를 통해 원격으로 관리할 수 있습니다. 누군가 연결되어 있는지는 알 수 없습니다.",
  "headline.session.kvm": () => "지금 누군가 Intel AMT를 통해 이 화면을 보고 제어할 수 있습니다.",
  "headline.session.consent": () => "누군가 Intel AMT를 통해 이 화면을 보고 제어하겠다고 요청하고 있습니다.",
  "headline.session.storage": () => "지금 원격 디스크가 Intel AMT를 통해 이 PC에 연결되어 있습니다.",
  "headline.session.sol": () => "지금 누군가 Intel AMT를 통해 이 PC의 텍스트 콘솔에 연결되어 있습니다.",
  "machine.virtual": ({ machine }) => `이것은 가상 ME(${machine})이며, 이 PC의 펌웨어가 아닙니다.`,

  "unknown.no-amt": () => "이 ME에는 AMT가 없습니다",
  "unknown.no-client": ({ client }) => `이 ME에 없는 항목: ${client}`,
  "unknown.unsupported": ({ status }) => `이 펌웨어는 해당 조회를 지원하지 않습니다(${status})`,
  "unknown.refused": ({ status }) => `펌웨어가 거부했습니다(${status})`,
  "unknown.malformed": ({ reason }) => `펌웨어의 응답을 읽을 수 없었습니다(${reason})`,
  "unknown.busy": ({ holder }) => `사용 중인 프로그램: ${holder}`,
  "unknown.timeout": () => "펌웨어가 제시간에 응답하지 않았습니다",
  "unknown.gone": () => "조회하는 동안 ME가 재설정되었습니다",
  "unknown.needs-version": ({ version }) => `${version} 이전 펌웨어는 알려 주지 않습니다`,
  "unknown.not-reported": () => "펌웨어가 알려 주지 않습니다",
  "unknown.no-interface": () => "해당 인터페이스가 없습니다",
  "unknown.not-set": () => "지정되지 않았습니다",
  "unknown.not-configured": () => "AMT가 설정되지 않았습니다",
  "unknown.failed": ({ code }) => `조회하지 못했습니다(${code})`,
  "unknown.needs-admin": () => "AMT는 이 정보를 AMT 관리자에게만 보여 줍니다: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT가 로그인을 거부했습니다(${code})`,
  "unknown.no-link": ({ code }) => `여기에서 AMT의 웹 서비스에 연결할 수 없습니다(${code})`,
  "unknown.tls-untrusted": () =>
    "어느 인증서가 AMT의 것인지 확인할 수 없습니다. --pin 또는 --ca를 지정하거나 서비스가 조회하게 하십시오",

  "session.kvm": () => "이 화면을 보고 여기에서 입력하고 마우스를 움직일 수 있습니다",
  "session.sol": () => "이 PC의 텍스트 콘솔(AMT의 직렬 포트)을 읽고 입력합니다",
  "session.usbr": () => "자신의 디스크를 이 PC에 연결했으며, 이 PC를 그 디스크로 시작할 수 있습니다",
  "session.consent": () =>
    "화면에 접근하거나 디스크로 이 PC를 시작하기 위해 이 화면의 숫자 여섯 자리를 기다리고 있습니다",
  "session.cira": ({ server }) => `외부 서버(${server})를 통해 이 PC를 관리합니다`,
  "session.system-defense": () => "AMT가 이 PC의 네트워크 트래픽을 막거나 늦추게 합니다",
  "session.web-ui": () =>
    "AMT의 암호로 AMT 자체의 웹 페이지를 사용할 수 있습니다. 누군가 사용하고 있는지는 AMT가 알려 주지 않습니다",
  "who.not-read": () => "아직 조회하지 않았습니다(amt-agent sessions로 조회합니다)",
  "who.not-told": () => "누구인지는 펌웨어가 알려 주지 않습니다",
  "who.no-record": () => "AMT의 감사 로그에 기록이 없습니다",
  "who.unreadable": ({ code }) => `AMT의 감사 로그를 읽을 수 없었습니다(${code})`,
  "who.no-user": () => "AMT의 감사 로그에 이름이 없습니다",
  "who.no-address": () => "AMT의 감사 로그에 주소가 없습니다",

  "end.ended": () => "연결을 끊었습니다",
  "end.none": () => "해당하는 연결이 없었습니다",
  "end.absent": () => "이 AMT에는 그런 기능이 없습니다",
  "end.refused": ({ status }) => `AMT가 거부했습니다(${status})`,
  "end.not-the-users": () => "AMT는 이 PC의 사용자가 요청한 연결만 끊습니다(NOT_PERMITTED)",

  "switch.off": () => "끄고 다시 읽어 확인했습니다",
  "switch.was-off": () => "이미 꺼져 있었습니다",
  "switch.not-taken": () => "AMT가 받아들였지만 아직 켜져 있습니다",

  "reset.none": () => "AMT가 이 PC를 다시 시작하려 하지 않습니다. 취소할 것이 없었습니다.",
  "reset.absent": () => "이 AMT는 스스로 PC를 다시 시작하지 않습니다(AMT 11부터 있는 기능). 취소할 것이 없었습니다.",
  "reset.refused": ({ status }) =>
    `AMT가 취소를 거부했습니다(${status}). 권한이 있는 AMT 사용자로 실행하려면: amt-agent presence cancel-reset --user admin`,

  "condition.me-absent": () => "이 PC에서 Intel ME 장치를 찾을 수 없습니다.",
  "condition.me-absent.remedy": () =>
    "이 PC에 Intel 칩셋이 있으면 드라이버를 로드하십시오(Linux: modprobe mei_me, Windows: Intel ME 드라이버 설치).",
  "condition.me-denied": ({ device }) => `서비스에 장치를 열 권한이 없습니다: ${device}.`,
  "condition.me-denied.remedy": ({ device }) =>
    `서비스 그룹에 ${device}에 대한 액세스 권한을 주거나 root로 실행하십시오.`,
  "condition.me-busy": ({ holder }) => `다른 프로그램이 ME를 사용 중입니다: ${holder}.`,
  "condition.me-busy.remedy": () =>
    "그 프로그램을 중지하거나 끝날 때까지 기다리십시오. 서비스가 자동으로 다시 시도합니다.",
  "condition.me-gone": () => "ME가 응답하지 않습니다. 재설정되었거나 상태가 전환되는 중입니다.",
  "condition.me-gone.remedy": () => "서비스가 자동으로 다시 시도합니다. 문제가 계속되면 PC를 다시 시작하십시오.",
  "condition.me-timeout": () => "ME가 응답하지 않습니다.",
  "condition.me-timeout.remedy": () =>
    "서비스가 자동으로 다시 시도합니다. 문제가 계속되면 PC를 끄고 1분 동안 전원 플러그를 뽑아 두십시오.",
  "condition.me-failed": ({ code }) => `상태를 읽을 수 없었습니다(${code}).`,
  "condition.me-failed.remedy": () => "자세한 내용을 보려면 amt-agent doctor를 실행하십시오.",
  "condition.asleep": () => "컴퓨터가 절전 상태였습니다. 원격 관리 상태를 다시 읽고 있습니다.",
  "condition.asleep.remedy": () => "아무것도 할 필요가 없습니다. 잠시 걸립니다.",
  "condition.lms-held": ({ holder }) =>
    `다른 프로그램(${holder})이 AMT의 로컬 포트와 경고를 맡고 있습니다. 그 포트는 사용할 수 있지만 경고는 받지 못합니다.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `이 서비스가 맡게 하려면 다음 프로그램을 중지하십시오: ${holder}. 서비스가 자동으로 넘겨받습니다.`,
  "condition.lms-ports": ({ ports }) =>
    `이 PC의 포트 ${ports}에서 AMT에 연결할 수 없습니다. 포트가 사용 중이거나 열 권한이 없습니다.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `포트를 사용하는 프로그램을 찾아(Linux: ss -ltnp, Windows: netstat -abn) 포트 ${ports}을(를) 비우십시오. 자동으로 다시 시도합니다.`,
  "condition.lms-failed": ({ code }) => `AMT의 로컬 포트에 대한 연결이 계속 실패합니다(${code}).`,
  "condition.lms-failed.remedy": () =>
    "서비스가 자동으로 다시 시도합니다. 문제가 계속되면 PC를 끄고 1분 동안 전원 플러그를 뽑아 두십시오.",
  "condition.history-full": () => "지금은 일어나는 일이 기록되지 않습니다. 디스크가 가득 찼습니다.",
  "condition.history-full.remedy": () =>
    "서비스의 상태가 저장되는 디스크에 공간을 확보하십시오. 서비스가 자동으로 계속합니다.",
  "condition.history-failed": ({ code }) =>
    `일어나는 일이 기록되지 않습니다. 이벤트 기록을 사용할 수 없습니다(${code}).`,
  "condition.history-failed.remedy": () =>
    "서비스의 상태 디렉터리에 있는 events 폴더와 서비스의 로그(Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log)를 확인하십시오.",
  "condition.presence-failing": ({ agents, code }) =>
    `다음 프로그램이 실행 중임을 AMT에 알릴 수 없습니다: ${agents}(${code}). AMT가 중단된 것으로 볼 수 있습니다.`,
  "condition.presence-failing.remedy": () =>
    "어느 프로그램인지는 amt-agent presence status에서 확인할 수 있습니다. 워치독이 있어야 하고(amt-agent presence add), presence.user에 Agent Presence Local 권한이 필요합니다.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `이 PC의 보안 상태 보고서가 ${destinations}에 도달하지 않습니다(${code}). 보고서는 이 PC에서 대기합니다.`,
  "condition.posture-unsent.remedy": () =>
    "자동으로 다시 시도합니다. 무엇이 왜 대기하는지는 amt-agent posture spool, 자세한 내용은 journalctl -u amt-agent-send에서 볼 수 있습니다.",
  "condition.posture-no-sender": ({ count }) =>
    `이 PC의 보안 상태 보고서 ${count}개가 전송을 기다리지만 보내는 프로그램이 없습니다.`,
  "condition.posture-no-sender.remedy": () =>
    "전송 프로그램을 시작하십시오: systemctl enable --now amt-agent-send 또는 터미널에서 amt-agent sender.",
  "condition.posture-unkept": ({ code }) => `이 PC의 보안 상태 보고서를 전송용으로 보관할 수 없었습니다(${code}).`,
  "condition.posture-unkept.remedy": () =>
    "posture.spoolDir에 지정된 폴더의 공간과 권한을 확인하십시오. 다시 시도합니다.",
  "condition.posture-advisory": ({ advisories, count, virtual }) =>
    `${firmware(virtual)}에 해당하는 보안 권고가 ${count}개 있습니다: ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "PC 제조업체의 최신 BIOS 또는 ME 업데이트를 설치하십시오. 자세한 내용은 amt-agent posture에서 확인할 수 있습니다.",
  "condition.posture-failing": ({ code }) =>
    `이 PC의 보안 상태에 대한 새 보고서를 만들거나 보관할 수 없습니다(${code}).`,
  "condition.posture-failing.remedy": () =>
    "서비스의 상태 디렉터리에 있는 posture 폴더와 서비스의 로그(Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log)를 확인하십시오.",
  "condition.posture-not-kept": ({ code }) => `이 PC의 보안 상태 요약을 AMT에 보관할 수 없습니다(${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "amt-agent posture stored를 참조하십시오. AMT가 웹 저장소를 제공해야 하고 posture.meUser에 Storage 권한이 필요합니다. 그렇지 않으면 posture.keepInMe를 false로 설정하십시오.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT가 ${at}에 이 PC를 다시 시작합니다. AMT가 감시하는 프로그램의 응답이 끊겼습니다(${agents}).`,
  "condition.reset-pending.remedy": () =>
    "작업을 저장하십시오. 취소하려면 이 PC의 화면에서 또는 관리자로 다음을 실행하십시오: amt-agent presence cancel-reset",
  "condition.power-planned": ({ what, at }) =>
    `원격 관리자의 요청에 따라 이 PC가 ${at}에 다음 작업을 합니다: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "작업을 저장하십시오. 취소할 수 있는 경우 이 PC의 화면에서 또는 관리자로 다음을 실행하십시오: amt-agent power cancel",
  "condition.virtual": ({ machine }) => `서비스가 가상 ME(${machine})에서 실행되고 있습니다.`,
  "condition.virtual.remedy": () => "데모와 테스트용입니다. 실제 ME를 사용하려면 --mei auto로 서비스를 시작하십시오.",
};
