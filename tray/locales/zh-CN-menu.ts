import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Simplified Chinese. */
export const zhCNMenu: MenuWords = {
  end: {
    kvm: "断开：屏幕、键盘和鼠标（KVM）",
    sol: "断开：文本控制台（SOL）",
    usbr: "断开：远程磁盘（USB-R）",
  },
  refuse: "拒绝：不允许任何人查看此屏幕",
  askForHelp: "请求帮助（让此电脑连接到其管理员）",
  hangUp: "挂断（结束与管理员的连接）",
  open: "打开状态窗口",
  reach: "谁可以访问此电脑？",
  history: "发生过的事件",
  support: "复制技术支持信息",
  startAtLogin: "登录时启动",
  olderTray: "此桌面没有当前类型的托盘：图标将交给旧类型（XEmbed）的托盘显示。",
  helperMissing: (why) =>
    `无法为旧类型（XEmbed）的托盘显示图标：${why}。在此期间可使用 amt-agent status 和 amt-agent window 查看。`,
  helperEnded: (why) => `显示图标的程序已结束（${why}）；正在重新启动。`,
  helperGivenUp: (why) =>
    `显示图标的程序反复结束（${why}），因此不再启动。在此期间可使用 amt-agent status 和 amt-agent window 查看。`,
  byNotifySend: "会话总线上没有通知服务：通知将通过 notify-send 发送，不带按钮。",
};
