import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Host } from "../platform/paths.ts";

/** Whether the tray starts at this user's login (Desktop Application Autostart Specification 0.5). */
export interface Autostart {
  readonly isSet: boolean;
  /** Throws Node's error where the user's own folder cannot be written. */
  set(wanted: boolean): void;
}

const file = "autostart/amt-agent-tray.desktop";

/** `command`: what starts this tray, program first. A file of the user's own stands before the system's of the same name. */
export function autostartOf({ env, home }: Pick<Host, "env" | "home">, command: readonly string[]): Autostart {
  const own = join(absolute(env.XDG_CONFIG_HOME) ?? join(home, ".config"), file);
  const systems = (env.XDG_CONFIG_DIRS || "/etc/xdg").split(":").filter(isAbsolute);
  const isSystems = (): boolean => systems.some((folder) => existsSync(join(folder, file)));
  const write = (lines: readonly string[]): void => {
    mkdirSync(dirname(own), { recursive: true, mode: 0o700 });
    writeFileSync(own, `${["[Desktop Entry]", "Type=Application", "Name=Intel AMT status", ...lines].join("\n")}\n`);
  };
  return {
    get isSet() {
      const text = read(own);
      return text === undefined ? isSystems() : !/^Hidden\s*=\s*true\s*$/m.test(text);
    },
    set(wanted) {
      if (wanted === isSystems()) rmSync(own, { force: true });
      // The specification's way to say no to an entry of the system
      else if (!wanted) write(["Hidden=true"]);
      else write([`Exec=${command.map(quoted).join(" ")}`, "Terminal=false", "NoDisplay=true"]);
    },
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** An argument of an Exec key, once for the key's quotes and once for the file's strings (Desktop Entry Specification, "The Exec key"). */
const quoted = (argument: string): string =>
  `"${argument.replace(/["`$\\]/g, "\\$&").replaceAll("%", "%%")}"`.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

const absolute = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined);
