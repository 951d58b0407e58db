import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string => (virtual === 1 ? "虚拟 ME 的固件" : "此电脑的固件");

const standings: Readonly<Record<string, string>> = {
  unknown: "未知",
  absent: "不存在",
  off: "已关闭",
  unconfigured: "未设置",
  managed: "已设置",
  session: "会话中",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "关机",
  restart: "重新启动",
  sleep: "睡眠",
  hibernate: "休眠",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "网络",
  "this PC's own ports": "此电脑自身的端口",
};
const place = (where: string): string => places[where] ?? where;

/** What happened, in Simplified Chinese. */
export const zhCNEvents: Words["messages"] = {
  "event.started": () => "服务已启动。",
  "event.stopped": () => "服务已停止。",
  "event.standing": ({ from, to }) => `AMT 的状态从“${standing(from)}”变为“${standing(to)}”。`,
  "event.control-mode": ({ from, to }) => `AMT 的控制模式从 ${from} 变为 ${to}。`,
  "event.firmware": ({ from, to }) => `AMT 的固件从版本 ${from} 变为 ${to}。`,
  "event.while-away": ({ from, to, since }) =>
    `在服务未运行期间，AMT 的状态从“${standing(from)}”（${since}）变为“${standing(to)}”。`,
  "event.slept": ({ since, until }) => `从 ${since} 到 ${until}，电脑处于或即将进入睡眠；已重新读取状态。`,
  "event.while-asleep": ({ from, to, since }) =>
    `在电脑睡眠期间，AMT 的状态从“${standing(from)}”（${since}）变为“${standing(to)}”。`,
  "event.session.opened": ({ kind }) => `远程会话已开始（${kind}）。`,
  "event.session.closed": ({ kind }) => `远程会话已结束（${kind}）。`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `此电脑上存在远程会话的设备（${kind}：${evidence}），但 AMT 称没有这样的会话。`,
  "event.condition.raised": ({ condition }) => `出现需要注意的情况：${condition}。`,
  "event.condition.cleared": ({ condition }) => `需要注意的情况已消除：${condition}。`,
  "event.clock-set-back": ({ from, to }) => `此电脑的时钟从 ${from} 或更晚被调回到 ${to}。`,

  "event.history.repaired": ({ bytes }) => `服务被强制终止时正在写入的一个事件已丢失（仅存 ${bytes} 字节）。`,
  "event.history.broken": ({ why }) =>
    `在服务未运行期间，事件历史记录被外部更改（${why}）。请参阅：amt-agent events verify`,
  "event.history.rotated": ({ first, last }) => `为腾出历史记录的空间，已删除事件 ${first} 至 ${last}。`,
  "event.history.lost": ({ count }) => `历史记录中缺少 ${count} 个较早的事件：发生时未能记录。`,

  "event.amt.enabled": () => "AMT 已开启。",
  "event.amt.disable-attempt": () => "有人试图关闭 AMT。",
  "event.setup.pre": () => "AMT 尚未设置。",
  "event.setup.in": () => "正在设置 AMT。",
  "event.setup.post": () => "AMT 已设置：此电脑可以被远程管理。",
  "event.setup.removing": () => "正在移除 AMT 的设置。",
  "event.setup.removing-by": ({ who }) => `正在移除 AMT 的设置，操作者：${who}。`,
  "event.setup.mode-changed": () => "AMT 的控制模式已更改。",
  "event.firmware.update-partial": () => "ME 固件的更新没有完成。",
  "event.firmware.update-failed": () => "ME 固件的更新失败。",
  "event.firmware.reset": () => "ME 固件已被重置。",
  "event.firmware.wear": () => "ME 的闪存写入次数过多，AMT 已限制写入。",

  "event.kvm.requested": () => "有人请求查看和控制此屏幕。",
  "event.kvm.data": () => "通过屏幕会话（KVM）的数据通道收到一条消息。",
  "event.kvm.disabled": () => "已在 AMT 中关闭对此屏幕的会话（KVM）。",
  "event.kvm.enabled": () => "已在 AMT 中开启对此屏幕的会话（KVM）。",
  "event.consent.requested": () => "AMT 请求此电脑用户的同意：屏幕上显示了六位数字。",
  "event.consent.granted": () => "用户已同意：对方输入了屏幕上的数字。",
  "event.consent.ended": () => "用户的同意已结束。",
  "event.consent.policy": () => "AMT 何时必须征求用户同意的规则已更改。",
  "event.sprite": () => "AMT 在屏幕上显示自身消息的方式将被更改。",

  "event.network.changed": () => "AMT 的网络状态已改变。",
  "event.network.link-denied": () => "此电脑上的程序试图关闭 AMT 的网络连接；AMT 已拒绝。",
  "event.network.link-disabled": () => "此电脑上的程序试图关闭 AMT 的网络连接。",
  "event.defense.tx-stopped": () => "AMT 的 System Defense 阻止了此电脑发送的全部或部分数据。",
  "event.defense.tx-limited": () => "AMT 的 System Defense 减慢了此电脑发送数据的速度。",
  "event.defense.rx-stopped": () => "AMT 的 System Defense 阻止了此电脑接收的全部或部分数据。",
  "event.defense.rx-limited": () => "AMT 的 System Defense 减慢了此电脑接收数据的速度。",
  "event.defense.active": () => "AMT 的 System Defense 正在干预此电脑的网络流量。",
  "event.defense.inactive": () => "AMT 的 System Defense 没有干预此电脑的网络流量。",
  "event.defense.changed": () => "AMT 的 System Defense 状态已改变。",
  "event.eac.changed": () => "AMT 用于网络访问控制的状态信息已改变。",
  "event.eac.enabled": () => "AMT 的网络访问控制（EAC）已开启。",
  "event.eac.disabled": () => "AMT 的网络访问控制（EAC）已关闭。",
  "event.wlan.profile": () => "AMT 没有适合用于管理的无线配置文件。",
  "event.wlan.security": () => "AMT 的无线连接不够安全，不能用于管理。",
  "event.wlan.by-me": () => "ME 在无线连接上享有优先权：系统的连接可能会中断。",
  "event.wlan.by-host": () => "操作系统重新在无线连接上享有优先权。",
  "event.wlan.sync-changed": () => "AMT 是否采用此电脑的无线配置文件的设置已更改。",
  "event.wlan.sync-disabled": () => "AMT 不再采用此电脑的无线配置文件。",
  "event.wlan.sync-enabled": () => "AMT 采用此电脑的无线配置文件。",
  "event.wlan.control-host": () => "操作系统控制无线连接。",
  "event.wlan.control-me": () => "ME 控制无线连接。",
  "event.wlan.protection": ({ level }) => `ME 对无线连接的保护：${level}。`,
  "event.tunnel.opened": () => "AMT 已连接到外部服务器（CIRA）：可通过该服务器管理此电脑。",
  "event.tunnel.closed": () => "AMT 与外部服务器的连接（CIRA）已结束。",
  "event.tunnel.requested": () => "有人在此电脑上请求帮助：AMT 将连接到外部服务器。",
  "event.help.pressed": ({ result }) => `有人在此电脑上请求帮助：${result}。`,
  "event.ip-sync.disabled": () => "AMT 不再与此电脑共用网络地址。",
  "event.ip-sync.enabled": () => "AMT 与此电脑共用网络地址。",
  "event.proxy-sync.disabled": () => "AMT 不再采用此电脑的代理设置。",
  "event.proxy-sync.enabled": () => "AMT 采用此电脑的代理设置。",
  "event.refresh-ip": ({ interface: which }) => `AMT 要求此电脑更新其网络地址（${which}）。`,

  "event.power.requested": ({ what }) => `远程管理员要求此电脑执行：${power(what)}。`,
  "event.power.watchdog": () => "因看门狗超时，AMT 重置了此电脑。",
  "event.power.planned": ({ what, seconds }) => `应远程管理员的要求，此电脑将在 ${seconds} 秒后执行：${power(what)}。`,
  "event.power.called-off": ({ what }) => `此电脑前的人取消了远程管理员要求的操作：${power(what)}。`,
  "event.power.failed": ({ what, code }) => `远程管理员要求此电脑执行的操作未能完成：${power(what)}（${code}）。`,
  "event.time-sync.disabled": () => "AMT 不再从此电脑获取时间。",
  "event.time-sync.enabled": () => "AMT 从此电脑获取时间。",
  "event.audit-log.filling": ({ percent }) => `AMT 的审核日志已使用 ${percent}%。`,

  "event.agent.not-started": ({ agent }) => `AMT 报告其监视的一个程序没有启动（${agent}）。`,
  "event.agent.stopped": ({ agent }) => `AMT 报告其监视的一个程序已停止（${agent}）。`,
  "event.agent.running": ({ agent }) => `AMT 报告其监视的一个程序正在运行（${agent}）。`,
  "event.agent.expired": ({ agent }) => `AMT 报告其监视的一个程序不再响应（${agent}）。`,
  "event.agent.suspended": ({ agent }) => `AMT 暂时不监视一个程序（${agent}）。`,

  "event.posture.failed": ({ check, title }) => `此电脑的一项安全检查原先通过，现在未通过：${title}（${check}）。`,
  "event.posture.weakened": ({ check, title }) => `AMT 的一项设置变弱：${title}（${check}）。`,
  "event.posture.passed": ({ check, title }) => `此电脑的一项安全检查原先未通过，现在已通过：${title}（${check}）。`,
  "event.posture.dropped": ({ count, destinations }) =>
    `为腾出空间，有 ${count} 份此电脑的安全状况报告在送达 ${destinations} 之前被丢弃。`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination} 拒绝了 ${count} 份此电脑的安全状况报告（${code}）；不会再次发送。`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `有 ${count} 个安全公告影响${firmware(virtual)}：${advisories}。`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `有 ${count} 个安全公告不再影响${firmware(virtual)}：${advisories}。`,
  "event.reset.pending": ({ agent, seconds }) =>
    `AMT 将在 ${seconds} 秒后不经询问重新启动此电脑：其监视的一个程序不再响应（${agent}）。`,
  "event.reset.called-off": () => "AMT 即将进行的此电脑重新启动已被取消。",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT 现在多信任一个可用于接管此电脑的证书颁发机构：${name}（哈希值 ${hash}）。`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT 不再信任这个可用于接管此电脑的证书颁发机构：${name}（哈希值 ${hash}）。`,
  "event.settings.server-added": ({ server }) => `AMT 中添加了可管理此电脑的外部服务器（CIRA）：${server}。`,
  "event.settings.server-removed": ({ server }) => `AMT 中不再有此外部服务器（CIRA）：${server}。`,
  "event.settings.tls-off": ({ where }) =>
    `AMT 的加密（TLS）已关闭，范围：${place(where)}。在那里发送的内容可能在途中被读取。`,
  "event.settings.tls-on": ({ where }) => `AMT 的加密（TLS）已开启，范围：${place(where)}。`,
  "event.settings.user-added": ({ user }) => `AMT 增加了一个用户：${user}。`,
  "event.settings.user-changed": ({ user }) => `AMT 用户的权限已更改：${user}。`,
  "event.settings.user-removed": ({ user }) => `AMT 用户已不存在：${user}。`,
  "event.settings.feature-on": ({ feature }) => `已在 AMT 中开启：${feature}。`,
  "event.settings.feature-off": ({ feature }) => `已在 AMT 中关闭：${feature}。`,

  "event.alert.unknown": ({ alert }) => `AMT 发出了本程序不认识的警报（${alert}）。`,
  "event.alert.more": ({ count, of }) => `AMT 又发出了 ${count} 个类似的警报，数量过多，不逐一显示：${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT 发出的警报无法读取（${reason}）。`,
};
