import type { Words } from "./en.ts";

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds}秒`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}分` : `${Math.floor(minutes / 60)}時間${minutes % 60}分`;
};

/** What notifications say besides the event itself, in Japanese. */
export const jaNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `リモートセッション（${kind}）が終了しました。接続時間：${span(seconds)}。`,
  "notice.over": ({ kind }) => `リモートセッション（${kind}）が終了しました。いつ始まったかは不明です。`,
  "notice.still-open": ({ kind }) => `リモートセッションが開いています（${kind}）。`,
  "notice.away": ({ count, sessions }) =>
    sessions === 0
      ? `不在の間に、AMTで知っておくべき出来事が${count}件ありました。`
      : `不在の間に、リモートセッションが${sessions}件ありました（知っておくべき出来事は合計${count}件）。`,
  "notice.not-done": ({ why }) => `実行できませんでした。${why}`,
  "notice.nothing-to-end": () => "切断するものはもうありませんでした。",
  "notice.help-asked": () => "支援を求めました。AMTは、管理者が設定したサーバーに接続します。",
  "notice.support-copied": () =>
    "サポート用の情報をクリップボードにコピーしました。パスワードやシリアル番号は含まれていません。",
  "notice.support-saved": ({ path }) =>
    `サポート用の情報を${path}に保存しました。クリップボード用のプログラム（wl-copy、xclip、xsel）がないためです。パスワードやシリアル番号は含まれていません。`,
  "notice.starts-at-login": () => "次回のログイン後、アイコンが表示されます。",
  "notice.starts-no-more": () => "次回のログイン後、アイコンは表示されません。手動で起動するには：amt-agent tray",
  "notice.button.end": () => "切断",
  "notice.button.cancel-consent": () => "拒否",
  "notice.button.cancel-reset": () => "このPCの再起動を止める",
  "notice.button.cancel-power": () => "取り消す",
  "notice.button.hang-up": () => "接続を切る",
  "notice.button.details": () => "詳細",
  "notice.button.who-can-reach": () => "このPCに誰がアクセスできるか",
};
