import type { HttpClient, HttpReply } from "../../../mei/http/client.ts";
import { PostureError } from "../document/error.ts";

/**
 * AMT's web storage, 11 to about 15 (presence-posture.md 2.6): files in its flash, by HTTP on its usual ports, for who has the realm Storage.
 * The digest is at `/amt-storage/amt-agent/posture/digest.cbor`: each part at most 11 characters.
 */
const ROOT = "/amt-storage/";
export const PLACE = `${ROOT}amt-agent/posture/digest.cbor`;

export interface WebStorage {
  /** Rejects PostureError: POSTURE_STORE_ABSENT where this AMT has no web storage, POSTURE_STORE_DENIED where this user may not use it. */
  look(): Promise<void>;
  /** Undefined: nothing is there. */
  read(): Promise<Buffer | undefined>;
  /** Writes AMT's flash. */
  write(data: Buffer): Promise<void>;
  /** Writes AMT's flash, where something is there. */
  remove(): Promise<void>;
}

export function webStorage(http: Pick<HttpClient, "request">, { signal }: { signal: AbortSignal }): WebStorage {
  const get = (path: string): Promise<HttpReply> =>
    http.request({ method: "GET", path, sending: "repeatable" }, { signal });
  return {
    async look() {
      const { status, body } = await get(ROOT);
      refuse(status, "listed");
      // A list, not one of AMT's pages; old firmware has control characters in it, so that it is not read as JSON
      if (body.find((byte) => byte > 0x20) !== "{".charCodeAt(0)) throw absent("its list is none");
    },
    async read() {
      const { status, body } = await get(PLACE);
      if (status === 404) return undefined;
      refuse(status, "read");
      return body;
    },
    async write(data) {
      const body = Buffer.concat([Buffer.from(METADATA), data]);
      const { status } = await http.request({ method: "PUT", path: PLACE, body, sending: "once" }, { signal });
      refuse(status, "written");
    },
    async remove() {
      const { status } = await http.request({ method: "DELETE", path: PLACE, sending: "once" }, { signal });
      if (status !== 404) refuse(status, "removed");
    },
  };
}

const METADATA = "<metadata><headers><h>Content-Type:application/cbor</h></headers></metadata>";

const absent = (why: string): PostureError =>
  new PostureError("POSTURE_STORE_ABSENT", `This AMT has no web storage (${why})`);

function refuse(status: number, what: string): void {
  if (status === 200) return;
  if (status === 404 || status === 405) throw absent(`status ${status}`);
  if (status === 401 || status === 403)
    throw new PostureError(
      "POSTURE_STORE_DENIED",
      "This user may not use AMT's web storage: posture.meUser (or --user) must name one with the realm Storage",
    );
  throw new PostureError("POSTURE_STORE_REFUSED", `AMT's web storage could not be ${what} (status ${status})`);
}
