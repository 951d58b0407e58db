import { text } from "./phrase.ts";

/** Answers are `yes`, `no` or `unknown`, so that a translator can choose by them; what is not known never reads like a no. */
export type State = { state: string };
export const three = (yes: string, no: string, unknown: string) =>
  text<State>(({ state }) => (state === "yes" ? yes : state === "no" ? no : unknown));
export const choose = (word: string, words: Readonly<Record<string, string>>, otherwise: string): string =>
  Object.hasOwn(words, word) ? (words[word] as string) : otherwise;

export const consentWords = {
  all: "and you are asked before the screen, the console or a disk is used",
  kvm: "and you are asked before the screen is used, but not before the rest",
  none: "and you are not asked",
};
export const nowWords = {
  screen: "SOMEBODY SEES AND CONTROLS THE SCREEN RIGHT NOW",
  asks: "somebody asks for your consent right now",
  other: "SOMEBODY IS CONNECTED RIGHT NOW",
  nobody: "nobody is connected right now",
};
export const placeWords = {
  local: "from this PC only",
  network: "from the network only",
  any: "from the network and this PC",
};
/** What a realm lets its holder do (presence-posture.md 5.1), in the words of somebody who has no AMT console. */
export const realmWords: Readonly<Record<string, string>> = {
  2: "use the screen, the console and disks",
  3: "everything",
  4: "read what is in this PC",
  5: "switch it on and off",
  6: "keep data in AMT",
  7: "event subscriptions",
  8: "manage the data kept in AMT",
  9: "report programs of this PC",
  10: "have programs of this PC watched",
  11: "filter this PC's network traffic",
  12: "set AMT's clock",
  13: "read AMT's settings",
  14: "update the firmware",
  16: "be told what AMT does",
  17: "network access control",
  18: "network access control",
  19: "read the event log",
  20: "read and lock the audit log",
  21: "manage accounts",
  24: "what programs of this PC may do",
};
export const rightsWords = (realms: string): string =>
  realms === ""
    ? "nothing"
    : realms
        .split(",")
        .map((one) => choose(one, realmWords, `realm ${one}`))
        .join(", ");

/** By the property's name in AMT_BootSettingData. */
export const bootWords: Readonly<Record<string, string>> = {
  UseSOL: "its text console is sent away (SOL)",
  UseIDER: "it starts from a remote disk",
  BIOSSetup: "it stops in the firmware's settings",
  BIOSPause: "it stops before the system starts",
  UserPasswordBypass: "the firmware's password is not asked",
  LockKeyboard: "the keyboard is locked",
  LockPowerButton: "the power button is locked",
  LockResetButton: "the reset button is locked",
  LockSleepButton: "the sleep button is locked",
  SecureErase: "THE DISK IS ERASED",
  PlatformErase: "THE PLATFORM IS ERASED",
  ReflashBIOS: "the firmware is written anew",
  ConfigurationDataReset: "the firmware's settings are reset",
  UEFIHTTPSBootEnabled: "it starts from a server (HTTPS)",
  UEFILocalPBABootEnabled: "it starts a program from the disk that its owner chose",
  WinREBootEnabled: "it starts Windows' recovery",
  UseSafeMode: "it starts in safe mode",
};
