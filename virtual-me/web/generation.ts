import type { Machine } from "../machine.ts";

/** What of the wire differs between firmware generations. */
export interface Generation {
  /** `Server` header. */
  readonly server: string;
  readonly qop: string;
  /** Protection that is accepted, offered or not. */
  readonly authInt: boolean;
  readonly frameOptions: boolean;
  /** Content-Type of a WS-Man answer. */
  readonly soap: string;
  /** Bytes of head and chunk data that the first write of a reply holds, and of chunk data in the following ones. */
  readonly buffer: { readonly objects: number; readonly others: number };
  readonly page: { readonly styles: string; readonly logo: string };
  readonly tls: "TLSv1.2" | "TLSv1.3";
  /** On-Die CA chain instead of a self-signed certificate. */
  readonly onDie: boolean;
}

const STANDARD_MANAGEABILITY = 2;

/**
 * Recorded: AMT 8.0.3 and 9.0.30 (golden http-401-9030; amtc issue 2), 11.8.50 (http-401-11850, http-200-11850), 14.0.39
 * (http-200-14039), 15.0.23 (http-401-15023, wsman-15023-*), 16.1.25 (http-401-16125; rpc-go issue 843: an answer of status 500).
 * What is between two recorded ones goes with the older, which is guessed.
 */
export function generationOf({ version, facts }: Machine): Generation {
  const numbers = version.split(".");
  const [major = 0, minor = 0] = numbers.map(Number);
  const standard = ((facts.platform.value >>> 12) & 0xf) === STANDARD_MANAGEABILITY;
  const brand = standard ? "Standard Manageability" : "Active Management Technology";
  return {
    server: `Intel(R) ${brand} ${numbers.slice(0, major < 11 ? 3 : 4).join(".")}`,
    qop: major > 16 || (major === 16 && minor >= 1) ? "auth-int, auth" : "auth",
    authInt: major >= 14, // presence-posture.md 5.2
    frameOptions: major >= 11,
    soap:
      major < 14
        ? "application/octet-stream"
        : major < 16
          ? "application/soap+xml; charset=UTF-8"
          : "application/soap+xml;charset=UTF-8",
    // 11.8.50: head 207 + 0513; 16.1.25: 236 + 04F6. 15.0.23 gives objects and enumerations as 218 + 0220, then 02FA, but a
    // method's result of 0456 in one chunk.
    buffer: { objects: major === 15 ? 762 : 1506, others: 1506 },
    page: {
      styles: major < 11 ? "styles.css" : "/styles.css",
      logo: major < 13 ? "top" : "middle",
    },
    tls: major < 16 ? "TLSv1.2" : "TLSv1.3",
    onDie: major >= 19, // presence-posture.md 5.4: 16.1 self-signed
  };
}
