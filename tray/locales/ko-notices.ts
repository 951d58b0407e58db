import type { Words } from "./en.ts";

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds}초`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}분` : `${Math.floor(minutes / 60)}시간 ${minutes % 60}분`;
};

/** What notifications say besides the event itself, in Korean. */
export const koNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `원격 세션(${kind})이 끝났습니다. 지속 시간: ${span(seconds)}.`,
  "notice.over": ({ kind }) => `원격 세션(${kind})이 끝났습니다. 언제 시작되었는지는 알 수 없습니다.`,
  "notice.still-open": ({ kind }) => `원격 세션이 열려 있습니다(${kind}).`,
  "notice.away": ({ count, sessions }) =>
    sessions === 0
      ? `자리를 비운 동안 AMT에서 알아 둘 만한 일이 ${count}건 있었습니다.`
      : `자리를 비운 동안 원격 세션이 ${sessions}건 있었습니다(알아 둘 만한 일 모두 ${count}건).`,
  "notice.not-done": ({ why }) => `작업을 완료하지 못했습니다. ${why}`,
  "notice.nothing-to-end": () => "끊을 연결이 더 이상 없었습니다.",
  "notice.help-asked": () => "도움을 요청했습니다. AMT가 관리자가 설정한 서버에 연결합니다.",
  "notice.support-copied": () => "지원용 정보를 클립보드에 복사했습니다. 암호나 일련번호는 들어 있지 않습니다.",
  "notice.support-saved": ({ path }) =>
    `클립보드 프로그램(wl-copy, xclip 또는 xsel)이 없어 지원용 정보를 파일에 저장했습니다: ${path}. 암호나 일련번호는 들어 있지 않습니다.`,
  "notice.starts-at-login": () => "다음에 로그인하면 아이콘이 표시됩니다.",
  "notice.starts-no-more": () => "다음에 로그인하면 아이콘이 표시되지 않습니다. 직접 시작하려면: amt-agent tray",
  "notice.button.end": () => "연결 끊기",
  "notice.button.cancel-consent": () => "거부",
  "notice.button.cancel-reset": () => "이 PC의 다시 시작 막기",
  "notice.button.cancel-power": () => "취소",
  "notice.button.hang-up": () => "연결 종료",
  "notice.button.details": () => "자세히",
  "notice.button.who-can-reach": () => "누가 이 PC에 접근할 수 있나요?",
};
