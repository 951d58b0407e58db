import { bits, countedText, oneOf, reserved, secretText, text, u16, u32 } from "../wire/index.ts";
import { amthi } from "./frame.ts";

export const openUserInitiatedConnection = amthi(0x44, {
  name: "openUserInitiatedConnection",
  title: "Ask for help: open a connection to the management server (CIRA)",
  effect: "change",
  request: {},
  reply: {},
  source: "lms.md 2.3",
});

export const closeUserInitiatedConnection = amthi(0x45, {
  name: "closeUserInitiatedConnection",
  title: "Close the connection that the user opened",
  effect: "change",
  request: {},
  reply: {},
  source: "lms.md 2.3",
});

export const getRemoteAccessStatus = amthi(0x46, {
  name: "getRemoteAccessStatus",
  title: "Connection to the management server (CIRA)",
  effect: "read",
  request: {},
  reply: {
    network: oneOf(u32, { direct: 0, vpn: 1, outside: 2, unknown: 3 }),
    connection: oneOf(u32, { none: 0, connecting: 1, connected: 2 }),
    // Intel LMS: 2 provisioning, 3 periodic. rpc-go and MeshCmd: the other way round. Intel's own program is taken.
    trigger: oneOf(u32, { user: 0, alert: 1, provisioning: 2, periodic: 3 }),
    server: countedText(u16, 1000),
  },
  source: "lms.md 2.3, rpc.md 2.5, presence-posture.md 4.1 (disagreement on trigger)",
});

export const getUserInitiatedInterfaces = amthi(0x4d, {
  name: "getUserInitiatedInterfaces",
  title: "Who may open a connection for help: BIOS, OS",
  effect: "read",
  request: {},
  reply: { enabled: bits(u32, { bios: 0, os: 1 }) },
  source: "lms.md 2.3",
});

export const getLocalSystemAccount = amthi(0x67, {
  name: "getLocalSystemAccount",
  title: "User and password for AMT's local web services",
  effect: "read",
  request: { reserved: reserved(40) },
  reply: { user: text(33), password: secretText(33) },
  // presence-posture.md 4.1: some firmware answers two bytes more.
  tail: "keep",
  source: "lms.md 2.3, rpc.md 2.5",
});
