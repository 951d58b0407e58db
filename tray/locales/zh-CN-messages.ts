import type { Words } from "./en.ts";
import { firmware, power } from "./zh-CN-events.ts";

/** What the service says, in Simplified Chinese. Names of programs, files and codes stay as they are. */
export const zhCNMessages: Words["messages"] = {
  "headline.unknown": () => "远程管理的状态未知。",
  "headline.absent": () => "此电脑没有 Intel AMT：任何人都无法用它远程管理此电脑。",
  "headline.off": () => "Intel AMT 已关闭：任何人都无法用它远程管理此电脑。",
  "headline.unconfigured": () => "此电脑有 Intel AMT，但尚未设置：任何人都无法用它查看或操作此电脑。",
  "headline.configuring": () => "此电脑正在设置 Intel AMT：完成后便可能被远程管理。",
  "headline.managed": () => "此电脑可通过 Intel AMT 远程管理；当前无人连接。",
  "headline.managed-unsure": () => "此电脑可通过 Intel AMT 远程管理；目前不清楚是否有人连接。",
  "headline.session.kvm": () => "现在有人可以通过 Intel AMT 查看和控制此屏幕。",
  "headline.session.consent": () => "有人请求通过 Intel AMT 查看和控制此屏幕。",
  "headline.session.storage": () => "现在有一个远程磁盘通过 Intel AMT 连接到此电脑。",
  "headline.session.sol": () => "现在有人通过 Intel AMT 连接到此电脑的文本控制台。",
  "machine.virtual": ({ machine }) => `这是虚拟的 ME（${machine}），不是此电脑的固件。`,

  "unknown.no-amt": () => "此 ME 没有 AMT",
  "unknown.no-client": ({ client }) => `此 ME 没有 ${client}`,
  "unknown.unsupported": ({ status }) => `此固件不支持该查询（${status}）`,
  "unknown.refused": ({ status }) => `固件拒绝了请求（${status}）`,
  "unknown.malformed": ({ reason }) => `无法读取固件的响应（${reason}）`,
  "unknown.busy": ({ holder }) => `正被 ${holder} 使用`,
  "unknown.timeout": () => "固件未及时响应",
  "unknown.gone": () => "查询期间 ME 被重置",
  "unknown.needs-version": ({ version }) => `${version} 之前的固件不提供此信息`,
  "unknown.not-reported": () => "固件不提供此信息",
  "unknown.no-interface": () => "没有这样的接口",
  "unknown.not-set": () => "未设定",
  "unknown.not-configured": () => "AMT 尚未设置",
  "unknown.failed": ({ code }) => `查询失败（${code}）`,
  "unknown.needs-admin": () => "AMT 只向其管理员显示此信息：amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT 拒绝了登录（${code}）`,
  "unknown.no-link": ({ code }) => `无法从这里访问 AMT 的 Web 服务（${code}）`,
  "unknown.tls-untrusted": () => "无法确认哪个证书属于 AMT：请指定 --pin 或 --ca，或让服务来查询",

  "session.kvm": () => "可以看到此屏幕，并在此输入和移动鼠标",
  "session.sol": () => "在此电脑的文本控制台（AMT 的串行端口）上读取和输入",
  "session.usbr": () => "已将自己的磁盘连接到此电脑，此电脑可以从该磁盘启动",
  "session.consent": () => "正在等待此屏幕上的六位数字，以便访问屏幕或从磁盘启动此电脑",
  "session.cira": ({ server }) => `通过外部服务器（${server}）管理此电脑`,
  "session.system-defense": () => "让 AMT 阻止或减慢此电脑的网络流量",
  "session.web-ui": () => "可以用 AMT 的密码使用 AMT 自己的网页；AMT 从不说明是否有人在使用",
  "who.not-read": () => "尚未查询（amt-agent sessions 会查询）",
  "who.not-told": () => "固件不说明对方是谁",
  "who.no-record": () => "AMT 的审核日志中没有相关记录",
  "who.unreadable": ({ code }) => `无法读取 AMT 的审核日志（${code}）`,
  "who.no-user": () => "AMT 的审核日志中没有相关名称",
  "who.no-address": () => "AMT 的审核日志中没有相关地址",

  "end.ended": () => "已断开",
  "end.none": () => "没有可断开的会话",
  "end.absent": () => "此 AMT 没有这项功能",
  "end.refused": ({ status }) => `AMT 拒绝了请求（${status}）`,
  "end.not-the-users": () => "AMT 只断开此电脑的用户所请求的连接（NOT_PERMITTED）",

  "switch.off": () => "已关闭，并已回读确认",
  "switch.was-off": () => "原本就是关闭的",
  "switch.not-taken": () => "AMT 已接受，但仍处于开启状态",

  "reset.none": () => "AMT 并未准备重新启动此电脑：没有可取消的操作。",
  "reset.absent": () => "此 AMT 不会自行重新启动电脑（AMT 11 起才有此功能）：没有可取消的操作。",
  "reset.refused": ({ status }) =>
    `AMT 拒绝取消（${status}）。请使用有权限的 AMT 用户：amt-agent presence cancel-reset --user admin`,

  "condition.me-absent": () => "在此电脑上未找到 Intel ME 设备。",
  "condition.me-absent.remedy": () =>
    "如果此电脑使用 Intel 芯片组，请加载驱动程序（Linux：modprobe mei_me；Windows：安装 Intel ME 驱动程序）。",
  "condition.me-denied": ({ device }) => `服务无权打开 ${device}。`,
  "condition.me-denied.remedy": ({ device }) => `请授予服务所属的组对 ${device} 的访问权限，或以 root 身份运行。`,
  "condition.me-busy": ({ holder }) => `ME 正被 ${holder} 使用。`,
  "condition.me-busy.remedy": () => "请停止该程序，或等待其完成；服务会自动重试。",
  "condition.me-gone": () => "ME 没有响应：它已被重置或正在转换状态。",
  "condition.me-gone.remedy": () => "服务会自动重试。如果问题持续，请重新启动电脑。",
  "condition.me-timeout": () => "ME 没有响应。",
  "condition.me-timeout.remedy": () => "服务会自动重试。如果问题持续，请关闭电脑并拔掉电源一分钟。",
  "condition.me-failed": ({ code }) => `无法读取状态（${code}）。`,
  "condition.me-failed.remedy": () => "请运行 amt-agent doctor 查看详细信息。",
  "condition.asleep": () => "电脑曾处于睡眠状态；正在重新读取远程管理的状态。",
  "condition.asleep.remedy": () => "无需任何操作：请稍候片刻。",
  "condition.lms-held": ({ holder }) => `AMT 的本地端口和警报由 ${holder} 占用；可使用其端口，但收不到其警报。`,
  "condition.lms-held.remedy": ({ holder }) => `如需由此服务处理，请停止 ${holder}；服务会自动接管。`,
  "condition.lms-ports": ({ ports }) => `无法通过此电脑的端口 ${ports} 访问 AMT：端口被占用或无权打开。`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `请查找占用端口的程序（Linux：ss -ltnp；Windows：netstat -abn）并释放 ${ports}；服务会重试。`,
  "condition.lms-failed": ({ code }) => `与 AMT 本地端口的连接反复失败（${code}）。`,
  "condition.lms-failed.remedy": () => "服务会自动重试。如果问题持续，请关闭电脑并拔掉电源一分钟。",
  "condition.history-full": () => "目前未记录发生的事件：磁盘已满。",
  "condition.history-full.remedy": () => "请在保存服务状态的磁盘上腾出空间；服务会自动继续。",
  "condition.history-failed": ({ code }) => `未记录发生的事件：事件历史记录无法使用（${code}）。`,
  "condition.history-failed.remedy": () =>
    "请检查服务状态目录中的文件夹 events，以及服务的日志（Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log）。",
  "condition.presence-failing": ({ agents, code }) =>
    `无法通知 AMT ${agents} 正在运行（${code}）；AMT 可能认为它已停止。`,
  "condition.presence-failing.remedy": () =>
    "可使用 amt-agent presence status 查看是哪一个。看门狗必须存在（amt-agent presence add），并且 presence.user 需要权限 Agent Presence Local。",
  "condition.posture-unsent": ({ destinations, code }) =>
    `此电脑的安全状况报告无法送达 ${destinations}（${code}）；报告保留在此电脑上等待发送。`,
  "condition.posture-unsent.remedy": () =>
    "会自动重试。amt-agent posture spool 会说明哪些报告在等待以及原因；更多信息见 journalctl -u amt-agent-send。",
  "condition.posture-no-sender": ({ count }) => `有 ${count} 份此电脑的安全状况报告等待发送，但没有程序在发送。`,
  "condition.posture-no-sender.remedy": () =>
    "启动发送程序：systemctl enable --now amt-agent-send，或在终端中运行 amt-agent sender。",
  "condition.posture-unkept": ({ code }) => `无法保存一份待发送的此电脑安全状况报告（${code}）。`,
  "condition.posture-unkept.remedy": () => "请检查 posture.spoolDir 所指文件夹的空间和权限；会再次重试。",
  "condition.posture-advisory": ({ advisories, count, virtual }) =>
    `有 ${count} 个安全公告影响${firmware(virtual)}：${advisories}。`,
  "condition.posture-advisory.remedy": () =>
    "请安装电脑制造商提供的最新 BIOS 或 ME 更新。详情请使用 amt-agent posture 查看。",
  "condition.posture-failing": ({ code }) => `无法生成或保存此电脑安全状况的新报告（${code}）。`,
  "condition.posture-failing.remedy": () =>
    "请检查服务状态目录中的文件夹 posture，以及服务的日志（Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log）。",
  "condition.posture-not-kept": ({ code }) => `无法在 AMT 中保存此电脑安全状况的摘要（${code}）。`,
  "condition.posture-not-kept.remedy": () =>
    "请使用 amt-agent posture stored 查看。AMT 必须提供 Web 存储，并且 posture.meUser 需要权限 Storage；否则请将 posture.keepInMe 设为 false。",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT 将于 ${at} 重新启动此电脑：其监视的一个程序不再响应（${agents}）。`,
  "condition.reset-pending.remedy": () =>
    "请保存您的工作。要取消，请在此电脑的屏幕前或以管理员身份运行：amt-agent presence cancel-reset",
  "condition.power-planned": ({ what, at }) => `应远程管理员的要求，此电脑将于 ${at} 执行：${power(what)}。`,
  "condition.power-planned.remedy": () =>
    "请保存您的工作。如果允许取消，请在此电脑的屏幕前或以管理员身份运行：amt-agent power cancel",
  "condition.virtual": ({ machine }) => `服务运行在虚拟的 ME（${machine}）上。`,
  "condition.virtual.remedy": () => "这用于演示和测试。要使用真实的 ME，请用 --mei auto 启动服务。",
};
