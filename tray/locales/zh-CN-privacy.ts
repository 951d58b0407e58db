import { choose, three } from "./choice.ts";
import type { Words } from "./en.ts";

const consent = {
  all: "在使用屏幕、控制台或磁盘之前会询问您",
  kvm: "在使用屏幕之前会询问您，但使用其他功能之前不会",
  none: "不会询问您",
};
const now = {
  screen: "【现在有人正在查看和控制屏幕】",
  asks: "现在有人请求您的同意",
  other: "【现在有人已连接】",
  nobody: "当前无人连接",
};
const places = { local: "仅从此电脑", network: "仅从网络", any: "从网络和此电脑" };
const realms: Readonly<Record<string, string>> = {
  2: "使用屏幕、控制台和磁盘",
  3: "一切",
  4: "读取此电脑的组成",
  5: "开机和关机",
  6: "在 AMT 中保存数据",
  7: "订阅事件",
  8: "管理保存在 AMT 中的数据",
  9: "报告此电脑的程序",
  10: "设置对此电脑程序的监视",
  11: "过滤此电脑的网络流量",
  12: "设置 AMT 的时钟",
  13: "读取 AMT 的设置",
  14: "更新固件",
  16: "接收 AMT 活动的通知",
  17: "网络访问控制",
  18: "网络访问控制",
  19: "读取事件日志",
  20: "读取和锁定审核日志",
  21: "管理帐户",
  24: "此电脑的程序可以执行的操作",
};
const rights = (list: string): string =>
  list === ""
    ? "无任何权限"
    : list
        .split(",")
        .map((one) => choose(one, realms, `权限 ${one}`))
        .join("、");
const boot: Readonly<Record<string, string>> = {
  UseSOL: "将文本控制台发送到外部（SOL）",
  UseIDER: "从远程磁盘启动",
  BIOSSetup: "停在固件设置界面",
  BIOSPause: "在系统启动之前暂停",
  UserPasswordBypass: "不询问固件密码",
  LockKeyboard: "锁定键盘",
  LockPowerButton: "锁定电源按钮",
  LockResetButton: "锁定重置按钮",
  LockSleepButton: "锁定睡眠按钮",
  SecureErase: "【擦除磁盘】",
  PlatformErase: "【擦除平台】",
  ReflashBIOS: "重新写入固件",
  ConfigurationDataReset: "重置固件设置",
  UEFIHTTPSBootEnabled: "从服务器启动（HTTPS）",
  UEFILocalPBABootEnabled: "从磁盘启动其所有者选择的程序",
  WinREBootEnabled: "启动 Windows 恢复环境",
  UseSafeMode: "以安全模式启动",
};

/** Who can reach this PC, in Simplified Chinese. */
export const zhCNPrivacy: Words["messages"] = {
  "privacy.answer.unknown": () => "目前不清楚是否有人可以在操作系统之下访问此电脑。",
  "privacy.answer.absent": () => "任何人都无法通过 Intel AMT 在操作系统之下访问此电脑：此电脑没有 Intel AMT。",
  "privacy.answer.off": () => "任何人都无法通过 Intel AMT 在操作系统之下访问此电脑：它已关闭。",
  "privacy.answer.unconfigured": () => "任何人都无法通过 Intel AMT 在操作系统之下访问此电脑：它存在，但尚未设置。",
  "privacy.answer.managed": (p) =>
    `可以登录此电脑 Intel AMT 的人能够在操作系统之下访问此电脑，即使电脑已关机；${choose(p.consent, consent, "目前不清楚是否会询问您")}；${choose(p.now, now, "目前不清楚是否有人连接")}。`,

  "privacy.about": () =>
    "Intel AMT 是某些电脑芯片组中的一台小型计算机，拥有自己的网络端口。它在操作系统之下工作，操作系统看不到它，也无法阻止它。",
  "privacy.now": () => "现在",
  "privacy.now.change": () =>
    "在此屏幕前的用户可以用 amt-agent sessions end 断开会话。拥有 AMT 密码的人可以禁止会话：amt-agent configure features --no-kvm --no-sol --no-usbr。如果这不是您预期的会话，请咨询技术支持人员。",
  "privacy.now.kvm": three(
    "有人正在查看此屏幕，并可以使用键盘和鼠标。",
    "没有人查看此屏幕或使用键盘和鼠标。",
    "是否有人查看此屏幕或使用键盘和鼠标。",
  ),
  "privacy.now.consent": three(
    "有人请求您的同意：屏幕上显示了六位数字。",
    "没有人请求您的同意。",
    "是否有人请求您的同意。",
  ),
  "privacy.now.sol": three("有人已连接到文本控制台。", "没有人连接到文本控制台。", "是否有人连接到文本控制台。"),
  "privacy.now.storage": three(
    "已连接一个远程磁盘：此电脑可以从该磁盘启动。",
    "没有连接远程磁盘。",
    "是否连接了远程磁盘。",
  ),
  "privacy.now.tunnel": three(
    "AMT 已连接到外部服务器，可通过该服务器访问 AMT。",
    "AMT 没有连接到外部服务器。",
    "AMT 是否连接到外部服务器。",
  ),

  "privacy.owner": () => "由谁控制",
  "privacy.owner.change": ({ standing }) =>
    choose(
      standing,
      {
        absent: "无需任何操作：出厂时没有 AMT 的电脑无法添加 AMT。",
        off: "可在电脑的固件设置（BIOS）中开启，或使用 amt-agent configure amt on（以 root 身份）开启。",
        unconfigured:
          "amt-agent activate（以 root 身份）可为您进行设置；amt-agent configure amt off 或电脑的固件设置（BIOS）可将其关闭。",
      },
      "在固件允许的情况下，amt-agent deactivate（以 root 身份）可使 AMT 恢复为无所有者；否则请使用电脑的固件菜单（MEBx），或联系其所有者。",
    ),
  "privacy.owner.mode": ({ mode }) =>
    choose(
      mode,
      {
        client: "它以客户端控制模式设置：拥有其密码的人可以使用它，但使用屏幕必须征求您的同意。",
        admin: "它以管理员控制模式设置：由其所有者制定规则，包括是否询问您。",
        old: "它已设置；这种旧固件没有控制模式：由其所有者制定规则。",
        none: "它尚未设置：不接受来自网络的连接。",
        off: "它已在电脑的固件设置（BIOS）中关闭。",
        absent: "此电脑的固件没有 AMT。",
      },
      "是否已设置，以及由谁制定规则。",
    ),
  "privacy.owner.by": ({ who, at }) =>
    `设置者：${who === "" ? "此电脑上的程序" : who}${at === "" ? "" : `，时间：${at}（AMT 自身的时钟）`}。`,
  "privacy.owner.by-unknown": () => "由谁设置，以及何时设置。",
  "privacy.owner.zero-touch": three(
    "其固件允许持有受信任证书的配置服务器通过网络进行设置。",
    "其固件不允许任何配置服务器通过网络进行设置。",
    "配置服务器是否可以通过网络进行设置。",
  ),
  "privacy.owner.host": () => "此电脑上的 root（管理员）可以进行设置。",

  "privacy.network": () => "从何处访问",
  "privacy.network.change": () =>
    "需要 AMT 的密码：amt-agent configure tls；amt-agent configure features --no-kvm --no-sol --no-usbr 可关闭会话端口。",
  "privacy.network.wired": ({ state, address }) =>
    state === "yes"
      ? `在有线网络上${address === "" ? "" : `（${address}）`}，使用此电脑防火墙看不到的自有端口（16992 至 16995）。`
      : state === "no"
        ? "不在有线网络上：它在那里已关闭，或网线未连接。"
        : "是否在有线网络上响应。",
  "privacy.network.tls": ({ state, plain, mutual }) =>
    state === "yes"
      ? `来自网络的连接经过加密（TLS）${plain === "yes" ? "，但也接受未加密的连接" : plain === "no" ? "" : "；目前不清楚是否也接受未加密的连接"}${mutual === "yes" ? "；连接者必须出示证书" : ""}。`
      : state === "no"
        ? "来自网络的连接【未加密】：能够在网络上窃听的人可以读取其内容。"
        : "来自网络的连接是否加密。",
  "privacy.network.local-tls": three(
    "此电脑上的程序只能通过加密连接访问它。",
    "此电脑上的程序可以不加密访问它，但需要登录。",
    "此电脑上的程序是否只能通过加密连接访问它。",
  ),
  "privacy.network.listener": three(
    "它正在等待屏幕、控制台和磁盘的会话（端口 16994、16995）。",
    "它没有等待屏幕、控制台或磁盘的会话。",
    "它是否在等待屏幕、控制台和磁盘的会话。",
  ),
  "privacy.network.vnc": three(
    "任何 VNC 查看程序都可以用一个八位字符的密码访问屏幕（端口 5900）。",
    "普通的 VNC 查看程序无法访问屏幕（端口 5900）。",
    "普通的 VNC 查看程序是否可以访问屏幕（端口 5900）。",
  ),
  "privacy.network.web": three("它向登录的浏览器提供网页。", "它不提供网页。", "它是否提供网页。"),
  "privacy.network.ping": three("它会响应 ping，因此可以被发现。", "它不响应 ping。", "它是否响应 ping。"),

  "privacy.accounts": () => "谁可以登录",
  "privacy.accounts.change": () =>
    "需要 AMT 的密码：amt-agent configure password；AMT 的帐户可用 amt-agent wsman invoke AMT_AuthorizationService 更改。",
  "privacy.accounts.admin": ({ name }) =>
    `${name === "" ? "AMT 的管理员" : `${name}（AMT 的管理员）`}：一切，${places.any}。`,
  "privacy.accounts.user": ({ state, name, from, realms: list }) =>
    `${name}：${rights(list)}；${choose(from, places, "从何处登录未知")}${state === "no" ? "；已关闭" : ""}。`,
  "privacy.accounts.more": ({ count }) => `还有 ${count} 个帐户未在此读取。`,
  "privacy.accounts.list": () => "除管理员帐户外还有哪些帐户。",
  "privacy.accounts.system": () => "$$OsAdmin：可以打开 ME 设备的程序（root），仅从此电脑；其密码会自动更改。",
  "privacy.accounts.kerberos": three(
    "可以允许 Windows 域帐户（Kerberos）登录。",
    "不允许 Windows 域帐户（Kerberos）登录。",
    "是否允许 Windows 域帐户（Kerberos）登录。",
  ),

  "privacy.features": () => "他们可以做什么",
  "privacy.features.change": () =>
    "amt-agent configure features --help：屏幕（KVM）、控制台（SOL）和磁盘（USB-R）可分别开启或关闭。",
  "privacy.features.kvm": three(
    "查看屏幕并使用键盘和鼠标（KVM）。",
    "不能查看屏幕：KVM 已关闭。",
    "是否可以查看屏幕（KVM）。",
  ),
  "privacy.features.sol": three(
    "使用文本控制台（SOL），例如固件菜单。",
    "不能使用文本控制台：SOL 已关闭。",
    "是否可以使用文本控制台（SOL）。",
  ),
  "privacy.features.storage": three(
    "连接自己的磁盘，并从该磁盘启动此电脑（USB-R）。",
    "不能连接磁盘：USB-R 已关闭。",
    "是否可以连接磁盘（USB-R）。",
  ),
  "privacy.features.power": () => "将此电脑开机、关机和重新启动；AMT 没有禁止这些操作的开关。",
  "privacy.features.sleep": ({ policy }) =>
    `电脑处于以下状态时 AMT 本身通电：${policy}（S0 为运行，S3 为睡眠，S4 和 S5 为关机）。`,
  "privacy.features.sleep-unknown": () => "此电脑睡眠或关机时 AMT 是否工作。",
  "privacy.features.defense": three(
    "AMT 现在正在过滤此电脑的网络流量（System Defense）。",
    "AMT 没有过滤此电脑的网络流量。",
    "AMT 是否过滤此电脑的网络流量。",
  ),

  "privacy.consent": () => "会询问您吗？",
  "privacy.consent.change": () =>
    "在管理员控制模式下，使用 AMT 的密码：amt-agent configure features --user-consent all",
  "privacy.consent.rule": ({ rule }) =>
    choose(
      rule,
      {
        all: "会：此屏幕上会显示六位数字，没有这些数字，任何人都无法使用屏幕、控制台或磁盘。",
        kvm: "仅针对屏幕：屏幕上会显示六位数字，没有这些数字，任何人都无法使用屏幕。使用控制台和磁盘时不会询问。",
        none: "不会：使用屏幕、控制台和磁盘时不会询问您。",
      },
      "在有人使用屏幕、控制台或磁盘之前是否会询问您。",
    ),
  "privacy.consent.client": () => "客户端控制模式始终会询问：此设置无法关闭。",
  "privacy.consent.changeable": three(
    "所有者可以不经过您，远程更改此规则。",
    "所有者不能更改此规则。",
    "所有者是否可以更改此规则。",
  ),

  "privacy.servers": () => "它会连接的外部服务器",
  "privacy.servers.change": () => "amt-agent configure cira --help，需要 AMT 的密码。",
  "privacy.servers.connected": ({ server, connection }) =>
    connection === "connected"
      ? `它现在已连接到 ${server}。`
      : connection === "connecting"
        ? `它现在正在连接 ${server}。`
        : "它现在没有连接到任何服务器。",
  "privacy.servers.connected-unknown": () => "它现在是否连接到服务器。",
  "privacy.servers.server": ({ server }) => `它可以从任何网络连接 ${server}（CIRA），此后可通过该服务器访问它。`,
  "privacy.servers.none": () => "它不连接任何服务器：没有允许它连接的服务器（CIRA）。",
  "privacy.servers.list": () => "它可以连接哪些服务器（CIRA）。",
  "privacy.servers.when": ({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "有人在此电脑上请求帮助时，它会连接。",
        alert: "发生要求它报告的事件时，它会连接。",
        periodic: "它会自行反复连接。",
      },
      "它按照所有者的规则连接。",
    ),
  "privacy.servers.help": three(
    "此电脑的用户可以让它连接以获得帮助。",
    "此电脑的用户不能让它连接。",
    "此电脑的用户是否可以让它连接。",
  ),
  "privacy.servers.home": ({ domains }) =>
    domains === ""
      ? "它把所有网络都视为所有者自己的网络。"
      : `它把名为 ${domains} 的网络视为所有者自己的网络，在那里可以直接访问它。`,
  "privacy.servers.home-unknown": () => "它把哪些网络视为所有者自己的网络。",

  "privacy.wireless": () => "无线",
  "privacy.wireless.change": () => "amt-agent configure wifi --help，需要 AMT 的密码。",
  "privacy.wireless.none": () => "AMT 在这里没有无线接口。",
  "privacy.wireless.link": ({ state, address }) =>
    state === "yes"
      ? `可以通过无线访问它${address === "" ? "" : `（${address}）`}。`
      : state === "no"
        ? "它没有通过无线连接。"
        : "是否可以通过无线访问它。",
  "privacy.wireless.profile": ({ name, security }) =>
    choose(
      security,
      {
        open: `它会加入网络 ${name}，该网络没有加密。`,
        weak: `它会加入网络 ${name}，该网络的保护较弱。`,
        good: `它会加入网络 ${name}。`,
      },
      `它会加入网络 ${name}；该网络的保护方式未知。`,
    ),
  "privacy.wireless.no-profile": () => "它没有自己的无线网络。",
  "privacy.wireless.profiles": () => "它会加入哪些无线网络。",
  "privacy.wireless.sync": three(
    "它会采用此电脑系统已知的无线网络及其密钥。",
    "它不采用此电脑系统已知的无线网络。",
    "它是否采用此电脑系统已知的无线网络。",
  ),

  "privacy.certificates": () => "它信任的证书",
  "privacy.certificates.change": () =>
    "由其所有者使用任意 AMT 控制台更改；用于设置的证书在电脑的固件菜单（MEBx）中更改。",
  "privacy.certificates.root": ({ subject }) => `它信任由 ${subject} 担保的服务器。`,
  "privacy.certificates.none": () => "其所有者没有提供需要信任的证书颁发机构的证书。",
  "privacy.certificates.more": ({ count }) => `还有 ${count} 个未在此列出。`,
  "privacy.certificates.list": () => "其所有者让它信任哪些证书颁发机构。",
  "privacy.certificates.hashes": ({ active }) =>
    active === 0
      ? "没有任何证书颁发机构可以为配置服务器担保。"
      : `制造商列表中的 ${active} 个证书颁发机构可以为以管理员控制模式进行设置的配置服务器担保。`,
  "privacy.certificates.hash": ({ name }) => `${name} 可以为配置服务器担保；它是【后来添加】到制造商列表中的。`,
  "privacy.certificates.hashes-unknown": () => "哪些证书颁发机构可以为配置服务器担保。",

  "privacy.boot": () => "此电脑的下一次启动",
  "privacy.boot.change": () =>
    "重新启动一次后这些选项即失效。需要 AMT 的密码：amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder",
  "privacy.boot.option": ({ option }) => `所有者已设定：${choose(option, boot, option)}。`,
  "privacy.boot.none": () => "所有者没有为下一次启动设定任何选项。",
  "privacy.boot.list": () => "所有者是否为下一次启动设定了选项。",
  "privacy.boot.alarm": ({ name, at }) => `AMT 将${at === "" ? "" : `于 ${at} `}使此电脑开机（定时“${name}”）。`,
  "privacy.boot.no-alarm": () => "AMT 没有使此电脑开机的定时。",
  "privacy.boot.alarms": () => "AMT 是否会自行使此电脑开机。",

  "privacy.logs": () => "记录了什么",
  "privacy.logs.change": () => "amt-agent configure audit --help，在管理员控制模式下，需要 AMT 的密码。",
  "privacy.logs.audit": ({ state, records }) =>
    state === "yes"
      ? `谁通过 AMT 做了什么：记录在其审核日志中（${records} 条）。请参阅：amt-agent events --audit`
      : state === "no"
        ? "除最重大的操作外，不记录谁通过 AMT 做了什么（其审核日志已关闭）。"
        : "AMT 是否记录谁做了什么。",
  "privacy.logs.no-audit": () => "此固件没有审核日志。",
  "privacy.logs.events": ({ state, records }) =>
    state === "yes"
      ? `硬件发生的事件：记录在 AMT 的事件日志中（${records} 条）。请参阅：amt-agent events --amt-log`
      : state === "no"
        ? "AMT 的事件日志已冻结：不会写入新的记录。"
        : "AMT 是否保留事件日志。",
  "privacy.logs.own": three(
    "AMT 的通知和变化：由此电脑上的 amt-agent 服务记录。请参阅：amt-agent events",
    "amt-agent 服务没有运行：此电脑上没有记录 AMT 的活动。",
    "amt-agent 服务是否记录 AMT 的活动。",
  ),
};
