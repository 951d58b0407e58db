import { choose, three } from "./choice.ts";
import type { Words } from "./en.ts";

const consent = {
  all: "화면, 콘솔 또는 디스크를 사용하기 전에 사용자에게 묻습니다",
  kvm: "화면을 사용하기 전에는 사용자에게 묻지만 나머지는 묻지 않습니다",
  none: "사용자에게 묻지 않습니다",
};
const now = {
  screen: "[지금 누군가 화면을 보고 제어하고 있습니다]",
  asks: "지금 누군가 동의를 요청하고 있습니다",
  other: "[지금 누군가 연결되어 있습니다]",
  nobody: "지금은 아무도 연결되어 있지 않습니다",
};
const places = { local: "이 PC에서만", network: "네트워크에서만", any: "네트워크와 이 PC에서" };
const realms: Readonly<Record<string, string>> = {
  2: "화면, 콘솔, 디스크 사용",
  3: "모든 작업",
  4: "이 PC의 구성 읽기",
  5: "전원 켜기 및 끄기",
  6: "AMT에 데이터 보관",
  7: "이벤트 구독",
  8: "AMT에 보관된 데이터 관리",
  9: "이 PC의 프로그램 보고",
  10: "이 PC의 프로그램 감시 설정",
  11: "이 PC의 네트워크 트래픽 필터링",
  12: "AMT의 시계 설정",
  13: "AMT 설정 읽기",
  14: "펌웨어 업데이트",
  16: "AMT의 동작 알림 받기",
  17: "네트워크 액세스 제어",
  18: "네트워크 액세스 제어",
  19: "이벤트 로그 읽기",
  20: "감사 로그 읽기 및 잠금",
  21: "계정 관리",
  24: "이 PC의 프로그램이 할 수 있는 작업",
};
const rights = (list: string): string =>
  list === ""
    ? "권한 없음"
    : list
        .split(",")
        .map((one) => choose(one, realms, `권한 ${one}`))
        .join(", ");
const boot: Readonly<Record<string, string>> = {
  UseSOL: "텍스트 콘솔을 외부로 보냄(SOL)",
  UseIDER: "원격 디스크에서 시작",
  BIOSSetup: "펌웨어 설정 화면에서 멈춤",
  BIOSPause: "시스템이 시작되기 전에 멈춤",
  UserPasswordBypass: "펌웨어 암호를 묻지 않음",
  LockKeyboard: "키보드 잠금",
  LockPowerButton: "전원 단추 잠금",
  LockResetButton: "재설정 단추 잠금",
  LockSleepButton: "절전 단추 잠금",
  SecureErase: "[디스크를 지움]",
  PlatformErase: "[플랫폼을 지움]",
  ReflashBIOS: "펌웨어를 다시 씀",
  ConfigurationDataReset: "펌웨어 설정을 초기화",
  UEFIHTTPSBootEnabled: "서버에서 시작(HTTPS)",
  UEFILocalPBABootEnabled: "소유자가 선택한 디스크의 프로그램으로 시작",
  WinREBootEnabled: "Windows 복구 환경 시작",
  UseSafeMode: "안전 모드로 시작",
};

/** Who can reach this PC, in Korean. */
export const koPrivacy: Words["messages"] = {
  "privacy.answer.unknown": () => "누군가 운영 체제보다 아래에서 이 PC에 접근할 수 있는지 알 수 없습니다.",
  "privacy.answer.absent": () =>
    "아무도 Intel AMT를 통해 운영 체제보다 아래에서 이 PC에 접근할 수 없습니다. 이 PC에는 Intel AMT가 없습니다.",
  "privacy.answer.off": () =>
    "아무도 Intel AMT를 통해 운영 체제보다 아래에서 이 PC에 접근할 수 없습니다. Intel AMT가 꺼져 있습니다.",
  "privacy.answer.unconfigured": () =>
    "아무도 Intel AMT를 통해 운영 체제보다 아래에서 이 PC에 접근할 수 없습니다. Intel AMT가 있지만 설정되지 않았습니다.",
  "privacy.answer.managed": (p) =>
    `이 PC의 Intel AMT에 로그인할 수 있는 사람은 PC가 꺼져 있을 때도 운영 체제보다 아래에서 이 PC에 접근할 수 있습니다. ${choose(p.consent, consent, "사용자에게 묻는지는 알 수 없습니다")}. ${choose(p.now, now, "지금 누군가 연결되어 있는지는 알 수 없습니다")}.`,

  "privacy.about": () =>
    "Intel AMT는 일부 PC의 칩셋에 들어 있는 작은 컴퓨터로, 자체 네트워크 포트가 있습니다. 운영 체제보다 아래에서 작동하며, 운영 체제는 이를 보거나 멈출 수 없습니다.",
  "privacy.now": () => "현재",
  "privacy.now.change": () =>
    "이 화면 앞에 있는 사용자는 amt-agent sessions end로 세션을 끊을 수 있습니다. AMT의 암호가 있는 사람은 세션을 금지할 수 있습니다: amt-agent configure features --no-kvm --no-sol --no-usbr. 예상하지 못한 세션이면 지원 담당자에게 문의하십시오.",
  "privacy.now.kvm": three(
    "누군가 이 화면을 보고 있으며 키보드와 마우스를 사용할 수 있습니다.",
    "아무도 이 화면을 보거나 키보드와 마우스를 사용하지 않습니다.",
    "누군가 이 화면을 보거나 키보드와 마우스를 사용하는지 여부.",
  ),
  "privacy.now.consent": three(
    "누군가 동의를 요청하고 있습니다. 화면에 숫자 여섯 자리가 표시되어 있습니다.",
    "아무도 동의를 요청하지 않습니다.",
    "누군가 동의를 요청하는지 여부.",
  ),
  "privacy.now.sol": three(
    "누군가 텍스트 콘솔에 연결되어 있습니다.",
    "아무도 텍스트 콘솔에 연결되어 있지 않습니다.",
    "누군가 텍스트 콘솔에 연결되어 있는지 여부.",
  ),
  "privacy.now.storage": three(
    "원격 디스크가 연결되어 있습니다. 이 PC를 그 디스크로 시작할 수 있습니다.",
    "연결된 원격 디스크가 없습니다.",
    "원격 디스크가 연결되어 있는지 여부.",
  ),
  "privacy.now.tunnel": three(
    "AMT가 외부 서버에 연결되어 있으며, 그 서버를 통해 접근할 수 있습니다.",
    "AMT가 외부 서버에 연결되어 있지 않습니다.",
    "AMT가 외부 서버에 연결되어 있는지 여부.",
  ),

  "privacy.owner": () => "누가 제어하는가",
  "privacy.owner.change": ({ standing }) =>
    choose(
      standing,
      {
        absent: "할 일이 없습니다. AMT 없이 만들어진 PC에는 AMT를 추가할 수 없습니다.",
        off: "PC의 펌웨어 설정(BIOS)에서 켜거나 amt-agent configure amt on(root로 실행)으로 켭니다.",
        unconfigured:
          "amt-agent activate(root로 실행)로 직접 설정할 수 있습니다. amt-agent configure amt off 또는 PC의 펌웨어 설정(BIOS)으로 끌 수 있습니다.",
      },
      "펌웨어가 허용하는 경우 amt-agent deactivate(root로 실행)로 AMT를 소유자가 없는 상태로 되돌립니다. 그렇지 않으면 PC의 펌웨어 메뉴(MEBx)를 사용하거나 소유자에게 문의하십시오.",
    ),
  "privacy.owner.mode": ({ mode }) =>
    choose(
      mode,
      {
        client:
          "클라이언트 제어 모드로 설정되어 있습니다. 암호가 있는 사람이 사용할 수 있지만, 화면에 대해서는 사용자에게 물어야 합니다.",
        admin: "관리자 제어 모드로 설정되어 있습니다. 사용자에게 물을지를 포함하여 소유자가 규칙을 정합니다.",
        old: "설정되어 있습니다. 이 오래된 펌웨어에는 제어 모드가 없으며 소유자가 규칙을 정합니다.",
        none: "설정되지 않았습니다. 네트워크에서 오는 연결을 받지 않습니다.",
        off: "PC의 펌웨어 설정(BIOS)에서 꺼져 있습니다.",
        absent: "이 PC의 펌웨어에는 AMT가 없습니다.",
      },
      "설정되어 있는지, 누가 규칙을 정하는지 여부.",
    ),
  "privacy.owner.by": ({ who, at }) =>
    `설정한 쪽: ${who === "" ? "이 PC의 프로그램" : who}${at === "" ? "" : `, 시각: ${at}(AMT 자체의 시계)`}.`,
  "privacy.owner.by-unknown": () => "누가 언제 설정했는지 여부.",
  "privacy.owner.zero-touch": three(
    "펌웨어가 신뢰하는 인증서를 가진 프로비저닝 서버는 네트워크를 통해 AMT를 설정할 수 있습니다.",
    "어떤 프로비저닝 서버도 네트워크를 통해 AMT를 설정할 수 없습니다.",
    "프로비저닝 서버가 네트워크를 통해 AMT를 설정할 수 있는지 여부.",
  ),
  "privacy.owner.host": () => "이 PC의 root(관리자)는 AMT를 설정할 수 있습니다.",

  "privacy.network": () => "어디에서",
  "privacy.network.change": () =>
    "AMT의 암호가 필요합니다: amt-agent configure tls. amt-agent configure features --no-kvm --no-sol --no-usbr은 세션용 포트를 닫습니다.",
  "privacy.network.wired": ({ state, address }) =>
    state === "yes"
      ? `유선 네트워크${address === "" ? "" : `(${address})`}에서, 이 PC의 방화벽이 볼 수 없는 자체 포트(16992~16995)를 사용합니다.`
      : state === "no"
        ? "유선 네트워크에서는 접근할 수 없습니다. 그곳에서 꺼져 있거나 케이블이 빠져 있습니다."
        : "유선 네트워크에서 응답하는지 여부.",
  "privacy.network.tls": ({ state, plain, mutual }) =>
    state === "yes"
      ? `네트워크에서 오는 연결은 암호화됩니다(TLS)${plain === "yes" ? ". 그러나 암호화되지 않은 연결도 받습니다" : plain === "no" ? "" : ". 암호화되지 않은 연결도 받는지는 알 수 없습니다"}${mutual === "yes" ? ". 연결하는 쪽은 인증서를 제시해야 합니다" : ""}.`
      : state === "no"
        ? "네트워크에서 오는 연결이 [암호화되지 않습니다]. 통신을 엿들을 수 있는 사람은 내용을 읽을 수 있습니다."
        : "네트워크에서 오는 연결이 암호화되는지 여부.",
  "privacy.network.local-tls": three(
    "이 PC의 프로그램은 암호화된 연결로만 접근합니다.",
    "이 PC의 프로그램은 암호화 없이 접근하며 로그인이 필요합니다.",
    "이 PC의 프로그램이 암호화된 연결로만 접근하는지 여부.",
  ),
  "privacy.network.listener": three(
    "화면, 콘솔, 디스크 세션을 기다리고 있습니다(포트 16994, 16995).",
    "화면, 콘솔, 디스크 세션을 기다리지 않습니다.",
    "화면, 콘솔, 디스크 세션을 기다리는지 여부.",
  ),
  "privacy.network.vnc": three(
    "어떤 VNC 뷰어로든 여덟 글자 암호로 화면에 접근할 수 있습니다(포트 5900).",
    "일반 VNC 뷰어로는 화면에 접근할 수 없습니다(포트 5900).",
    "일반 VNC 뷰어로 화면에 접근할 수 있는지 여부(포트 5900).",
  ),
  "privacy.network.web": three(
    "로그인한 브라우저에 웹 페이지를 제공합니다.",
    "웹 페이지를 제공하지 않습니다.",
    "웹 페이지를 제공하는지 여부.",
  ),
  "privacy.network.ping": three(
    "ping에 응답하므로 찾을 수 있습니다.",
    "ping에 응답하지 않습니다.",
    "ping에 응답하는지 여부.",
  ),

  "privacy.accounts": () => "누가 로그인할 수 있는가",
  "privacy.accounts.change": () =>
    "AMT의 암호가 필요합니다: amt-agent configure password. AMT의 계정은 amt-agent wsman invoke AMT_AuthorizationService로 변경합니다.",
  "privacy.accounts.admin": ({ name }) =>
    `${name === "" ? "AMT의 관리자" : `${name}(AMT의 관리자)`}: 모든 작업, ${places.any}.`,
  "privacy.accounts.user": ({ state, name, from, realms: list }) =>
    `${name}: ${rights(list)}. ${choose(from, places, "어디에서인지는 알 수 없음")}${state === "no" ? ". 꺼져 있음" : ""}.`,
  "privacy.accounts.more": ({ count }) => `여기에서 읽지 않는 계정이 ${count}개 더 있습니다.`,
  "privacy.accounts.list": () => "관리자 계정 외에 어떤 계정이 있는지 여부.",
  "privacy.accounts.system": () =>
    "$$OsAdmin: ME의 장치를 열 수 있는 프로그램(root), 이 PC에서만. 암호는 자동으로 바뀝니다.",
  "privacy.accounts.kerberos": three(
    "Windows 도메인 계정(Kerberos)의 로그인을 허용할 수 있습니다.",
    "Windows 도메인 계정(Kerberos)의 로그인을 허용하지 않습니다.",
    "Windows 도메인 계정(Kerberos)의 로그인을 허용하는지 여부.",
  ),

  "privacy.features": () => "무엇을 할 수 있는가",
  "privacy.features.change": () =>
    "amt-agent configure features --help: 화면(KVM), 콘솔(SOL), 디스크(USB-R)를 각각 켜거나 끕니다.",
  "privacy.features.kvm": three(
    "화면을 보고 키보드와 마우스를 사용합니다(KVM).",
    "화면은 볼 수 없습니다. KVM이 꺼져 있습니다.",
    "화면을 볼 수 있는지 여부(KVM).",
  ),
  "privacy.features.sol": three(
    "펌웨어 메뉴와 같은 텍스트 콘솔을 사용합니다(SOL).",
    "텍스트 콘솔은 사용할 수 없습니다. SOL이 꺼져 있습니다.",
    "텍스트 콘솔을 사용할 수 있는지 여부(SOL).",
  ),
  "privacy.features.storage": three(
    "자신의 디스크를 연결하고 그 디스크로 이 PC를 시작합니다(USB-R).",
    "디스크는 연결할 수 없습니다. USB-R이 꺼져 있습니다.",
    "디스크를 연결할 수 있는지 여부(USB-R).",
  ),
  "privacy.features.power": () => "이 PC를 켜고 끄고 다시 시작합니다. AMT에는 이를 막는 설정이 없습니다.",
  "privacy.features.sleep": ({ policy }) =>
    `PC가 다음 상태일 때 AMT 자체에 전원이 공급됩니다: ${policy}(S0은 실행 중, S3은 절전, S4와 S5는 꺼짐).`,
  "privacy.features.sleep-unknown": () => "이 PC가 절전 상태이거나 꺼져 있을 때 AMT가 작동하는지 여부.",
  "privacy.features.defense": three(
    "지금 AMT가 이 PC의 네트워크 트래픽을 필터링하고 있습니다(System Defense).",
    "AMT가 이 PC의 네트워크 트래픽을 필터링하지 않습니다.",
    "AMT가 이 PC의 네트워크 트래픽을 필터링하는지 여부.",
  ),

  "privacy.consent": () => "사용자에게 묻나요?",
  "privacy.consent.change": () => "관리자 제어 모드에서 AMT의 암호로: amt-agent configure features --user-consent all",
  "privacy.consent.rule": ({ rule }) =>
    choose(
      rule,
      {
        all: "예. 이 화면에 숫자 여섯 자리가 표시되며, 이 숫자 없이는 아무도 화면, 콘솔, 디스크를 사용할 수 없습니다.",
        kvm: "화면에 대해서만. 화면에 숫자 여섯 자리가 표시되며, 이 숫자 없이는 아무도 화면을 사용할 수 없습니다. 콘솔과 디스크는 묻지 않고 사용됩니다.",
        none: "아니요. 화면, 콘솔, 디스크를 사용자에게 묻지 않고 사용합니다.",
      },
      "누군가 화면, 콘솔, 디스크를 사용하기 전에 사용자에게 묻는지 여부.",
    ),
  "privacy.consent.client": () => "클라이언트 제어 모드에서는 항상 묻습니다. 이것은 끌 수 없습니다.",
  "privacy.consent.changeable": three(
    "소유자는 사용자 없이도 원격으로 이 규칙을 변경할 수 있습니다.",
    "소유자는 이 규칙을 변경할 수 없습니다.",
    "소유자가 이 규칙을 변경할 수 있는지 여부.",
  ),

  "privacy.servers": () => "AMT가 연결하는 외부 서버",
  "privacy.servers.change": () => "amt-agent configure cira --help, AMT의 암호가 필요합니다.",
  "privacy.servers.connected": ({ server, connection }) =>
    connection === "connected"
      ? `지금 서버 ${server}에 연결되어 있습니다.`
      : connection === "connecting"
        ? `지금 서버 ${server}에 연결하는 중입니다.`
        : "지금 연결된 서버가 없습니다.",
  "privacy.servers.connected-unknown": () => "지금 서버에 연결되어 있는지 여부.",
  "privacy.servers.server": ({ server }) =>
    `어느 네트워크에서든 서버 ${server}에 연결할 수 있으며(CIRA), 그러면 그 서버를 통해 접근할 수 있습니다.`,
  "privacy.servers.none": () => "연결하지 않습니다. 연결하도록 허용된 서버가 없습니다(CIRA).",
  "privacy.servers.list": () => "어느 서버에 연결할 수 있는지 여부(CIRA).",
  "privacy.servers.when": ({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "이 PC에서 누군가 도움을 요청하면 연결합니다.",
        alert: "보고하도록 지정된 일이 일어나면 연결합니다.",
        periodic: "스스로 반복해서 연결합니다.",
      },
      "소유자의 규칙에 따라 연결합니다.",
    ),
  "privacy.servers.help": three(
    "이 PC의 사용자는 도움을 받기 위해 AMT가 연결하게 할 수 있습니다.",
    "이 PC의 사용자는 AMT가 연결하게 할 수 없습니다.",
    "이 PC의 사용자가 AMT가 연결하게 할 수 있는지 여부.",
  ),
  "privacy.servers.home": ({ domains }) =>
    domains === ""
      ? "모든 네트워크를 소유자의 네트워크로 봅니다."
      : `이름이 ${domains}인 네트워크를 소유자의 네트워크로 보며, 그곳에서는 직접 접근할 수 있습니다.`,
  "privacy.servers.home-unknown": () => "어느 네트워크를 소유자의 네트워크로 보는지 여부.",

  "privacy.wireless": () => "무선",
  "privacy.wireless.change": () => "amt-agent configure wifi --help, AMT의 암호가 필요합니다.",
  "privacy.wireless.none": () => "여기에는 AMT의 무선 인터페이스가 없습니다.",
  "privacy.wireless.link": ({ state, address }) =>
    state === "yes"
      ? `무선으로 접근할 수 있습니다${address === "" ? "" : `(${address})`}.`
      : state === "no"
        ? "무선으로 연결되어 있지 않습니다."
        : "무선으로 접근할 수 있는지 여부.",
  "privacy.wireless.profile": ({ name, security }) =>
    choose(
      security,
      {
        open: `네트워크 ${name}에 연결합니다. 이 네트워크는 암호화되지 않습니다.`,
        weak: `네트워크 ${name}에 연결합니다. 이 네트워크는 보호가 약합니다.`,
        good: `네트워크 ${name}에 연결합니다.`,
      },
      `네트워크 ${name}에 연결합니다. 어떻게 보호되는지는 알 수 없습니다.`,
    ),
  "privacy.wireless.no-profile": () => "자체적으로 알고 있는 무선 네트워크가 없습니다.",
  "privacy.wireless.profiles": () => "어느 무선 네트워크에 연결하는지 여부.",
  "privacy.wireless.sync": three(
    "이 PC의 시스템이 알고 있는 무선 네트워크를 키와 함께 가져옵니다.",
    "이 PC의 시스템이 알고 있는 무선 네트워크를 가져오지 않습니다.",
    "이 PC의 시스템이 알고 있는 무선 네트워크를 가져오는지 여부.",
  ),

  "privacy.certificates": () => "신뢰하는 인증서",
  "privacy.certificates.change": () =>
    "소유자가 AMT 콘솔에서 변경합니다. 프로비저닝용 인증서는 PC의 펌웨어 메뉴(MEBx)에서 변경합니다.",
  "privacy.certificates.root": ({ subject }) => `다음 기관이 보증하는 서버를 신뢰합니다: ${subject}.`,
  "privacy.certificates.none": () => "소유자가 신뢰할 인증 기관의 인증서를 주지 않았습니다.",
  "privacy.certificates.more": ({ count }) => `여기에 표시되지 않은 인증서가 ${count}개 더 있습니다.`,
  "privacy.certificates.list": () => "소유자가 어느 인증 기관을 신뢰하도록 했는지 여부.",
  "privacy.certificates.hashes": ({ active }) =>
    active === 0
      ? "프로비저닝 서버를 보증할 수 있는 인증 기관이 없습니다."
      : `제조업체 목록의 인증 기관 ${active}개가 관리자 제어 모드로 설정하는 프로비저닝 서버를 보증할 수 있습니다.`,
  "privacy.certificates.hash": ({ name }) =>
    `프로비저닝 서버를 보증할 수 있는 기관: ${name}. 제조업체 목록에 [추가된] 것입니다.`,
  "privacy.certificates.hashes-unknown": () => "어느 인증 기관이 프로비저닝 서버를 보증할 수 있는지 여부.",

  "privacy.boot": () => "이 PC의 다음 시작",
  "privacy.boot.change": () =>
    "다시 시작하면 옵션이 사용되고 사라집니다. AMT의 암호로: amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder",
  "privacy.boot.option": ({ option }) => `소유자가 다음과 같이 설정했습니다: ${choose(option, boot, option)}.`,
  "privacy.boot.none": () => "소유자가 다음 시작에 대해 설정한 옵션이 없습니다.",
  "privacy.boot.list": () => "소유자가 다음 시작에 대해 옵션을 설정했는지 여부.",
  "privacy.boot.alarm": ({ name, at }) => `AMT가 ${at === "" ? "" : `${at}에 `}이 PC를 켭니다(알람 '${name}').`,
  "privacy.boot.no-alarm": () => "AMT에 이 PC를 켜는 알람이 없습니다.",
  "privacy.boot.alarms": () => "AMT가 스스로 이 PC를 켜는지 여부.",

  "privacy.logs": () => "무엇이 기록되는가",
  "privacy.logs.change": () => "amt-agent configure audit --help, 관리자 제어 모드에서 AMT의 암호가 필요합니다.",
  "privacy.logs.audit": ({ state, records }) =>
    state === "yes"
      ? `누가 AMT를 통해 무엇을 했는지는 AMT의 감사 로그에 기록됩니다(${records}개). 참조: amt-agent events --audit`
      : state === "no"
        ? "누가 AMT를 통해 무엇을 했는지는 가장 중대한 것 외에는 기록되지 않습니다(AMT의 감사 로그가 꺼져 있음)."
        : "누가 무엇을 했는지 AMT가 기록하는지 여부.",
  "privacy.logs.no-audit": () => "이 펌웨어에는 감사 로그가 없습니다.",
  "privacy.logs.events": ({ state, records }) =>
    state === "yes"
      ? `하드웨어에 일어난 일은 AMT의 이벤트 로그에 기록됩니다(${records}개). 참조: amt-agent events --amt-log`
      : state === "no"
        ? "AMT의 이벤트 로그가 고정되어 있어 새 기록이 추가되지 않습니다."
        : "AMT가 이벤트 로그를 기록하는지 여부.",
  "privacy.logs.own": three(
    "AMT가 알리는 일과 변경 사항은 이 PC의 amt-agent 서비스가 기록합니다. 참조: amt-agent events",
    "amt-agent 서비스가 실행되고 있지 않습니다. 이 PC에서는 AMT가 하는 일이 기록되지 않습니다.",
    "amt-agent 서비스가 AMT가 하는 일을 기록하는지 여부.",
  ),
};
