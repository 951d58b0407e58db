import { ConfigError } from "../config-error.ts";

/** What a server is asked to do. */
export type Order =
  | { readonly do: "activate"; readonly profile: string }
  | { readonly do: "deactivate"; readonly force: boolean }
  | { readonly do: "maintenance"; readonly task: Task };

/** Of those that servers know (rpc.md 5.1), the ones that need nothing from us but the machine's names. */
export const tasks = ["synctime", "synchostname", "syncdeviceinfo", "changepassword"] as const;
export type Task = (typeof tasks)[number];

/**
 * The command line that servers take out of `method`. They split it at blanks without quotes, so what would come apart there is refused.
 * The password stands in the payload instead, where they look for it too: its blanks stay, and it is in no method that they log.
 */
export function methodOf(order: Order): string {
  switch (order.do) {
    case "activate":
      if (!/^[^\s"'\\-][^\s"'\\]{0,199}$/.test(order.profile))
        throw new ConfigError(
          "--profile must be the name of a profile on the server: no blanks, quotes or backslashes, and no dash in front (servers split it at blanks).",
        );
      return `activate --profile ${order.profile}`;
    case "deactivate":
      return order.force ? "deactivate -f" : "deactivate";
    case "maintenance":
      return `maintenance --${order.task}`;
  }
}
