import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "仮想MEのファームウェア" : "このPCのファームウェア";

const standings: Readonly<Record<string, string>> = {
  unknown: "不明",
  absent: "なし",
  off: "オフ",
  unconfigured: "未セットアップ",
  managed: "セットアップ済み",
  session: "セッション中",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "シャットダウン",
  restart: "再起動",
  sleep: "スリープ",
  hibernate: "休止状態",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "ネットワーク",
  "this PC's own ports": "このPC自体のポート",
};
const place = (where: string): string => places[where] ?? where;

/** What happened, in Japanese. */
export const jaEvents: Words["messages"] = {
  "event.started": () => "サービスが起動しました。",
  "event.stopped": () => "サービスが停止しました。",
  "event.standing": ({ from, to }) => `AMTの状態が「${standing(from)}」から「${standing(to)}」に変わりました。`,
  "event.control-mode": ({ from, to }) => `AMTの制御モードが${from}から${to}に変わりました。`,
  "event.firmware": ({ from, to }) => `AMTのファームウェアがバージョン${from}から${to}に変わりました。`,
  "event.while-away": ({ from, to, since }) =>
    `サービスが動作していない間に、AMTの状態が「${standing(from)}」（${since}）から「${standing(to)}」に変わりました。`,
  "event.slept": ({ since, until }) =>
    `${since}から${until}まで、コンピューターはスリープしていたか、スリープしようとしていました。状態を読み取り直しました。`,
  "event.while-asleep": ({ from, to, since }) =>
    `コンピューターのスリープ中に、AMTの状態が「${standing(from)}」（${since}）から「${standing(to)}」に変わりました。`,
  "event.session.opened": ({ kind }) => `リモートセッションが始まりました（${kind}）。`,
  "event.session.closed": ({ kind }) => `リモートセッションが終了しました（${kind}）。`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `このPCにはリモートセッションのデバイスがありますが（${kind}：${evidence}）、AMTはそのようなセッションはないと報告しています。`,
  "event.condition.raised": ({ condition }) => `注意が必要な状態が発生しました：${condition}。`,
  "event.condition.cleared": ({ condition }) => `注意が必要な状態が解消しました：${condition}。`,
  "event.clock-set-back": ({ from, to }) => `このPCの時計が${from}以降の時刻から${to}に戻されました。`,

  "event.history.repaired": ({ bytes }) =>
    `サービスが強制終了されたときに書き込み中だったイベントが失われました（${bytes}バイトが残っていました）。`,
  "event.history.broken": ({ why }) =>
    `サービスが動作していない間に、履歴が外部から変更されました（${why}）。確認するには：amt-agent events verify`,
  "event.history.rotated": ({ first, last }) => `履歴の空きを確保するため、イベント${first}～${last}を削除しました。`,
  "event.history.lost": ({ count }) => `以前のイベント${count}件が履歴にありません。発生時に記録できませんでした。`,

  "event.amt.enabled": () => "AMTがオンになりました。",
  "event.amt.disable-attempt": () => "誰かがAMTをオフにしようとしました。",
  "event.setup.pre": () => "AMTはセットアップされていません。",
  "event.setup.in": () => "AMTをセットアップ中です。",
  "event.setup.post": () => "AMTがセットアップされました。このPCはリモート管理できます。",
  "event.setup.removing": () => "AMTのセットアップを削除中です。",
  "event.setup.removing-by": ({ who }) => `AMTのセットアップを削除中です。実行者：${who}。`,
  "event.setup.mode-changed": () => "AMTの制御モードが変更されました。",
  "event.firmware.update-partial": () => "MEファームウェアの更新が完了しませんでした。",
  "event.firmware.update-failed": () => "MEファームウェアの更新に失敗しました。",
  "event.firmware.reset": () => "MEファームウェアがリセットされました。",
  "event.firmware.wear": () => "MEのフラッシュメモリへの書き込み回数が多いため、AMTが書き込みを制限しています。",

  "event.kvm.requested": () => "誰かがこの画面を見て操作することの許可を求めています。",
  "event.kvm.data": () => "画面セッション（KVM）のデータチャネルでメッセージを受信しました。",
  "event.kvm.disabled": () => "この画面へのセッション（KVM）がAMTでオフになりました。",
  "event.kvm.enabled": () => "この画面へのセッション（KVM）がAMTでオンになりました。",
  "event.consent.requested": () => "AMTがこのPCのユーザーの同意を求めています。画面に6桁の数字が表示されています。",
  "event.consent.granted": () => "ユーザーが同意しました。画面の数字が相手から正しく入力されました。",
  "event.consent.ended": () => "ユーザーの同意が終了しました。",
  "event.consent.policy": () => "AMTがいつユーザーの同意を求めるかの規則が変更されました。",
  "event.sprite": () => "AMTが画面に描く独自のメッセージの表示方法が変更されようとしています。",

  "event.network.changed": () => "AMTのネットワークの状態が変わりました。",
  "event.network.link-denied": () =>
    "このPCのプログラムがAMTのネットワーク接続をオフにしようとしましたが、AMTが拒否しました。",
  "event.network.link-disabled": () => "このPCのプログラムがAMTのネットワーク接続をオフにしようとしました。",
  "event.defense.tx-stopped": () => "AMTのSystem Defenseが、このPCからの送信の全部または一部を止めました。",
  "event.defense.tx-limited": () => "AMTのSystem Defenseが、このPCからの送信を遅くしました。",
  "event.defense.rx-stopped": () => "AMTのSystem Defenseが、このPCへの受信の全部または一部を止めました。",
  "event.defense.rx-limited": () => "AMTのSystem Defenseが、このPCへの受信を遅くしました。",
  "event.defense.active": () => "AMTのSystem Defenseが、このPCのネットワーク通信に作用しています。",
  "event.defense.inactive": () => "AMTのSystem Defenseは、このPCのネットワーク通信に作用していません。",
  "event.defense.changed": () => "AMTのSystem Defenseの状態が変わりました。",
  "event.eac.changed": () => "ネットワークアクセス制御用のAMTの状態情報が変わりました。",
  "event.eac.enabled": () => "AMTのネットワークアクセス制御（EAC）がオンになりました。",
  "event.eac.disabled": () => "AMTのネットワークアクセス制御（EAC）がオフになりました。",
  "event.wlan.profile": () => "AMTには、管理に使える条件を満たす無線プロファイルがありません。",
  "event.wlan.security": () => "AMTの無線接続は、管理に使うには安全性が不十分です。",
  "event.wlan.by-me": () => "無線接続ではMEが優先されます。システムの接続が切れることがあります。",
  "event.wlan.by-host": () => "無線接続では再びオペレーティングシステムが優先されます。",
  "event.wlan.sync-changed": () => "AMTがこのPCの無線プロファイルを取り込むかどうかの設定が変更されました。",
  "event.wlan.sync-disabled": () => "AMTはこのPCの無線プロファイルを取り込まなくなりました。",
  "event.wlan.sync-enabled": () => "AMTはこのPCの無線プロファイルを取り込みます。",
  "event.wlan.control-host": () => "オペレーティングシステムが無線接続を制御しています。",
  "event.wlan.control-me": () => "MEが無線接続を制御しています。",
  "event.wlan.protection": ({ level }) => `MEによる無線接続の保護：${level}。`,
  "event.tunnel.opened": () => "AMTが外部のサーバーに接続しました（CIRA）。そのサーバーを通じてこのPCを管理できます。",
  "event.tunnel.closed": () => "AMTと外部のサーバーの接続（CIRA）が終了しました。",
  "event.tunnel.requested": () => "このPCで支援が求められました。AMTは外部のサーバーに接続します。",
  "event.help.pressed": ({ result }) => `このPCで支援が求められました：${result}。`,
  "event.ip-sync.disabled": () => "AMTはこのPCとネットワークアドレスを共有しなくなりました。",
  "event.ip-sync.enabled": () => "AMTはこのPCとネットワークアドレスを共有しています。",
  "event.proxy-sync.disabled": () => "AMTはこのPCのプロキシ設定を取り込まなくなりました。",
  "event.proxy-sync.enabled": () => "AMTはこのPCのプロキシ設定を取り込みます。",
  "event.refresh-ip": ({ interface: which }) => `AMTがこのPCにネットワークアドレスの更新を求めています（${which}）。`,

  "event.power.requested": ({ what }) => `リモートの管理者がこのPCに次の操作を求めました：${power(what)}。`,
  "event.power.watchdog": () => "ウォッチドッグが時間切れになったため、AMTがこのPCをリセットしました。",
  "event.power.planned": ({ what, seconds }) =>
    `リモートの管理者の求めにより、このPCは${seconds}秒後に次の操作を行います：${power(what)}。`,
  "event.power.called-off": ({ what }) =>
    `リモートの管理者が求めた操作（${power(what)}）を、このPCの前にいる人が取り消しました。`,
  "event.power.failed": ({ what, code }) =>
    `リモートの管理者がこのPCに求めた操作（${power(what)}）は実行できませんでした（${code}）。`,
  "event.time-sync.disabled": () => "AMTはこのPCから時刻を取得しなくなりました。",
  "event.time-sync.enabled": () => "AMTはこのPCから時刻を取得します。",
  "event.audit-log.filling": ({ percent }) => `AMTの監査ログの使用率は${percent}%です。`,

  "event.agent.not-started": ({ agent }) => `AMTが監視しているプログラムが起動していません（${agent}）。`,
  "event.agent.stopped": ({ agent }) => `AMTが監視しているプログラムが停止しました（${agent}）。`,
  "event.agent.running": ({ agent }) => `AMTが監視しているプログラムが動作しています（${agent}）。`,
  "event.agent.expired": ({ agent }) => `AMTが監視しているプログラムからの応答が途絶えました（${agent}）。`,
  "event.agent.suspended": ({ agent }) => `AMTはプログラムの監視を一時的に止めています（${agent}）。`,

  "event.posture.failed": ({ check, title }) => `このPCの安全性の検査に合格しなくなりました：${title}（${check}）。`,
  "event.posture.weakened": ({ check, title }) => `AMTの設定が弱くなりました：${title}（${check}）。`,
  "event.posture.passed": ({ check, title }) =>
    `不合格だったこのPCの安全性の検査に合格しました：${title}（${check}）。`,
  "event.posture.dropped": ({ count, destinations }) =>
    `空きを作るため、${destinations}に届く前に、このPCの安全性に関するレポート${count}件が破棄されました。`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination}が、このPCの安全性に関するレポート${count}件を拒否しました（${code}）。再送されません。`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `${firmware(virtual)}に影響するセキュリティアドバイザリが${count}件あります：${advisories}。`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `セキュリティアドバイザリ${count}件は、${firmware(virtual)}に影響しなくなりました：${advisories}。`,
  "event.reset.pending": ({ agent, seconds }) =>
    `AMTは${seconds}秒後に、確認なしでこのPCを再起動します。AMTが監視しているプログラムからの応答が途絶えました（${agent}）。`,
  "event.reset.called-off": () => "AMTが行おうとしていたこのPCの再起動は取り消されました。",

  "event.settings.root-added": ({ name, hash }) =>
    `このPCの管理権を得るための証明書の発行元として、AMTが信頼するものが1つ増えました：${name}（ハッシュ値${hash}）。`,
  "event.settings.root-removed": ({ name, hash }) =>
    `このPCの管理権を得るための証明書の発行元として、AMTは次のものを信頼しなくなりました：${name}（ハッシュ値${hash}）。`,
  "event.settings.server-added": ({ server }) =>
    `このPCを管理できる外部のサーバーがAMTに登録されました（CIRA）：${server}。`,
  "event.settings.server-removed": ({ server }) => `外部のサーバーがAMTの登録から外れました（CIRA）：${server}。`,
  "event.settings.tls-off": ({ where }) =>
    `AMTの暗号化（TLS）がオフになりました。対象：${place(where)}。送信内容が途中で読み取られる可能性があります。`,
  "event.settings.tls-on": ({ where }) => `AMTの暗号化（TLS）がオンになりました。対象：${place(where)}。`,
  "event.settings.user-added": ({ user }) => `AMTのユーザーが増えました：${user}。`,
  "event.settings.user-changed": ({ user }) => `AMTのユーザーの権限が変更されました：${user}。`,
  "event.settings.user-removed": ({ user }) => `AMTのユーザーがいなくなりました：${user}。`,
  "event.settings.feature-on": ({ feature }) => `AMTでオンになりました：${feature}。`,
  "event.settings.feature-off": ({ feature }) => `AMTでオフになりました：${feature}。`,

  "event.alert.unknown": ({ alert }) => `AMTから、このプログラムの知らないアラートが届きました（${alert}）。`,
  "event.alert.more": ({ count, of }) =>
    `AMTからこのようなアラートがさらに${count}件届きました。多すぎるため個別には表示しません：${of}`,
  "event.alert.unreadable": ({ reason }) => `AMTから届いたアラートを読み取れませんでした（${reason}）。`,
};
