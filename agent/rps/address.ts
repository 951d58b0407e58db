import { isIP } from "node:net";
import { ConfigError } from "../config-error.ts";

/** Where the server is. Throws ConfigError for what is no such address, or would send a password in the clear. */
export function parseServer(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ConfigError(
      "--url must be the address of the server's activation service, as wss://rps.example.com/activate.",
    );
  }
  if (url.username !== "" || url.password !== "")
    throw new ConfigError(
      "--url must hold no user and no password: every program on this machine can read a command line.",
    );
  if (url.hash !== "") throw new ConfigError("--url must have no part behind a #.");
  if (url.protocol === "wss:" || (url.protocol === "ws:" && isLoopback(url.hostname))) return url;
  if (url.protocol === "ws:")
    throw new ConfigError(
      "--url must be wss://: this machine's AMT password is sent there. ws:// is taken only for the machine itself.",
    );
  throw new ConfigError(`--url must begin with wss://, not ${url.protocol}//.`);
}

function isLoopback(name: string): boolean {
  const address = name.replace(/^\[|\]$/g, "");
  return address === "::1" || address === "localhost" || (isIP(address) === 4 && address.startsWith("127."));
}
