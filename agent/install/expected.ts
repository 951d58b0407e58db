/** Names and places of an installed agent on Linux. The packages (installer/) make them; installer/clean compares. */
export const serviceUser = "amt-agent";
/** Sends reports; the service is in its group. */
export const senderUser = "amt-agent-send";
export const deviceGroup = "mei";
export const adminGroup = "amt-admin";
export const serviceUnit = "amt-agent.service";
export const programFolder = "/usr/lib/amt-agent";
export const programFile = `${programFolder}/node`;
export const bundleFile = `${programFolder}/amt-agent.cjs`;
export const configFolder = "/etc/amt-agent";
export const stateFolder = "/var/lib/amt-agent";
export const spoolFolder = "/var/lib/amt-agent-spool";
export const credentialsFolder = "/etc/amt-agent/credentials";
export const secretsFolder = "/var/lib/amt-agent-admin";
export const userSocket = "/run/amt-agent/agent.sock";
export const adminSocket = `${userSocket}.admin`;
/** What starts the service when the kernel finds an ME; made when the unit is enabled. */
export const startLink = `/etc/systemd/system/dev-mei0.device.wants/${serviceUnit}`;
/** What an administrator puts in the unit's place, or beside it. */
export const unitOverrides = [`/etc/systemd/system/${serviceUnit}`, `/etc/systemd/system/${serviceUnit}.d`] as const;
/** Tells Intel's LMS to stay out as long as this agent is there (installer/linux/take-over-lms writes it). */
export const lmsStaysOut = "/etc/systemd/system/lms.service.d/50-amt-agent.conf";

/** Files that every installation has: whoever may write one of them is root, or soon will be. */
export const programFiles = [
  programFile,
  bundleFile,
  "/usr/bin/amt-agent",
  "/usr/lib/systemd/system/amt-agent.service",
  "/usr/lib/systemd/system/amt-agent-send.service",
  "/usr/lib/systemd/system/amt-agent-first-boot.service",
  "/usr/lib/udev/rules.d/60-amt-agent.rules",
  "/usr/share/polkit-1/rules.d/60-amt-agent.rules",
  "/usr/lib/sysusers.d/amt-agent.conf",
  "/usr/lib/tmpfiles.d/amt-agent.conf",
  "/etc/xdg/autostart/amt-agent-tray.desktop",
] as const;
