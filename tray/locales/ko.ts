import type { Words } from "./en.ts";
import { koEvents } from "./ko-events.ts";
import { koMenu } from "./ko-menu.ts";
import { koMessages } from "./ko-messages.ts";
import { koNotices } from "./ko-notices.ts";
import { koWindow } from "./ko-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "알 수 없음" : open ? "[지금 연결됨]" : "연결 없음"}`;
const modes: Readonly<Record<string, string>> = {
  none: "원격 관리용으로 설정되지 않음",
  client: "클라이언트 제어 모드: 연결하려면 이 PC에서 동의해야 합니다",
  admin: "관리자 제어 모드: 동의 없이 연결될 수 있습니다",
};

/** Everything the tray and the status window say, in Korean. */
export const ko: Words = {
  messages: { ...koMessages, ...koEvents, ...koNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", 버전 알 수 없음" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "제어 모드: 알 수 없음" : (modes[mode] ?? `제어 모드: ${mode}`)),
  session: {
    kvm: openness("화면, 키보드, 마우스(KVM)"),
    sol: openness("텍스트 콘솔(SOL)"),
    storage: openness("원격 디스크(USB-R)"),
  },
  consent: (pending) => (pending === null ? "동의 요청 여부: 알 수 없음" : "[지금 누군가 동의를 요청하고 있습니다]"),
  nothingKnownOfSessions: "원격 세션: 알 수 없음",
  since: (when) => `처음 확인된 시각: ${when}`,
  severity: {
    info: (message) => `참고: ${message}`,
    warning: (message) => `경고: ${message}`,
    error: (message) => `오류: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `[가상] ${headline}`,
  silent: {
    asking: ["원격 관리 상태를 아직 알 수 없습니다.", (socket) => `amt-agent 서비스에 묻는 중: ${socket}`],
    unreachable: [
      "원격 관리 상태를 알 수 없습니다. amt-agent 서비스가 실행되고 있지 않습니다.",
      () => "\u2192 시작하려면: amt-agent serve",
      (socket) => `${socket}에서 응답이 없습니다. 계속 시도합니다`,
    ],
    denied: [
      "원격 관리 상태를 알 수 없습니다. amt-agent 서비스가 조회를 허용하지 않습니다.",
      (socket) => `${socket}에 대한 액세스가 거부되었습니다. 계속 시도합니다`,
    ],
    foreign: [
      "원격 관리 상태를 알 수 없습니다. 서비스의 응답을 해석할 수 없습니다.",
      () => "\u2192 amt-agent 서비스와 트레이를 같은 버전으로 설치하십시오",
      (socket) => `응답한 곳: ${socket}. 계속 시도합니다`,
    ],
  },
  quit: "종료(이 아이콘만 닫습니다)",
  waitingForHost:
    "지금 이 데스크톱에는 트레이 아이콘을 표시할 곳이 없습니다(세션 버스에 org.kde.StatusNotifierWatcher가 없음). 생길 때까지 기다립니다. 그동안 amt-agent status로 확인할 수 있습니다.",
  registered: "아이콘이 데스크톱에 등록되었습니다.",
  hostRefused: (reason) =>
    `데스크톱이 아이콘을 받아들이지 않았습니다: ${reason}. 데스크톱의 트레이가 다시 시작될 때까지 기다립니다.`,
  notKept: (reason) =>
    `표시한 내용을 저장할 수 없습니다(${reason}). 트레이를 다시 시작하면 그사이에 일어난 일을 알리지 못할 수 있습니다.`,
  notNotified: (reason) =>
    `이 데스크톱에는 알림이 표시되지 않습니다(${reason}). 누가 연결되어 있는지는 아이콘과 amt-agent status에서 확인할 수 있습니다.`,
  menu: koMenu,
  window: koWindow,
};
