import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Japanese. */
export const jaMenu: MenuWords = {
  end: {
    kvm: "切断：画面・キーボード・マウス（KVM）",
    sol: "切断：テキストコンソール（SOL）",
    usbr: "切断：リモートディスク（USB-R）",
  },
  refuse: "拒否：この画面を誰にも見せない",
  askForHelp: "支援を求める（このPCを管理者に接続します）",
  hangUp: "接続を切る（管理者との接続を終了します）",
  open: "状態ウィンドウを開く",
  reach: "このPCに誰がアクセスできるか",
  history: "これまでの出来事",
  support: "サポート用の情報をコピー",
  startAtLogin: "ログイン時に起動",
  olderTray: "このデスクトップには現在の方式のトレイがないため、旧方式（XEmbed）のトレイにアイコンを表示します。",
  helperMissing: (why) =>
    `旧方式（XEmbed）のトレイ用のアイコンを表示できません：${why}。その間はamt-agent statusとamt-agent windowで確認できます。`,
  helperEnded: (why) => `アイコンを表示するプログラムが終了しました（${why}）。再起動します。`,
  helperGivenUp: (why) =>
    `アイコンを表示するプログラムが繰り返し終了するため（${why}）、再起動を中止しました。その間はamt-agent statusとamt-agent windowで確認できます。`,
  byNotifySend: "セッションバスに通知サービスがありません。通知はnotify-sendで表示され、ボタンは付きません。",
};
