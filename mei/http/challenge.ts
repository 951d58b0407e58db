/** One way of logging in that a server offers: RFC 7235 2.1. Names of schemes and parameters in lower case, values as sent. */
export interface Challenge {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/sy;
/** As Negotiate and NTLM carry it; a parameter's name is never followed by the end of its challenge. */
const token68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y;
const space = /[ \t]*/y;
const separators = /[ \t,]*/y;

/**
 * Every challenge of the WWW-Authenticate lines of one reply. A line that breaks the grammar is dropped whole: half a challenge could
 * be another one than was meant. Firmware puts `stale` in quotes and leaves out spaces after commas (rpc.md 4.2); both are within
 * the grammar, its list of qop values is not cut at a quote.
 */
export function parseChallenges(lines: readonly string[]): Challenge[] {
  return lines.flatMap((line) => parseLine(line) ?? []);
}

function parseLine(line: string): Challenge[] | undefined {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(line);
    if (found) at += found[0].length;
    return found;
  };
  /** A parameter, `none` when what follows is no parameter, `bad` when it can be nothing else and is broken. */
  function param(): [string, string] | "none" | "bad" {
    const from = at;
    const name = take(token)?.[0];
    take(space);
    if (name === undefined || line[at] !== "=") {
      at = from;
      return "none";
    }
    at++;
    take(space);
    const value = take(quoted)?.[1]?.replace(/\\(.)/gs, "$1") ?? take(token)?.[0];
    return value === undefined ? "bad" : [name.toLowerCase(), value];
  }
  function params(): Map<string, string> | undefined {
    const found = new Map<string, string>();
    if (take(token68)) return found;
    for (;;) {
      const before = at;
      const one = param();
      if (one === "bad") return undefined;
      if (one === "none") {
        at = before;
        return found;
      }
      if (found.has(one[0])) return undefined;
      found.set(...one);
      take(space);
      if (at < line.length && line[at] !== ",") return undefined;
      take(separators);
    }
  }
  const challenges: Challenge[] = [];
  for (;;) {
    take(separators);
    if (at === line.length) return challenges;
    const scheme = take(token)?.[0];
    if (scheme === undefined || (at < line.length && !" \t,".includes(line[at] ?? ""))) return undefined;
    take(space);
    const found = params();
    if (!found) return undefined;
    challenges.push({ scheme: scheme.toLowerCase(), params: found });
  }
}
