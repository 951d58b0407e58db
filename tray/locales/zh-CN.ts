import type { Words } from "./en.ts";
import { zhCNEvents } from "./zh-CN-events.ts";
import { zhCNMenu } from "./zh-CN-menu.ts";
import { zhCNMessages } from "./zh-CN-messages.ts";
import { zhCNNotices } from "./zh-CN-notices.ts";
import { zhCNWindow } from "./zh-CN-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}：${open === null ? "未知" : open ? "【当前已连接】" : "无人连接"}`;
const modes: Readonly<Record<string, string>> = {
  none: "未设置远程管理",
  client: "客户端控制模式：连接需要在此电脑上获得同意",
  admin: "管理员控制模式：连接可能不需要同意",
};

/** Everything the tray and the status window say, in Simplified Chinese. */
export const zhCN: Words = {
  messages: { ...zhCNMessages, ...zhCNEvents, ...zhCNNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? "，版本未知" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "控制模式：未知" : (modes[mode] ?? `控制模式：${mode}`)),
  session: {
    kvm: openness("屏幕、键盘和鼠标（KVM）"),
    sol: openness("文本控制台（SOL）"),
    storage: openness("远程磁盘（USB-R）"),
  },
  consent: (pending) => (pending === null ? "是否有人请求同意：未知" : "【现在有人请求您的同意】"),
  nothingKnownOfSessions: "远程会话：未知",
  since: (when) => `首次发现时间：${when}`,
  severity: {
    info: (message) => `提示：${message}`,
    warning: (message) => `警告：${message}`,
    error: (message) => `错误：${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `【虚拟】${headline}`,
  silent: {
    asking: ["远程管理的状态尚不清楚。", (socket) => `正在查询 amt-agent 服务：${socket}`],
    unreachable: [
      "远程管理的状态未知：amt-agent 服务没有运行。",
      () => "\u2192 启动命令：amt-agent serve",
      (socket) => `${socket} 没有响应；将继续尝试`,
    ],
    denied: ["远程管理的状态未知：amt-agent 服务不允许查询。", (socket) => `对 ${socket} 的访问被拒绝；将继续尝试`],
    foreign: [
      "远程管理的状态未知：无法理解服务的响应。",
      () => "\u2192 请安装相同版本的 amt-agent 服务和托盘程序",
      (socket) => `响应来自 ${socket}；将继续尝试`,
    ],
  },
  quit: "退出（仅关闭此图标）",
  waitingForHost:
    "此桌面目前没有显示托盘图标的位置（会话总线上没有 org.kde.StatusNotifierWatcher）。正在等待；在此期间可使用 amt-agent status 查看。",
  registered: "图标已在桌面上注册。",
  hostRefused: (reason) => `桌面没有接受图标：${reason}。正在等待其托盘重新启动。`,
  notKept: (reason) => `无法保存已显示的内容（${reason}）：托盘程序重新启动后，可能不会通知这期间发生的事情。`,
  notNotified: (reason) => `此桌面无法显示通知（${reason}）。可通过图标和 amt-agent status 查看谁已连接。`,
  menu: zhCNMenu,
  window: zhCNWindow,
};
