import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string => (virtual === 1 ? "가상 ME의 펌웨어" : "이 PC의 펌웨어");

const standings: Readonly<Record<string, string>> = {
  unknown: "알 수 없음",
  absent: "없음",
  off: "꺼짐",
  unconfigured: "설정되지 않음",
  managed: "설정됨",
  session: "세션 중",
};
const standing = (word: string): string => `'${standings[word] ?? word}'`;

const powers: Readonly<Record<string, string>> = {
  "shut down": "종료",
  restart: "다시 시작",
  sleep: "절전",
  hibernate: "최대 절전",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "네트워크",
  "this PC's own ports": "이 PC 자체의 포트",
};
const place = (where: string): string => places[where] ?? where;

/** What happened, in Korean. */
export const koEvents: Words["messages"] = {
  "event.started": () => "서비스가 시작되었습니다.",
  "event.stopped": () => "서비스가 중지되었습니다.",
  "event.standing": ({ from, to }) => `AMT의 상태가 ${standing(from)}에서 ${standing(to)}(으)로 바뀌었습니다.`,
  "event.control-mode": ({ from, to }) => `AMT의 제어 모드가 ${from}에서 ${to}(으)로 바뀌었습니다.`,
  "event.firmware": ({ from, to }) => `AMT의 펌웨어가 버전 ${from}에서 ${to}(으)로 바뀌었습니다.`,
  "event.while-away": ({ from, to, since }) =>
    `서비스가 실행되지 않는 동안 AMT의 상태가 ${standing(from)}(${since})에서 ${standing(to)}(으)로 바뀌었습니다.`,
  "event.slept": ({ since, until }) =>
    `${since}부터 ${until}까지 컴퓨터가 절전 상태였거나 절전에 들어가려 했습니다. 상태를 다시 읽었습니다.`,
  "event.while-asleep": ({ from, to, since }) =>
    `컴퓨터가 절전 상태인 동안 AMT의 상태가 ${standing(from)}(${since})에서 ${standing(to)}(으)로 바뀌었습니다.`,
  "event.session.opened": ({ kind }) => `원격 세션이 시작되었습니다(${kind}).`,
  "event.session.closed": ({ kind }) => `원격 세션이 끝났습니다(${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `이 PC에 원격 세션의 장치가 있지만(${kind}: ${evidence}) AMT는 그런 세션이 없다고 합니다.`,
  "event.condition.raised": ({ condition }) => `주의가 필요한 상황이 생겼습니다: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `주의가 필요한 상황이 해소되었습니다: ${condition}.`,
  "event.clock-set-back": ({ from, to }) => `이 PC의 시계가 ${from} 이후에서 ${to}(으)로 되돌려졌습니다.`,

  "event.history.repaired": ({ bytes }) =>
    `서비스가 강제로 종료될 때 기록 중이던 이벤트가 손실되었습니다(${bytes}바이트가 남아 있었음).`,
  "event.history.broken": ({ why }) =>
    `서비스가 실행되지 않는 동안 이벤트 기록이 외부에서 변경되었습니다(${why}). 확인하려면: amt-agent events verify`,
  "event.history.rotated": ({ first, last }) =>
    `기록에 공간을 확보하기 위해 이벤트 ${first}~${last}을(를) 삭제했습니다.`,
  "event.history.lost": ({ count }) => `이전 이벤트 ${count}개가 기록에 없습니다. 발생했을 때 기록할 수 없었습니다.`,

  "event.amt.enabled": () => "AMT가 켜졌습니다.",
  "event.amt.disable-attempt": () => "누군가 AMT를 끄려고 했습니다.",
  "event.setup.pre": () => "AMT가 설정되지 않았습니다.",
  "event.setup.in": () => "AMT를 설정하는 중입니다.",
  "event.setup.post": () => "AMT가 설정되었습니다. 이 PC를 원격으로 관리할 수 있습니다.",
  "event.setup.removing": () => "AMT 설정을 제거하는 중입니다.",
  "event.setup.removing-by": ({ who }) => `AMT 설정을 제거하는 중입니다. 제거하는 쪽: ${who}.`,
  "event.setup.mode-changed": () => "AMT의 제어 모드가 변경되었습니다.",
  "event.firmware.update-partial": () => "ME 펌웨어 업데이트가 완료되지 않았습니다.",
  "event.firmware.update-failed": () => "ME 펌웨어를 업데이트하지 못했습니다.",
  "event.firmware.reset": () => "ME 펌웨어가 재설정되었습니다.",
  "event.firmware.wear": () => "ME의 플래시 메모리에 쓴 횟수가 너무 많아 AMT가 쓰기를 제한합니다.",

  "event.kvm.requested": () => "누군가 이 화면을 보고 제어하겠다고 요청하고 있습니다.",
  "event.kvm.data": () => "화면 세션(KVM)의 데이터 채널로 메시지가 왔습니다.",
  "event.kvm.disabled": () => "AMT에서 이 화면에 대한 세션(KVM)이 꺼졌습니다.",
  "event.kvm.enabled": () => "AMT에서 이 화면에 대한 세션(KVM)이 켜졌습니다.",
  "event.consent.requested": () => "AMT가 이 PC 사용자의 동의를 요청합니다. 화면에 숫자 여섯 자리가 표시되어 있습니다.",
  "event.consent.granted": () => "사용자가 동의했습니다. 상대방이 화면의 숫자를 입력했습니다.",
  "event.consent.ended": () => "사용자의 동의가 끝났습니다.",
  "event.consent.policy": () => "AMT가 언제 사용자의 동의를 요청해야 하는지에 대한 규칙이 변경되었습니다.",
  "event.sprite": () => "AMT가 화면에 자체 메시지를 그리는 방식이 변경될 예정입니다.",

  "event.network.changed": () => "AMT의 네트워크 상태가 바뀌었습니다.",
  "event.network.link-denied": () => "이 PC의 프로그램이 AMT의 네트워크 링크를 끄려고 했지만 AMT가 거부했습니다.",
  "event.network.link-disabled": () => "이 PC의 프로그램이 AMT의 네트워크 링크를 끄려고 했습니다.",
  "event.defense.tx-stopped": () => "AMT의 System Defense가 이 PC가 보내는 데이터의 전부 또는 일부를 막았습니다.",
  "event.defense.tx-limited": () => "AMT의 System Defense가 이 PC가 보내는 데이터를 늦췄습니다.",
  "event.defense.rx-stopped": () => "AMT의 System Defense가 이 PC가 받는 데이터의 전부 또는 일부를 막았습니다.",
  "event.defense.rx-limited": () => "AMT의 System Defense가 이 PC가 받는 데이터를 늦췄습니다.",
  "event.defense.active": () => "AMT의 System Defense가 이 PC의 네트워크 트래픽에 개입하고 있습니다.",
  "event.defense.inactive": () => "AMT의 System Defense가 이 PC의 네트워크 트래픽에 개입하지 않습니다.",
  "event.defense.changed": () => "AMT의 System Defense 상태가 바뀌었습니다.",
  "event.eac.changed": () => "네트워크 액세스 제어를 위한 AMT의 상태 정보가 바뀌었습니다.",
  "event.eac.enabled": () => "AMT의 네트워크 액세스 제어(EAC)가 켜졌습니다.",
  "event.eac.disabled": () => "AMT의 네트워크 액세스 제어(EAC)가 꺼졌습니다.",
  "event.wlan.profile": () => "AMT에 관리하기에 적합한 무선 프로필이 없습니다.",
  "event.wlan.security": () => "AMT의 무선 연결이 관리하기에 충분히 안전하지 않습니다.",
  "event.wlan.by-me": () => "무선 링크에서 ME가 우선합니다. 시스템의 연결이 끊어질 수 있습니다.",
  "event.wlan.by-host": () => "무선 링크에서 다시 운영 체제가 우선합니다.",
  "event.wlan.sync-changed": () => "AMT가 이 PC의 무선 프로필을 가져올지에 대한 설정이 변경되었습니다.",
  "event.wlan.sync-disabled": () => "AMT가 더 이상 이 PC의 무선 프로필을 가져오지 않습니다.",
  "event.wlan.sync-enabled": () => "AMT가 이 PC의 무선 프로필을 가져옵니다.",
  "event.wlan.control-host": () => "운영 체제가 무선 링크를 제어합니다.",
  "event.wlan.control-me": () => "ME가 무선 링크를 제어합니다.",
  "event.wlan.protection": ({ level }) => `ME의 무선 링크 보호: ${level}.`,
  "event.tunnel.opened": () => "AMT가 외부 서버에 연결되었습니다(CIRA). 그 서버를 통해 이 PC를 관리할 수 있습니다.",
  "event.tunnel.closed": () => "AMT와 외부 서버의 연결(CIRA)이 끝났습니다.",
  "event.tunnel.requested": () => "이 PC에서 누군가 도움을 요청했습니다. AMT가 외부 서버에 연결합니다.",
  "event.help.pressed": ({ result }) => `이 PC에서 도움을 요청했습니다: ${result}.`,
  "event.ip-sync.disabled": () => "AMT가 더 이상 이 PC와 네트워크 주소를 공유하지 않습니다.",
  "event.ip-sync.enabled": () => "AMT가 이 PC와 네트워크 주소를 공유합니다.",
  "event.proxy-sync.disabled": () => "AMT가 더 이상 이 PC의 프록시 설정을 가져오지 않습니다.",
  "event.proxy-sync.enabled": () => "AMT가 이 PC의 프록시 설정을 가져옵니다.",
  "event.refresh-ip": ({ interface: which }) => `AMT가 이 PC에 네트워크 주소를 갱신하도록 요청합니다(${which}).`,

  "event.power.requested": ({ what }) => `원격 관리자가 이 PC에 다음 작업을 요청했습니다: ${power(what)}.`,
  "event.power.watchdog": () => "워치독 시간이 초과되어 AMT가 이 PC를 재설정했습니다.",
  "event.power.planned": ({ what, seconds }) =>
    `원격 관리자의 요청에 따라 이 PC가 ${seconds}초 후에 다음 작업을 합니다: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `이 PC 앞에 있는 사람이 원격 관리자가 요청한 작업을 취소했습니다: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `원격 관리자가 이 PC에 요청한 작업을 하지 못했습니다: ${power(what)}(${code}).`,
  "event.time-sync.disabled": () => "AMT가 더 이상 이 PC의 시간을 따르지 않습니다.",
  "event.time-sync.enabled": () => "AMT가 이 PC의 시간을 따릅니다.",
  "event.audit-log.filling": ({ percent }) => `AMT의 감사 로그가 ${percent}% 찼습니다.`,

  "event.agent.not-started": ({ agent }) => `AMT가 감시하는 프로그램이 시작되지 않았다고 합니다(${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT가 감시하는 프로그램이 중지되었다고 합니다(${agent}).`,
  "event.agent.running": ({ agent }) => `AMT가 감시하는 프로그램이 실행 중이라고 합니다(${agent}).`,
  "event.agent.expired": ({ agent }) => `AMT가 감시하는 프로그램의 응답이 끊겼다고 합니다(${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT가 당분간 프로그램을 감시하지 않습니다(${agent}).`,

  "event.posture.failed": ({ check, title }) =>
    `이 PC의 보안 검사 중 하나를 전에는 통과했지만 지금은 통과하지 못했습니다: ${title}(${check}).`,
  "event.posture.weakened": ({ check, title }) => `AMT의 설정이 약해졌습니다: ${title}(${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `전에 통과하지 못한 이 PC의 보안 검사를 지금은 통과했습니다: ${title}(${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `공간을 확보하기 위해 이 PC의 보안 상태 보고서 ${count}개가 ${destinations}에 도달하기 전에 삭제되었습니다.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination}에서 이 PC의 보안 상태 보고서 ${count}개를 거부했습니다(${code}). 다시 보내지 않습니다.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `${firmware(virtual)}에 해당하는 보안 권고가 ${count}개 있습니다: ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `보안 권고 ${count}개가 더 이상 ${firmware(virtual)}에 해당하지 않습니다: ${advisories}.`,
  "event.reset.pending": ({ agent, seconds }) =>
    `AMT가 ${seconds}초 후에 묻지 않고 이 PC를 다시 시작합니다. AMT가 감시하는 프로그램의 응답이 끊겼습니다(${agent}).`,
  "event.reset.called-off": () => "AMT가 하려던 이 PC의 다시 시작이 취소되었습니다.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT가 이 PC의 관리 권한을 얻는 데 쓰이는 인증서의 발급 기관을 하나 더 신뢰합니다: ${name}(해시 ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT가 이 PC의 관리 권한을 얻는 데 쓰이는 인증서의 다음 발급 기관을 더 이상 신뢰하지 않습니다: ${name}(해시 ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `이 PC를 관리할 수 있는 외부 서버가 AMT에 추가되었습니다(CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT에 더 이상 다음 외부 서버가 없습니다(CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `AMT의 암호화(TLS)가 꺼졌습니다. 대상: ${place(where)}. 그곳으로 보내는 내용을 중간에서 읽을 수 있습니다.`,
  "event.settings.tls-on": ({ where }) => `AMT의 암호화(TLS)가 켜졌습니다. 대상: ${place(where)}.`,
  "event.settings.user-added": ({ user }) => `AMT에 사용자가 추가되었습니다: ${user}.`,
  "event.settings.user-changed": ({ user }) => `AMT 사용자의 권한이 변경되었습니다: ${user}.`,
  "event.settings.user-removed": ({ user }) => `AMT 사용자가 없어졌습니다: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `AMT에서 켜짐: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `AMT에서 꺼짐: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT가 이 프로그램이 모르는 경고를 보냈습니다(${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `AMT가 이와 같은 경고를 ${count}개 더 보냈습니다. 너무 많아 하나씩 표시하지 않습니다: ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT가 보낸 경고를 읽을 수 없었습니다(${reason}).`,
};
