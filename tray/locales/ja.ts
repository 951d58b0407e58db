import type { Words } from "./en.ts";
import { jaEvents } from "./ja-events.ts";
import { jaMenu } from "./ja-menu.ts";
import { jaMessages } from "./ja-messages.ts";
import { jaNotices } from "./ja-notices.ts";
import { jaWindow } from "./ja-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}：${open === null ? "不明" : open ? "【接続中】" : "接続なし"}`;
const modes: Readonly<Record<string, string>> = {
  none: "リモート管理用にセットアップされていません",
  client: "クライアント制御モード：接続にはこのPCでの同意が必要です",
  admin: "管理者制御モード：同意なしで接続できる場合があります",
};

/** Everything the tray and the status window say, in Japanese. */
export const ja: Words = {
  messages: { ...jaMessages, ...jaEvents, ...jaNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? "、バージョン不明" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "制御モード：不明" : (modes[mode] ?? `制御モード：${mode}`)),
  session: {
    kvm: openness("画面・キーボード・マウス（KVM）"),
    sol: openness("テキストコンソール（SOL）"),
    storage: openness("リモートディスク（USB-R）"),
  },
  consent: (pending) => (pending === null ? "同意が求められているかどうか：不明" : "【今、同意を求められています】"),
  nothingKnownOfSessions: "リモートセッション：不明",
  since: (when) => `最初に確認した日時：${when}`,
  severity: {
    info: (message) => `情報：${message}`,
    warning: (message) => `警告：${message}`,
    error: (message) => `エラー：${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `【仮想】${headline}`,
  silent: {
    asking: ["リモート管理の状態はまだわかりません。", (socket) => `amt-agentサービスに問い合わせています：${socket}`],
    unreachable: [
      "リモート管理の状態がわかりません。amt-agentサービスが動作していません。",
      () => "\u2192 起動するには：amt-agent serve",
      (socket) => `${socket}から応答がありません。引き続き試行します`,
    ],
    denied: [
      "リモート管理の状態がわかりません。amt-agentサービスへの問い合わせが許可されていません。",
      (socket) => `${socket}へのアクセスが拒否されました。引き続き試行します`,
    ],
    foreign: [
      "リモート管理の状態がわかりません。サービスからの応答を解釈できません。",
      () => "\u2192 amt-agentのサービスとトレイに同じバージョンをインストールしてください",
      (socket) => `応答元：${socket}。引き続き試行します`,
    ],
  },
  quit: "終了（このアイコンを閉じるだけです）",
  waitingForHost:
    "現在、このデスクトップにはトレイアイコンを表示する場所がありません（セッションバスにorg.kde.StatusNotifierWatcherがありません）。使えるようになるまで待ちます。その間はamt-agent statusで確認できます。",
  registered: "アイコンをデスクトップに登録しました。",
  hostRefused: (reason) =>
    `デスクトップがアイコンを受け付けませんでした：${reason}。デスクトップのトレイが再起動するのを待ちます。`,
  notKept: (reason) =>
    `通知済みの内容を保存できません（${reason}）。トレイを再起動すると、その間の出来事が通知されないことがあります。`,
  notNotified: (reason) =>
    `このデスクトップでは通知を表示できません（${reason}）。誰が接続しているかは、アイコンとamt-agent statusで確認できます。`,
  menu: jaMenu,
  window: jaWindow,
};
