import { type AlertKind, alerts } from "../cim/alert.ts";
import type { Properties } from "../cim/value.ts";
import { closeTunnel, openTunnel } from "../rules/access.ts";
import type { Acts } from "./act.ts";
import { succeeded } from "./console.ts";
import type { Desk } from "./desk.ts";
import { refuse } from "./error.ts";

const ports = "AMT_EthernetPortSettings";
const wired = { InstanceID: "Intel(r) AMT Ethernet Port Settings 0" };
const wireless = { InstanceID: "Intel(r) AMT Ethernet Port Settings 1" };

/** AMT tells it; there is nothing else to see of it. */
const tell =
  (alert: AlertKind) =>
  (desk: Desk): void => {
    desk.needOwner();
    desk.me.alert(alert);
  };
const put =
  (className: string, change: Properties, selectors = {}) =>
  (desk: Desk): void => {
    desk.needOwner();
    desk.put(className, change, selectors);
  };
const needWlan = (desk: Desk): void => {
  desk.needOwner();
  if (!desk.world.wireless) refuse(`this machine (${desk.world.machine.name}) has no wireless LAN: take wifi-14`);
};
const overWlan =
  (act: (desk: Desk) => void) =>
  (desk: Desk): void => {
    needWlan(desk);
    act(desk);
  };
const protect = (WLANLinkProtectionLevel: number) => overWlan(put(ports, { WLANLinkProtectionLevel }, wireless));
const prefer = (LinkPreference: number) =>
  overWlan((desk) =>
    succeeded(desk.invoke(ports, "SetLinkPreference", { LinkPreference, Timeout: 0 }, wireless), "SetLinkPreference"),
  );
const syncProfiles = (localProfileSynchronizationEnabled: number) =>
  overWlan(put("AMT_WiFiPortConfigurationService", { localProfileSynchronizationEnabled }));
/** Shared is only what the host has by DHCP or was given (rpc.md 3.11): both settings change together. */
const syncAddress = (on: boolean) => (desk: Desk) => {
  desk.needOwner();
  if (!desk.world.wired) refuse("this machine has no wired LAN");
  const shared = on && !desk.world.wired.dhcp;
  put(ports, { IpSyncEnabled: on, SharedStaticIp: shared }, wired)(desk);
};
const allow = (RequestedState: number) => (desk: Desk) => {
  desk.needOwner();
  const output = desk.invoke("AMT_UserInitiatedConnectionService", "RequestStateChange", { RequestedState });
  succeeded(output, "the change");
};

export const networkActs: Acts<"network" | "wlan" | "tunnel" | "time" | "sprite"> = {
  network: {
    changed: tell(alerts.networkChanged),
    "refresh-lan": tell(alerts.refreshLan),
    "refresh-wlan": overWlan(tell(alerts.refreshWlan)),
    "sync-ip": syncAddress(true),
    "split-ip": syncAddress(false),
    "sync-proxy": put("IPS_HTTPProxyService", { ProxySyncEnabled: true }),
    "split-proxy": put("IPS_HTTPProxyService", { ProxySyncEnabled: false }),
  },
  wlan: {
    open: overWlan(tell(alerts.wlanSessionOpened)),
    close: overWlan(tell(alerts.wlanSessionClosed)),
    "bad-profile": overWlan(tell(alerts.wlanProfileInsufficient)),
    "bad-security": overWlan(tell(alerts.wlanSecurityInsufficient)),
    "to-me": prefer(1),
    "to-host": prefer(2),
    "protect-off": protect(1),
    "protect-passive": protect(2),
    "protect-high": protect(3),
    sync: syncProfiles(1),
    "no-sync": syncProfiles(0),
  },
  tunnel: {
    open(desk) {
      desk.needOwner();
      if (desk.world.server === "") refuse("there is no management server to connect to: tunnel server");
      if (!openTunnel(desk.world, "alert")) refuse("the tunnel is open already");
    },
    close({ world }) {
      if (!closeTunnel(world)) refuse("there is no tunnel");
    },
    server(desk) {
      desk.needOwner();
      const server = { AccessInfo: "mps.example.net", InfoFormat: 201, Port: 4433, AuthMethod: 2 };
      const login = { Username: "virtual", Password: "Virtual-ME-1", CN: "mps.example.net" };
      const output = desk.invoke("AMT_RemoteAccessService", "AddMpServer", { ...server, ...login });
      succeeded(output, "AddMpServer", { 2058: "it has that server already" });
    },
    allow: allow(32770),
    forbid: allow(32768),
  },
  time: {
    sync: put("AMT_TimeSynchronizationService", { LocalTimeSyncEnabled: 1 }),
    "no-sync": put("AMT_TimeSynchronizationService", { LocalTimeSyncEnabled: 2 }),
  },
  sprite: {
    change(desk) {
      desk.needOwner();
      const { language } = desk.get("IPS_SecIOService");
      desk.put("IPS_SecIOService", { language: language === 1 ? 2 : 1 });
    },
  },
};
