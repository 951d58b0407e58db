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
      /** Id, user id, user name, seat (empty: none), object path, of each session. */
      ListSessions: { in: "", out: "a(susso)" },
    },
    signals: { PrepareForSleep: "b" },
  }),
} as const;
export const sessionInterface = "org.freedesktop.login1.Session";
