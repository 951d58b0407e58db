import { createHash, X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Interface } from "../accounts.ts";
import { chainProblem, isSelfSigned, issuedBy, ownerBy, partOf } from "../rules/chain.ts";
import { type Armed, amtTime, type World } from "../world.ts";
import { pemOf } from "./certificate.ts";
import type { Generation } from "./generation.ts";

/** A connection with TLS, before its handshake. */
export interface Secured {
  readonly stream: TLSSocket;
  /** Settles when the handshake is over: whether AMT goes on with this client, and as whose attempt at secure configuration. */
  readonly accepted: Promise<{ readonly armed: Armed | undefined } | "refused">;
}

/** What a peer can show at most is bounded by node: a chain is followed no further than this. */
const LONGEST = 10;

/** TLS as AMT does it at the moment: what it shows, and whether the client has to show something too (rpc.md 3.4, 3.7). */
export function secureSide(world: World, generation: Generation): (channel: Duplex, over: Interface) => Secured {
  let last: { readonly leaf: Buffer; readonly context: SecureContext } | undefined;

  function contextOf(armed: Armed | undefined): SecureContext {
    const { chain, key } = armed?.identity ?? world.tlsModes.own ?? world.identity;
    const leaf = chain[0] ?? Buffer.alloc(0);
    if (last?.leaf.equals(leaf)) return last.context;
    const context = createSecureContext({
      key: key.export({ type: "pkcs8", format: "pem" }),
      cert: chain.map(pemOf).join(""),
      minVersion: "TLSv1.2",
      maxVersion: generation.tls,
    });
    last = { leaf, context };
    return context;
  }
  /** The certificate that the host has announced, of a chain that makes an owner. */
  function proves(chain: readonly X509Certificate[], armed: Armed): boolean {
    const [leaf] = chain;
    if (!leaf || world.armed !== armed) return false;
    if (!createHash(armed.algorithm).update(leaf.raw).digest().equals(armed.serverHash)) return false;
    if (chainProblem(chain, world, amtTime(world))) return false;
    armed.owner = ownerBy(world, chain);
    return true;
  }
  /** One of the owner's roots, in time, by one of the names if there are any (from AMT 11.8 on an authority between is enough). */
  function isTrusted(chain: readonly X509Certificate[], over: Interface): boolean {
    const now = amtTime(world);
    const { roots, ...modes } = world.tlsModes;
    const trusted = roots().map((der) => new X509Certificate(der));
    const [leaf] = chain;
    const { names } = modes[over];
    if (!leaf || (names.length > 0 && !partOf(leaf, "CN").some((name) => names.includes(name)))) return false;
    if (chain.some((one) => now < new Date(one.validFrom) || now > new Date(one.validTo))) return false;
    return chain.some((one) => trusted.some((root) => root.raw.equals(one.raw) || issuedBy(one, root)));
  }

  return (channel, over) => {
    const armed = over === "local" ? world.armed : undefined;
    const mutual = armed !== undefined || world.tlsModes[over].mutual;
    const stream = new TLSSocket(channel as Socket, {
      isServer: true,
      secureContext: contextOf(armed),
      requestCert: mutual,
      rejectUnauthorized: false, // whom AMT trusts is not what OpenSSL has to say
    });
    const accepted = new Promise<Awaited<Secured["accepted"]>>((resolve) => {
      stream.once("close", () => resolve("refused"));
      stream.once("secure", () => {
        const chain = mutual ? chainOf(stream) : [];
        const fine = armed ? proves(chain, armed) : !mutual || isTrusted(chain, over);
        resolve(fine ? { armed } : "refused");
      });
    });
    return { stream, accepted };
  };
}

/** What the client has shown, leaf first, as far as each is issued by the next. */
function chainOf(stream: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = stream.getPeerX509Certificate();
  while (next && chain.length < LONGEST) {
    const one = new X509Certificate(next.raw);
    const before = chain.at(-1);
    if (before && !issuedBy(before, one)) break;
    chain.push(one);
    if (isSelfSigned(one)) break;
    next = next.issuerCertificate;
  }
  return chain;
}
