import type { Words } from "./en.ts";
import { firmware, power } from "./ja-events.ts";

/** What the service says, in Japanese. Names of programs, files and codes stay as they are. */
export const jaMessages: Words["messages"] = {
  "headline.unknown": () => "リモート管理の状態がわかりません。",
  "headline.absent": () =>
    "このPCにはIntel AMTがありません。Intel AMTを使ってこのPCをリモート管理することは誰にもできません。",
  "headline.off": () => "Intel AMTはオフです。Intel AMTを使ってこのPCをリモート管理することは誰にもできません。",
  "headline.unconfigured": () =>
    "Intel AMTはありますが、セットアップされていません。Intel AMTを使ってこのPCを見たり操作したりすることは誰にもできません。",
  "headline.configuring": () =>
    "このPCでIntel AMTをセットアップ中です。完了後、このPCはリモート管理できるようになります。",
  "headline.managed": () => "このPCはIntel AMTでリモート管理できます。現在、誰も接続していません。",
  "headline.managed-unsure": () =>
    "このPCはIntel AMTでリモート管理できます。現在、誰かが接続しているかどうかはわかりません。",
  "headline.session.kvm": () => "今、誰かがIntel AMTを通じてこの画面を見て操作できる状態です。",
  "headline.session.consent": () => "誰かがIntel AMTを通じてこの画面を見て操作することの許可を求めています。",
  "headline.session.storage": () => "今、Intel AMTを通じてリモートディスクがこのPCに接続されています。",
  "headline.session.sol": () => "今、誰かがIntel AMTを通じてこのPCのテキストコンソールに接続しています。",
  "machine.virtual": ({ machine }) => `これは仮想ME（${machine}）であり、このPCのファームウェアではありません。`,

  "unknown.no-amt": () => "このMEにはAMTがありません",
  "unknown.no-client": ({ client }) => `このMEには${client}がありません`,
  "unknown.unsupported": ({ status }) => `このファームウェアはこの問い合わせに対応していません（${status}）`,
  "unknown.refused": ({ status }) => `ファームウェアが拒否しました（${status}）`,
  "unknown.malformed": ({ reason }) => `ファームウェアの応答を読み取れませんでした（${reason}）`,
  "unknown.busy": ({ holder }) => `${holder}が使用中です`,
  "unknown.timeout": () => "ファームウェアが時間内に応答しませんでした",
  "unknown.gone": () => "問い合わせの途中でMEがリセットされました",
  "unknown.needs-version": ({ version }) => `${version}より前のファームウェアからは得られません`,
  "unknown.not-reported": () => "ファームウェアから情報が得られません",
  "unknown.no-interface": () => "該当するインターフェイスがありません",
  "unknown.not-set": () => "設定されていません",
  "unknown.not-configured": () => "AMTがセットアップされていません",
  "unknown.failed": ({ code }) => `問い合わせに失敗しました（${code}）`,
  "unknown.needs-admin": () => "AMTの管理者だけが参照できます：amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMTがログインを拒否しました（${code}）`,
  "unknown.no-link": ({ code }) => `ここからAMTのWebサービスに接続できません（${code}）`,
  "unknown.tls-untrusted": () =>
    "AMTの証明書がどれかを確認できません。--pinまたは--caを指定するか、サービスに問い合わせさせてください",

  "session.kvm": () => "この画面を見て、キー入力とマウス操作ができます",
  "session.sol": () => "このPCのテキストコンソール（AMTのシリアルポート）を読み、入力しています",
  "session.usbr": () => "自分のディスクをこのPCに接続しています。このPCはそのディスクから起動できます",
  "session.consent": () => "画面を見るため、またはディスクからこのPCを起動するため、この画面の6桁の数字を待っています",
  "session.cira": ({ server }) => `外部のサーバー（${server}）を通じてこのPCを管理しています`,
  "session.system-defense": () => "AMTを使ってこのPCのネットワーク通信を止めたり遅くしたりしています",
  "session.web-ui": () =>
    "AMTのパスワードがあればAMTのWebページを使えます。誰かが使っているかどうかは、AMTからはわかりません",
  "who.not-read": () => "まだ問い合わせていません（amt-agent sessionsで問い合わせます）",
  "who.not-told": () => "誰であるかはファームウェアから得られません",
  "who.no-record": () => "AMTの監査ログに記録がありません",
  "who.unreadable": ({ code }) => `AMTの監査ログを読み取れませんでした（${code}）`,
  "who.no-user": () => "AMTの監査ログに名前がありません",
  "who.no-address": () => "AMTの監査ログにアドレスがありません",

  "end.ended": () => "切断しました",
  "end.none": () => "該当するものはありませんでした",
  "end.absent": () => "このAMTにはその機能がありません",
  "end.refused": ({ status }) => `AMTが拒否しました（${status}）`,
  "end.not-the-users": () => "AMTが切断するのは、このPCのユーザーが求めた接続だけです（NOT_PERMITTED）",

  "switch.off": () => "オフにし、オフになったことを確認しました",
  "switch.was-off": () => "すでにオフでした",
  "switch.not-taken": () => "AMTは受け付けましたが、まだオンのままです",

  "reset.none": () => "AMTはこのPCを再起動しようとしていません。取り消すものはありませんでした。",
  "reset.absent": () =>
    "このAMTが自らPCを再起動することはありません（AMT 11からの機能です）。取り消すものはありませんでした。",
  "reset.refused": ({ status }) =>
    `AMTが取り消しを拒否しました（${status}）。権限のあるAMTユーザーで実行するには：amt-agent presence cancel-reset --user admin`,

  "condition.me-absent": () => "このPCにIntel MEデバイスが見つかりませんでした。",
  "condition.me-absent.remedy": () =>
    "このPCがIntel製チップセットを搭載している場合は、ドライバーを読み込んでください（Linux：modprobe mei_me、Windows：Intel MEドライバーをインストール）。",
  "condition.me-denied": ({ device }) => `サービスに${device}を開く権限がありません。`,
  "condition.me-denied.remedy": ({ device }) =>
    `サービスのグループに${device}へのアクセス権を与えるか、rootとして実行してください。`,
  "condition.me-busy": ({ holder }) => `MEは${holder}が使用中です。`,
  "condition.me-busy.remedy": () =>
    "そのプログラムを停止するか、終わるまで待ってください。サービスは自動的に再試行します。",
  "condition.me-gone": () => "MEが応答していません。リセットされたか、状態の移行中です。",
  "condition.me-gone.remedy": () => "サービスは自動的に再試行します。解消しない場合は、PCを再起動してください。",
  "condition.me-timeout": () => "MEが応答しません。",
  "condition.me-timeout.remedy": () =>
    "サービスは自動的に再試行します。解消しない場合は、PCの電源を切り、電源コードを1分間抜いてください。",
  "condition.me-failed": ({ code }) => `状態を読み取れませんでした（${code}）。`,
  "condition.me-failed.remedy": () => "詳細を確認するには、amt-agent doctorを実行してください。",
  "condition.asleep": () => "コンピューターがスリープしていました。リモート管理の状態を読み取り直しています。",
  "condition.asleep.remedy": () => "何もする必要はありません。少し時間がかかります。",
  "condition.lms-held": ({ holder }) =>
    `AMTのローカルポートとアラートは${holder}が使用しています。ポートは利用できますが、アラートは受け取れません。`,
  "condition.lms-held.remedy": ({ holder }) =>
    `このサービスに任せるには、${holder}を停止してください。サービスが自動的に引き継ぎます。`,
  "condition.lms-ports": ({ ports }) =>
    `このPCのポート${ports}ではAMTに接続できません。ポートが使用中か、開く権限がありません。`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `ポートを使用しているプログラムを調べ（Linux：ss -ltnp、Windows：netstat -abn）、${ports}を空けてください。自動的に再試行します。`,
  "condition.lms-failed": ({ code }) => `AMTのローカルポートへの接続が繰り返し失敗しています（${code}）。`,
  "condition.lms-failed.remedy": () =>
    "サービスは自動的に再試行します。解消しない場合は、PCの電源を切り、電源コードを1分間抜いてください。",
  "condition.history-full": () => "現在、出来事が記録されていません。ディスクがいっぱいです。",
  "condition.history-full.remedy": () =>
    "サービスの状態を保存しているディスクの空き容量を増やしてください。サービスは自動的に再開します。",
  "condition.history-failed": ({ code }) => `出来事が記録されていません。履歴を使用できません（${code}）。`,
  "condition.history-failed.remedy": () =>
    "サービスの状態ディレクトリーにあるフォルダーeventsと、サービスのログ（Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log）を確認してください。",
  "condition.presence-failing": ({ agents, code }) =>
    `${agents}が動作していることをAMTに伝えられません（${code}）。AMTは停止したと見なす可能性があります。`,
  "condition.presence-failing.remedy": () =>
    "どれであるかはamt-agent presence statusで確認できます。ウォッチドッグが存在し（amt-agent presence add）、presence.userに権限Agent Presence Localがある必要があります。",
  "condition.posture-unsent": ({ destinations, code }) =>
    `このPCの安全性に関するレポートが${destinations}に届きません（${code}）。このPCで待機しています。`,
  "condition.posture-unsent.remedy": () =>
    "自動的に再試行されます。何がなぜ待機しているかはamt-agent posture spoolで、詳細はjournalctl -u amt-agent-sendで確認できます。",
  "condition.posture-no-sender": ({ count }) =>
    `このPCの安全性に関するレポートが${count}件、送信を待っていますが、送信するプログラムが動いていません。`,
  "condition.posture-no-sender.remedy": () =>
    "送信プログラムを起動してください：systemctl enable --now amt-agent-send、またはターミナルでamt-agent sender。",
  "condition.posture-unkept": ({ code }) => `このPCの安全性に関するレポートを送信用に保存できませんでした（${code}）。`,
  "condition.posture-unkept.remedy": () =>
    "posture.spoolDirで指定されたフォルダーの空き容量と権限を確認してください。再試行されます。",
  "condition.posture-advisory": ({ advisories, count, virtual }) =>
    `${firmware(virtual)}に影響するセキュリティアドバイザリが${count}件あります：${advisories}。`,
  "condition.posture-advisory.remedy": () =>
    "PCメーカーの最新のBIOSまたはMEの更新をインストールしてください。詳細はamt-agent postureで確認できます。",
  "condition.posture-failing": ({ code }) =>
    `このPCの安全性に関する新しいレポートを作成または保存できません（${code}）。`,
  "condition.posture-failing.remedy": () =>
    "サービスの状態ディレクトリーにあるフォルダーpostureと、サービスのログ（Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log）を確認してください。",
  "condition.posture-not-kept": ({ code }) => `このPCの安全性の要約をAMTに保存できません（${code}）。`,
  "condition.posture-not-kept.remedy": () =>
    "amt-agent posture storedで確認してください。AMTにWebストレージがあり、posture.meUserに権限Storageが必要です。それ以外の場合は、posture.keepInMeをfalseに設定してください。",
  "condition.reset-pending": ({ agents, at }) =>
    `AMTは${at}にこのPCを再起動します。AMTが監視しているプログラムからの応答が途絶えました（${agents}）。`,
  "condition.reset-pending.remedy": () =>
    "作業内容を保存してください。取り消すには、このPCの画面から、または管理者として次を実行します：amt-agent presence cancel-reset",
  "condition.power-planned": ({ what, at }) =>
    `リモートの管理者の求めにより、このPCは${at}に次の操作を行います：${power(what)}。`,
  "condition.power-planned.remedy": () =>
    "作業内容を保存してください。取り消せる場合は、このPCの画面から、または管理者として次を実行します：amt-agent power cancel",
  "condition.virtual": ({ machine }) => `サービスは仮想ME（${machine}）で動作しています。`,
  "condition.virtual.remedy": () =>
    "これはデモとテスト用です。実際のMEを使うには、--mei autoを付けてサービスを起動してください。",
};
