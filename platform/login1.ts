import { dbusInterface } from "./dbus/interface.ts";

/** org.freedesktop.login1(5), as far as it is used here. */
export const loginManager = {
  destination: "org.freedesktop.login1",
  path: "/org/freedesktop/login1",
  of: dbusInterface({
    name: "org.freedesktop.login1.Manager",
    properties: {},
    methods: {
      Inhibit: { in: "ssss", out: "h" },
      /** yes, no, challenge (an administrator's password is asked for), na. */
      CanPowerOff: { in: "", out: "s" },
      CanReboot: { in: "", out: "s" },
      CanSuspend: { in: "", out: "s" },
      CanHibernate: { in: "", out: "s" },
      /** May somebody be asked for a password? */
      PowerOff: { in: "b", out: "" },
      Reboot: { in: "b", out: "" },
      Suspend: { in: "b", out: "" },
      Hibernate: { in: "b", out: "" },
      /** Id, user id, user name, seat (empty: none), object path, of each session. */
      ListSessions: { in: "", out: "a(susso)" },
    },
    signals: { PrepareForSleep: "b" },
  }),
} as const;
export const sessionInterface = "org.freedesktop.login1.Session";
