import type { WindowWords } from "./en-window.ts";

/** The window's page of the posture report, in Korean. */
export const koPosturePage: WindowWords["posture"] = {
  intro:
    "이 컴퓨터의 펌웨어, AMT, 시스템이 얼마나 안전하게 설정되어 있는지 보여 줍니다. 살펴보기만 하고 아무것도 변경하지 않습니다.",
  readAt: (when) => `확인 시각: ${when}.`,
  reading: "읽는 중입니다. 첫 보고서는 최대 30초 정도 걸립니다\u2026",
  verdicts: {
    bad: (count) => `안전하게 설정되지 않은 항목이 ${count}개 있습니다.`,
    affected: (count) => `이 컴퓨터에 해당하는 알려진 펌웨어 취약점이 ${count}개 있습니다.`,
    unsure: (count) => `안전하지 않은 항목은 발견되지 않았습니다. ${count}개 항목은 확인할 수 없었습니다.`,
    good: "안전하지 않은 항목은 발견되지 않았습니다.",
  },
  counts: (fail, unknown, pass) => `안전하지 않음 ${fail}개, 알 수 없음 ${unknown}개, 안전 ${pass}개`,
  filter: "표시",
  filters: {
    attention: "살펴봐야 할 항목",
    fail: "안전하지 않음",
    unknown: "알 수 없음",
    pass: "안전",
    all: "모두",
  },
  shown: (count) => `검사 ${count}개`,
  noMatch: "해당하는 검사가 없습니다.",
  parts: { firmware: "펌웨어(Intel ME)", amt: "AMT 설정", host: "이 컴퓨터의 시스템" },
  results: { fail: "안전하지 않음", unknown: "알 수 없음", pass: "안전", "not-applicable": "해당 없음" },
  expected: "있어야 할 상태",
  remedy: "해결 방법",
  evidence: "확인된 내용",
  rule: "판단 기준",
  id: "검사 이름",
  advisories: "Intel 보안 권고",
  data: (date) => `${date} 기준 정보입니다.`,
  noneAffected: "이 버전이 영향을 받는다고 명시한 권고는 없습니다. 그렇다고 영향을 받지 않는다는 뜻은 아닙니다.",
  advisoryUnknown: (count) =>
    `권고 ${count}개는 이 컴퓨터에 해당하는지 알 수 없습니다. 자세한 내용은 Intel 페이지를 참조하십시오.`,
  advisoryVerdicts: {
    affected: "이 컴퓨터에 해당",
    fixed: "이 버전에서 수정됨",
    "not-listed": "이 버전은 명시되지 않음",
    "not-applicable": "해당 없음",
    unknown: "알 수 없음",
  },
  score: (cvss) => `심각도 ${cvss}/10(CVSS)`,
  page: "Intel 페이지",
  allAdvisories: "다른 권고",
  update: "최신 BIOS 또는 펌웨어 업데이트를 컴퓨터 제조업체에 문의하십시오.",
};
