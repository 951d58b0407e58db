import type { Words } from "./en.ts";

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} 分钟` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
};

/** What notifications say besides the event itself, in Simplified Chinese. */
export const zhCNNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `远程会话（${kind}）已结束，持续了 ${span(seconds)}。`,
  "notice.over": ({ kind }) => `远程会话（${kind}）已结束；开始时间未知。`,
  "notice.still-open": ({ kind }) => `有一个远程会话处于打开状态（${kind}）。`,
  "notice.away": ({ count, sessions }) =>
    sessions === 0
      ? `在您离开期间，AMT 发生了 ${count} 件值得了解的事情。`
      : `在您离开期间，共有 ${count} 件值得了解的事情，其中有 ${sessions} 次远程会话。`,
  "notice.not-done": ({ why }) => `操作未能完成。${why}`,
  "notice.nothing-to-end": () => "已经没有可断开的会话。",
  "notice.help-asked": () => "已请求帮助：AMT 将连接到其管理员设置的服务器。",
  "notice.support-copied": () => "技术支持信息已复制到剪贴板，其中不含密码和序列号。",
  "notice.support-saved": ({ path }) =>
    `技术支持信息已保存到 ${path}，因为这里没有剪贴板程序（wl-copy、xclip 或 xsel）。其中不含密码和序列号。`,
  "notice.starts-at-login": () => "下次登录后将显示图标。",
  "notice.starts-no-more": () => "下次登录后将不再显示图标。手动启动命令：amt-agent tray",
  "notice.button.end": () => "断开",
  "notice.button.cancel-consent": () => "拒绝",
  "notice.button.cancel-reset": () => "阻止此电脑重新启动",
  "notice.button.cancel-power": () => "取消",
  "notice.button.hang-up": () => "挂断",
  "notice.button.details": () => "详细信息",
  "notice.button.who-can-reach": () => "谁可以访问此电脑？",
};
