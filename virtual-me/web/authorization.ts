/** What a client says of itself (RFC 7616). */
export interface Authorization {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  /** 32 hex digits, lower case. */
  readonly response: string;
  readonly qop: "auth" | "auth-int";
  /** As it was sent: clients differ in its digits, and the digest is over the text (MeshAgent sends `6`). */
  readonly nc: string;
  readonly cnonce: string;
}

const parameter = /\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/y;

/** undefined: not a digest, or not one that can be checked. Quoted or bare values alike, any order; nothing twice. */
export function parseAuthorization(header: string): Authorization | undefined {
  const scheme = /^\s*Digest\s+/i.exec(header);
  if (!scheme) return undefined;
  const given = new Map<string, string>();
  parameter.lastIndex = scheme[0].length;
  while (parameter.lastIndex < header.length) {
    const match = parameter.exec(header);
    if (!match) return undefined;
    const name = match[1]!.toLowerCase();
    if (given.has(name)) return undefined;
    given.set(name, match[2] === undefined ? match[3]! : match[2].replace(/\\(.)/g, "$1"));
  }
  const { username, realm, nonce, uri, response, qop, nc, cnonce, algorithm } = Object.fromEntries(given);
  if (!username || !realm || !nonce || !uri || !response || !nc || !cnonce) return undefined;
  if (qop !== "auth" && qop !== "auth-int") return undefined;
  if (algorithm !== undefined && algorithm.toUpperCase() !== "MD5") return undefined;
  if (!/^[0-9a-f]{32}$/i.test(response) || !/^[0-9a-f]{1,16}$/i.test(nc)) return undefined;
  return { username, realm, nonce, uri, response: response.toLowerCase(), qop, nc, cnonce };
}
