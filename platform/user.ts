import { readFileSync } from "node:fs";

/** The id of a local user, or undefined where there is none of that name. Reads /etc/passwd: the installer makes the service's user there. */
export function userId(name: string, file = "/etc/passwd"): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  for (const line of text.split("\n")) {
    const [user, , id] = line.split(":");
    if (user === name && id !== undefined && /^\d+$/.test(id)) return Number(id);
  }
  return undefined;
}
