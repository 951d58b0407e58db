import type { WindowWords } from "./en-window.ts";

/** The window's page of the posture report, in Japanese. */
export const jaPosturePage: WindowWords["posture"] = {
  intro:
    "このコンピューターのファームウェア、AMT、システムがどれだけ安全に設定されているかを示します。確認するだけで、何も変更しません。",
  readAt: (when) => `確認日時：${when}。`,
  reading: "読み取り中です。最初のレポートには最大30秒ほどかかります\u2026",
  verdicts: {
    bad: (count) => `安全に設定されていない項目が${count}件あります。`,
    affected: (count) => `このコンピューターに影響するファームウェアの既知の脆弱性が${count}件あります。`,
    unsure: (count) => `安全でない項目は見つかりませんでした。${count}件は確認できませんでした。`,
    good: "安全でない項目は見つかりませんでした。",
  },
  counts: (fail, unknown, pass) => `危険${fail}件、不明${unknown}件、安全${pass}件`,
  filter: "表示",
  filters: { attention: "確認が必要な項目", fail: "危険", unknown: "不明", pass: "安全", all: "すべて" },
  shown: (count) => `${count}件の検査`,
  noMatch: "該当する検査はありません。",
  parts: { firmware: "ファームウェア（Intel ME）", amt: "AMTの設定", host: "このコンピューターのシステム" },
  results: { fail: "危険", unknown: "不明", pass: "安全", "not-applicable": "対象外" },
  expected: "あるべき値",
  remedy: "対処方法",
  evidence: "確認された内容",
  rule: "判定の基準",
  id: "検査の名前",
  advisories: "Intelのセキュリティアドバイザリ",
  data: (date) => `${date}時点の情報です。`,
  noneAffected:
    "このバージョンに影響すると記載されたアドバイザリはありません。ただし、影響がないという意味ではありません。",
  advisoryUnknown: (count) =>
    `${count}件については、このコンピューターに影響するかどうか不明です。詳細はIntelのページを参照してください。`,
  advisoryVerdicts: {
    affected: "このコンピューターに影響します",
    fixed: "このバージョンで修正済み",
    "not-listed": "このバージョンの記載なし",
    "not-applicable": "対象外",
    unknown: "不明",
  },
  score: (cvss) => `深刻度${cvss}（10点満点、CVSS）`,
  page: "Intelのページ",
  allAdvisories: "その他のアドバイザリ",
  update: "最新のBIOSまたはファームウェアの更新について、コンピューターのメーカーに問い合わせてください。",
};
