import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Korean. */
export const koMenu: MenuWords = {
  end: {
    kvm: "연결 끊기: 화면, 키보드, 마우스(KVM)",
    sol: "연결 끊기: 텍스트 콘솔(SOL)",
    usbr: "연결 끊기: 원격 디스크(USB-R)",
  },
  refuse: "거부: 아무도 이 화면을 볼 수 없음",
  askForHelp: "도움 요청(이 PC가 관리자에게 연결됩니다)",
  hangUp: "연결 종료(관리자와의 연결을 끝냅니다)",
  open: "상태 창 열기",
  reach: "누가 이 PC에 접근할 수 있나요?",
  history: "지금까지 일어난 일",
  support: "지원용 정보 복사",
  startAtLogin: "로그인할 때 시작",
  olderTray: "이 데스크톱에는 현재 방식의 트레이가 없습니다. 이전 방식(XEmbed)의 트레이에 아이콘을 표시합니다.",
  helperMissing: (why) =>
    `이전 방식(XEmbed)의 트레이에 아이콘을 표시할 수 없습니다: ${why}. 그동안 amt-agent status와 amt-agent window로 확인할 수 있습니다.`,
  helperEnded: (why) => `아이콘을 표시하는 프로그램이 종료되었습니다(${why}). 다시 시작합니다.`,
  helperGivenUp: (why) =>
    `아이콘을 표시하는 프로그램이 계속 종료되어(${why}) 더 이상 시작하지 않습니다. 그동안 amt-agent status와 amt-agent window로 확인할 수 있습니다.`,
  byNotifySend: "세션 버스에 알림 서비스가 없습니다. 알림은 notify-send를 통해 단추 없이 표시됩니다.",
};
