import { choose, three } from "./choice.ts";
import type { Words } from "./en.ts";

const consent = {
  all: "画面、コンソール、ディスクが使われる前に、あなたに確認が求められます",
  kvm: "画面が使われる前にはあなたに確認が求められますが、それ以外では求められません",
  none: "あなたに確認は求められません",
};
const now = {
  screen: "【今、誰かが画面を見て操作しています】",
  asks: "今、誰かがあなたの同意を求めています",
  other: "【今、誰かが接続しています】",
  nobody: "現在、誰も接続していません",
};
const places = {
  local: "このPCからのみ",
  network: "ネットワークからのみ",
  any: "ネットワークとこのPCから",
};
const realms: Readonly<Record<string, string>> = {
  2: "画面、コンソール、ディスクの使用",
  3: "すべて",
  4: "このPCの構成の読み取り",
  5: "電源のオンとオフ",
  6: "AMTへのデータの保存",
  7: "イベントの購読",
  8: "AMTに保存されたデータの管理",
  9: "このPCのプログラムの報告",
  10: "このPCのプログラムの監視の設定",
  11: "このPCのネットワーク通信のフィルタリング",
  12: "AMTの時計の設定",
  13: "AMTの設定の読み取り",
  14: "ファームウェアの更新",
  16: "AMTの動作の通知の受け取り",
  17: "ネットワークアクセス制御",
  18: "ネットワークアクセス制御",
  19: "イベントログの読み取り",
  20: "監査ログの読み取りとロック",
  21: "アカウントの管理",
  24: "このPCのプログラムに許される操作",
};
const rights = (list: string): string =>
  list === ""
    ? "権限なし"
    : list
        .split(",")
        .map((one) => choose(one, realms, `権限${one}`))
        .join("、");
const boot: Readonly<Record<string, string>> = {
  UseSOL: "テキストコンソールを外部に送る（SOL）",
  UseIDER: "リモートディスクから起動する",
  BIOSSetup: "ファームウェアの設定画面で止まる",
  BIOSPause: "システムの起動前に止まる",
  UserPasswordBypass: "ファームウェアのパスワードを求めない",
  LockKeyboard: "キーボードをロックする",
  LockPowerButton: "電源ボタンをロックする",
  LockResetButton: "リセットボタンをロックする",
  LockSleepButton: "スリープボタンをロックする",
  SecureErase: "【ディスクを消去する】",
  PlatformErase: "【プラットフォームを消去する】",
  ReflashBIOS: "ファームウェアを書き直す",
  ConfigurationDataReset: "ファームウェアの設定を初期化する",
  UEFIHTTPSBootEnabled: "サーバーから起動する（HTTPS）",
  UEFILocalPBABootEnabled: "所有者が選んだディスク上のプログラムを起動する",
  WinREBootEnabled: "Windowsの回復環境を起動する",
  UseSafeMode: "セーフモードで起動する",
};

/** Who can reach this PC, in Japanese. */
export const jaPrivacy: Words["messages"] = {
  "privacy.answer.unknown": () =>
    "オペレーティングシステムより下位で誰かがこのPCにアクセスできるかどうかはわかりません。",
  "privacy.answer.absent": () =>
    "オペレーティングシステムより下位で、Intel AMTを通じてこのPCにアクセスすることは誰にもできません。このPCにはIntel AMTがありません。",
  "privacy.answer.off": () =>
    "オペレーティングシステムより下位で、Intel AMTを通じてこのPCにアクセスすることは誰にもできません。Intel AMTはオフです。",
  "privacy.answer.unconfigured": () =>
    "オペレーティングシステムより下位で、Intel AMTを通じてこのPCにアクセスすることは誰にもできません。Intel AMTはありますが、セットアップされていません。",
  "privacy.answer.managed": (p) =>
    `Intel AMTにログインできる人は、電源が切れているときも含め、オペレーティングシステムより下位でこのPCにアクセスできます。${choose(p.consent, consent, "あなたに確認が求められるかどうかはわかりません")}。${choose(p.now, now, "今、誰かが接続しているかどうかはわかりません")}。`,

  "privacy.about": () =>
    "Intel AMTは、対応するPCのチップセットに内蔵された小さなコンピューターで、独自のネットワークポートを持っています。オペレーティングシステムより下位で動作し、オペレーティングシステムからは見ることも止めることもできません。",
  "privacy.now": () => "現在",
  "privacy.now.change": () =>
    "この画面の前にいるユーザーは、amt-agent sessions endで切断できます。AMTのパスワードを持つ人は、禁止することができます：amt-agent configure features --no-kvm --no-sol --no-usbr。心当たりがない場合は、ヘルプデスクに問い合わせてください。",
  "privacy.now.kvm": three(
    "誰かがこの画面を見ていて、キーボードとマウスを使えます。",
    "誰もこの画面を見たり、キーボードやマウスを使ったりしていません。",
    "誰かがこの画面を見たり、キーボードやマウスを使ったりしているかどうか。",
  ),
  "privacy.now.consent": three(
    "誰かがあなたの同意を求めています。画面に6桁の数字が表示されています。",
    "あなたの同意は求められていません。",
    "誰かがあなたの同意を求めているかどうか。",
  ),
  "privacy.now.sol": three(
    "誰かがテキストコンソールに接続しています。",
    "誰もテキストコンソールに接続していません。",
    "誰かがテキストコンソールに接続しているかどうか。",
  ),
  "privacy.now.storage": three(
    "リモートディスクが接続されています。このPCはそのディスクから起動できます。",
    "リモートディスクは接続されていません。",
    "リモートディスクが接続されているかどうか。",
  ),
  "privacy.now.tunnel": three(
    "AMTは外部のサーバーに接続していて、そのサーバーを通じてアクセスできます。",
    "AMTは外部のサーバーに接続していません。",
    "AMTが外部のサーバーに接続しているかどうか。",
  ),

  "privacy.owner": () => "誰が管理しているか",
  "privacy.owner.change": ({ standing }) =>
    choose(
      standing,
      {
        absent: "何もする必要はありません。AMTなしで作られたPCにAMTを追加することはできません。",
        off: "PCのファームウェアの設定（BIOS）、またはamt-agent configure amt on（root）でオンにします。",
        unconfigured:
          "amt-agent activate（root）でセットアップできます。amt-agent configure amt offまたはPCのファームウェアの設定（BIOS）でオフにできます。",
      },
      "ファームウェアが許可している場合は、amt-agent deactivate（root）でAMTを所有者のいない状態に戻せます。そうでない場合は、PCのファームウェアのメニュー（MEBx）を使うか、所有者に依頼してください。",
    ),
  "privacy.owner.mode": ({ mode }) =>
    choose(
      mode,
      {
        client:
          "クライアント制御モードでセットアップされています。パスワードを持つ人は使えますが、画面についてはあなたの許可が必要です。",
        admin:
          "管理者制御モードでセットアップされています。あなたに確認を求めるかどうかも含め、所有者が規則を決めます。",
        old: "セットアップされています。この古いファームウェアに制御モードはなく、所有者が規則を決めます。",
        none: "セットアップされていません。ネットワークからの接続は受け付けません。",
        off: "PCのファームウェアの設定（BIOS）でオフになっています。",
        absent: "このPCのファームウェアにはAMTがありません。",
      },
      "セットアップされているかどうか、誰が規則を決めるか。",
    ),
  "privacy.owner.by": ({ who, at }) =>
    `${at === "" ? "" : `${at}（AMT自身の時計）に、`}${who === "" ? "このPCのプログラム" : who}によってセットアップされました。`,
  "privacy.owner.by-unknown": () => "誰がいつセットアップしたか。",
  "privacy.owner.zero-touch": three(
    "信頼する証明書を持つプロビジョニングサーバーは、ネットワーク経由でAMTをセットアップできます。",
    "プロビジョニングサーバーがネットワーク経由でAMTをセットアップすることはできません。",
    "プロビジョニングサーバーがネットワーク経由でAMTをセットアップできるかどうか。",
  ),
  "privacy.owner.host": () => "このPCのroot（管理者）は、AMTをセットアップできます。",

  "privacy.network": () => "どこからアクセスできるか",
  "privacy.network.change": () =>
    "AMTのパスワードがあれば：amt-agent configure tls。amt-agent configure features --no-kvm --no-sol --no-usbrで、セッション用のポートを閉じます。",
  "privacy.network.wired": ({ state, address }) =>
    state === "yes"
      ? `有線ネットワーク${address === "" ? "" : `（${address}）`}で、このPCのファイアウォールからは見えない独自のポート（16992～16995）を使います。`
      : state === "no"
        ? "有線ネットワークからはアクセスできません。そこではオフか、ケーブルが抜けています。"
        : "有線ネットワークで応答するかどうか。",
  "privacy.network.tls": ({ state, plain, mutual }) =>
    state === "yes"
      ? `ネットワークからの接続は暗号化されます（TLS）${plain === "yes" ? "。ただし、暗号化されない接続も受け付けます" : plain === "no" ? "" : "。暗号化されない接続も受け付けるかどうかはわかりません"}${mutual === "yes" ? "。接続する側は証明書を提示する必要があります" : ""}。`
      : state === "no"
        ? "ネットワークからの接続は【暗号化されません】。通信を傍受できる人は内容を読めます。"
        : "ネットワークからの接続が暗号化されるかどうか。",
  "privacy.network.local-tls": three(
    "このPCのプログラムは、暗号化された接続でのみアクセスできます。",
    "このPCのプログラムは、暗号化なしでアクセスできます。ログインが必要です。",
    "このPCのプログラムが、暗号化された接続でのみアクセスできるかどうか。",
  ),
  "privacy.network.listener": three(
    "画面、コンソール、ディスクのセッションを待ち受けています（ポート16994、16995）。",
    "画面、コンソール、ディスクのセッションを待ち受けていません。",
    "画面、コンソール、ディスクのセッションを待ち受けているかどうか。",
  ),
  "privacy.network.vnc": three(
    "一般のVNCビューアーで、8文字のパスワードを使って画面にアクセスできます（ポート5900）。",
    "一般のVNCビューアーでは画面にアクセスできません（ポート5900）。",
    "一般のVNCビューアーで画面にアクセスできるかどうか（ポート5900）。",
  ),
  "privacy.network.web": three(
    "ログインしたブラウザーにWebページを提供します。",
    "Webページは提供しません。",
    "Webページを提供するかどうか。",
  ),
  "privacy.network.ping": three(
    "pingに応答するため、存在を知ることができます。",
    "pingに応答しません。",
    "pingに応答するかどうか。",
  ),

  "privacy.accounts": () => "誰がログインできるか",
  "privacy.accounts.change": () =>
    "AMTのパスワードがあれば：amt-agent configure password。AMTのアカウントは、amt-agent wsman invoke AMT_AuthorizationServiceで変更します。",
  "privacy.accounts.admin": ({ name }) =>
    `${name === "" ? "AMTの管理者" : `${name}（AMTの管理者）`}：すべて、${places.any}。`,
  "privacy.accounts.user": ({ state, name, from, realms: list }) =>
    `${name}：${rights(list)}。${choose(from, places, "どこからかは不明")}${state === "no" ? "。オフになっています" : ""}。`,
  "privacy.accounts.more": ({ count }) => `ここでは読み取らないアカウントがさらに${count}個あります。`,
  "privacy.accounts.list": () => "管理者以外にどのアカウントがあるか。",
  "privacy.accounts.system": () =>
    "$$OsAdmin：MEのデバイスを開けるプログラム（root）。このPCからのみ使え、パスワードは自動的に変わります。",
  "privacy.accounts.kerberos": three(
    "Windowsドメインのアカウント（Kerberos）でのログインを許可できます。",
    "Windowsドメインのアカウント（Kerberos）でのログインは許可されません。",
    "Windowsドメインのアカウント（Kerberos）でのログインが許可されるかどうか。",
  ),

  "privacy.features": () => "何ができるか",
  "privacy.features.change": () =>
    "amt-agent configure features --help：画面（KVM）、コンソール（SOL）、ディスク（USB-R）をそれぞれオンまたはオフにできます。",
  "privacy.features.kvm": three(
    "画面を見て、キーボードとマウスを使う（KVM）。",
    "画面は見られません。KVMはオフです。",
    "画面を見られるかどうか（KVM）。",
  ),
  "privacy.features.sol": three(
    "ファームウェアのメニューなどのテキストコンソールを使う（SOL）。",
    "テキストコンソールは使えません。SOLはオフです。",
    "テキストコンソールを使えるかどうか（SOL）。",
  ),
  "privacy.features.storage": three(
    "自分のディスクを接続し、そこからこのPCを起動する（USB-R）。",
    "ディスクは接続できません。USB-Rはオフです。",
    "ディスクを接続できるかどうか（USB-R）。",
  ),
  "privacy.features.power": () => "このPCの電源を入れる、切る、再起動する。AMTにはこれを禁止する設定がありません。",
  "privacy.features.sleep": ({ policy }) =>
    `PCが次の状態のとき、AMT自体に電源が供給されます：${policy}（S0は動作中、S3はスリープ中、S4とS5は電源オフ）。`,
  "privacy.features.sleep-unknown": () => "このPCのスリープ中や電源オフのときにAMTが動作するかどうか。",
  "privacy.features.defense": three(
    "現在、AMTがこのPCのネットワーク通信をフィルタリングしています（System Defense）。",
    "AMTはこのPCのネットワーク通信をフィルタリングしていません。",
    "AMTがこのPCのネットワーク通信をフィルタリングしているかどうか。",
  ),

  "privacy.consent": () => "あなたに確認が求められるか",
  "privacy.consent.change": () =>
    "管理者制御モードで、AMTのパスワードがあれば：amt-agent configure features --user-consent all",
  "privacy.consent.rule": ({ rule }) =>
    choose(
      rule,
      {
        all: "はい。この画面に6桁の数字が表示され、それがなければ誰も画面、コンソール、ディスクを使えません。",
        kvm: "画面についてのみ。画面に6桁の数字が表示され、それがなければ誰も画面を使えません。コンソールとディスクは確認なしで使われます。",
        none: "いいえ。画面、コンソール、ディスクは、あなたへの確認なしで使われます。",
      },
      "誰かが画面、コンソール、ディスクを使う前に、あなたに確認が求められるかどうか。",
    ),
  "privacy.consent.client": () =>
    "クライアント制御モードでは必ず確認が求められます。これをオフにすることはできません。",
  "privacy.consent.changeable": three(
    "所有者は、あなたなしでリモートからこの規則を変更できます。",
    "所有者はこの規則を変更できません。",
    "所有者がこの規則を変更できるかどうか。",
  ),

  "privacy.servers": () => "AMTが接続する外部のサーバー",
  "privacy.servers.change": () => "AMTのパスワードがあれば：amt-agent configure cira --help",
  "privacy.servers.connected": ({ server, connection }) =>
    connection === "connected"
      ? `現在、${server}に接続しています。`
      : connection === "connecting"
        ? `現在、${server}への接続を開いています。`
        : "現在、どのサーバーにも接続していません。",
  "privacy.servers.connected-unknown": () => "現在、サーバーに接続しているかどうか。",
  "privacy.servers.server": ({ server }) =>
    `どのネットワークからでも${server}に接続でき（CIRA）、接続後はそのサーバーを通じてアクセスできます。`,
  "privacy.servers.none": () => "接続しません。接続先として許可されたサーバーはありません（CIRA）。",
  "privacy.servers.list": () => "どのサーバーに接続できるか（CIRA）。",
  "privacy.servers.when": ({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "このPCで誰かが支援を求めると接続します。",
        alert: "報告するよう指示された出来事が起こると接続します。",
        periodic: "自動的に繰り返し接続します。",
      },
      "所有者の規則に従って接続します。",
    ),
  "privacy.servers.help": three(
    "このPCのユーザーは、支援を受けるためにAMTに接続させることができます。",
    "このPCのユーザーは、AMTに接続させることができません。",
    "このPCのユーザーが、AMTに接続させることができるかどうか。",
  ),
  "privacy.servers.home": ({ domains }) =>
    domains === ""
      ? "すべてのネットワークを所有者自身のものと見なします。"
      : `${domains}という名前のネットワークを所有者自身のものと見なし、そこでは直接アクセスできます。`,
  "privacy.servers.home-unknown": () => "どのネットワークを所有者自身のものと見なすか。",

  "privacy.wireless": () => "無線",
  "privacy.wireless.change": () => "AMTのパスワードがあれば：amt-agent configure wifi --help",
  "privacy.wireless.none": () => "ここではAMTに無線インターフェイスはありません。",
  "privacy.wireless.link": ({ state, address }) =>
    state === "yes"
      ? `無線${address === "" ? "" : `（${address}）`}でアクセスできます。`
      : state === "no"
        ? "無線では接続していません。"
        : "無線でアクセスできるかどうか。",
  "privacy.wireless.profile": ({ name, security }) =>
    choose(
      security,
      {
        open: `ネットワーク${name}に参加します。このネットワークは暗号化されていません。`,
        weak: `ネットワーク${name}に参加します。このネットワークの保護は弱いものです。`,
        good: `ネットワーク${name}に参加します。`,
      },
      `ネットワーク${name}に参加します。どのように保護されているかは不明です。`,
    ),
  "privacy.wireless.no-profile": () => "独自の無線ネットワークは登録されていません。",
  "privacy.wireless.profiles": () => "どの無線ネットワークに参加するか。",
  "privacy.wireless.sync": three(
    "このPCのシステムに登録された無線ネットワークを、キーとともに取り込みます。",
    "このPCのシステムに登録された無線ネットワークを取り込みません。",
    "このPCのシステムに登録された無線ネットワークを取り込むかどうか。",
  ),

  "privacy.certificates": () => "信頼する証明書",
  "privacy.certificates.change": () =>
    "所有者が任意のAMTコンソールで変更します。プロビジョニング用の証明書は、PCのファームウェアのメニュー（MEBx）で変更します。",
  "privacy.certificates.root": ({ subject }) => `${subject}が保証するサーバーを信頼します。`,
  "privacy.certificates.none": () => "信頼する認証局の証明書は、所有者から与えられていません。",
  "privacy.certificates.more": ({ count }) => `ここに表示されていないものがさらに${count}個あります。`,
  "privacy.certificates.list": () => "所有者がどの認証局を信頼するよう設定したか。",
  "privacy.certificates.hashes": ({ active }) =>
    active === 0
      ? "プロビジョニングサーバーを保証できる認証局はありません。"
      : `メーカーのリストにある${active}個の認証局は、管理者制御モードでセットアップするプロビジョニングサーバーを保証できます。`,
  "privacy.certificates.hash": ({ name }) =>
    `${name}はプロビジョニングサーバーを保証できます。メーカーのリストに【追加された】ものです。`,
  "privacy.certificates.hashes-unknown": () => "どの認証局がプロビジョニングサーバーを保証できるか。",

  "privacy.boot": () => "このPCの次回の起動",
  "privacy.boot.change": () =>
    "再起動すると設定は使われて消えます。AMTのパスワードがあれば：amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder",
  "privacy.boot.option": ({ option }) => `所有者が次のように設定しています：${choose(option, boot, option)}。`,
  "privacy.boot.none": () => "所有者は次回の起動について何も設定していません。",
  "privacy.boot.list": () => "所有者が次回の起動について何か設定しているかどうか。",
  "privacy.boot.alarm": ({ name, at }) =>
    `AMTは${at === "" ? "" : `${at}に`}このPCの電源を入れます（アラーム「${name}」）。`,
  "privacy.boot.no-alarm": () => "AMTに、このPCの電源を入れるアラームはありません。",
  "privacy.boot.alarms": () => "AMTが自動的にこのPCの電源を入れるかどうか。",

  "privacy.logs": () => "何が記録されるか",
  "privacy.logs.change": () => "管理者制御モードで、AMTのパスワードがあれば：amt-agent configure audit --help",
  "privacy.logs.audit": ({ state, records }) =>
    state === "yes"
      ? `誰がAMTを通じて何をしたかは、AMTの監査ログに記録されます（${records}件）。参照：amt-agent events --audit`
      : state === "no"
        ? "誰がAMTを通じて何をしたかは、特に重大なものを除き記録されません（AMTの監査ログはオフです）。"
        : "誰が何をしたかをAMTが記録するかどうか。",
  "privacy.logs.no-audit": () => "このファームウェアに監査ログはありません。",
  "privacy.logs.events": ({ state, records }) =>
    state === "yes"
      ? `ハードウェアに起きたことは、AMTのイベントログに記録されます（${records}件）。参照：amt-agent events --amt-log`
      : state === "no"
        ? "AMTのイベントログは凍結されています。新しい記録は追加されません。"
        : "AMTがイベントログを記録するかどうか。",
  "privacy.logs.own": three(
    "AMTからの通知と変化は、このPCのamt-agentサービスが記録します。参照：amt-agent events",
    "amt-agentサービスが動作していません。AMTの動作は、このPCでは記録されません。",
    "amt-agentサービスがAMTの動作を記録するかどうか。",
  ),
};
