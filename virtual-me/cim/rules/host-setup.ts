import { constants, verify, type X509Certificate } from "node:crypto";
import { Secret } from "../../../platform/secret.ts";
import { realms } from "../../accounts.ts";
import type { SetupFacts } from "../../machine.ts";
import { certificateIn, chainProblem, isSelfSigned, issuedBy, longestChain, ownerBy } from "../../rules/chain.ts";
import { setUp, writeFlash } from "../../rules/setup.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Call, type Managed, type Rules, returns, success } from "../rule.ts";
import { isTrue, numberOf, type Properties, textOf } from "../value.ts";

const code = { invalidState: 2, invalidParameter: 3, disabled: 4, authFailed: 5, flashLimit: 6 };
/** Of AddNextCertInChain: another order than the other methods' (rpc.md 3.0). */
const chainCode = { invalidParameter: 1, invalidState: 3, verifyFailed: 4, tooLong: 5 };
const modes = { none: 0, client: 1, admin: 2 } as const;
const DIGEST_MD5 = 2;
const RSA_SHA256 = 2;
const NONCE = 20;

/** What goes before the setting up itself; a reset of the ME forgets it. */
interface Before {
  readonly resets: number;
  readonly chain: readonly X509Certificate[];
  readonly complete: boolean;
  readonly nonce: Buffer | undefined;
}

/** Setting AMT up from its host (Intel's guide, "Host Based Setup"; rpc.md 3.0 to 3.3). */
export function hostSetupRules(me: Managed): Rules {
  const { world, journal } = me;
  const fresh = (): Before => ({ resets: world.resets, chain: [], complete: false, nonce: undefined });
  let kept = fresh();
  const before = (): Before => (kept.resets === world.resets ? kept : fresh());

  /** Guessed: whoever owns AMT does this, not `$$OsAdmin`, once there is an owner (guide, "Add Certificate Chain"). */
  function checkOwner(call: Call): void {
    if (world.provisioning === "post" && !call.user.realms.includes(realms.administration))
      throw new CimFault("AccessDenied");
  }
  function add(input: Properties): number {
    const one = certificateIn(Buffer.from(textOf(input.NextCertificate), "base64"));
    const [leaf, root] = [isTrue(input.IsLeafCertificate), isTrue(input.IsRootCertificate)];
    if (!one || (leaf && root)) return chainCode.invalidParameter; // no leaf is its own authority; guessed
    const { chain, complete, nonce } = before();
    const last = leaf ? undefined : chain.at(-1);
    if (!leaf && (!last || complete)) return chainCode.invalidState;
    if (!leaf && chain.length >= longestChain) return chainCode.tooLong;
    // Guessed: what is trusted, for what and until when is looked at in the end, and refused as AUTH_FAILED (MeshCentral issue 5176)
    const fits = last ? issuedBy(last, one) && isSelfSigned(one) === root : !isSelfSigned(one);
    if (!fits) {
      kept = { ...fresh(), nonce };
      return chainCode.verifyFailed;
    }
    // A leaf begins anew, so that a client that broke off can come again; guessed
    kept = { ...fresh(), chain: last ? [...chain, one] : [one], complete: root, nonce };
    return 0;
  }
  /** Whether the chain is one that AMT trusts and whoever calls has its key; both are used up by the attempt (guessed). */
  function proven(input: Properties): SetupRecord | number {
    const { chain, complete, nonce } = before();
    kept = fresh();
    // Embedded machines may be had without a certificate (EHBC; Intel's forum, topic 560054)
    if (world.machine.facts.remoteSetup.value.ehbc && chain.length === 0) return ownerBy(world, []);
    const mcNonce = Buffer.from(textOf(input.McNonce), "base64");
    if (numberOf(input.SigningAlgorithm) !== RSA_SHA256 || mcNonce.length !== NONCE) return code.invalidParameter;
    const [leaf] = chain;
    if (!complete || !leaf) return code.invalidState;
    if (!nonce || chainProblem(chain, world, me.now())) return code.authFailed;
    const key = { key: leaf.publicKey, padding: constants.RSA_PKCS1_PADDING };
    const signature = Buffer.from(textOf(input.DigitalSignature), "base64");
    if (!verify("sha256", Buffer.concat([nonce, mcNonce]), key, signature)) return code.authFailed;
    return ownerBy(world, chain);
  }
  return {
    IPS_HostBasedSetupService: {
      write: [realms.localSystem],
      live() {
        const { chain, complete } = before();
        return {
          AllowedControlModes: world.clientControlAllowed ? [2, 1] : [2],
          CertChainStatus: complete ? 2 : chain.length > 0 ? 1 : 0,
          CurrentControlMode: modes[world.controlMode],
        };
      },
      /** A new nonce at every reading (rpc.md 7.2): the next signature has to be over this one. */
      shown() {
        const nonce = world.random(NONCE);
        kept = { ...before(), nonce };
        return { ConfigurationNonce: nonce.toString("base64") };
      },
      methods: {
        /** Client control mode. Only the host itself can be its owner's proof. */
        Setup(call, input) {
          if (call.over !== "local") return returns(code.authFailed); // guessed
          if (!world.clientControlAllowed) return returns(code.disabled);
          if (world.provisioning !== "pre") return returns(code.invalidState);
          const digest = digestIn(input);
          if (!digest) return returns(code.invalidParameter);
          if (!writeFlash(world)) return returns(code.flashLimit);
          const record = { byHost: true, serverFqdn: "", serverAddress: "", rootHash: "" };
          const uncommitted = world.machine.facts.operational.value.tlsOnLocalPorts;
          setUp(world, { mode: "client", digest, record, uncommitted });
          return success;
        },
        AddNextCertInChain(call, input) {
          checkOwner(call);
          return returns(add(input));
        },
        AdminSetup(call, input) {
          if (world.provisioning !== "pre") return returns(code.invalidState);
          const digest = digestIn(input);
          if (!digest) return returns(code.invalidParameter);
          const record = proven(input);
          if (typeof record === "number") return returns(record);
          if (!writeFlash(world)) return returns(code.flashLimit);
          setUp(world, { mode: "admin", digest, record });
          audits(journal, call).provisioningCompleted([5]);
          return success;
        },
        UpgradeClientToAdmin(call, input) {
          checkOwner(call);
          if (world.provisioning !== "post" || world.controlMode !== "client") return returns(code.invalidState);
          const record = proven(input);
          if (typeof record === "number") return returns(record);
          if (!writeFlash(world)) return returns(code.flashLimit);
          setUp(world, { mode: "admin", record });
          audits(journal, call).upgraded();
          return success;
        },
        /** Only an unconfigure of the whole ME takes it back (guide, "Disabling Host-Based Setup and Configuration"). */
        DisableClientControlMode() {
          if (!world.clientControlAllowed) return returns(code.invalidState); // guessed
          world.clientControlAllowed = false;
          return success;
        },
      },
    },
  };
}

type SetupRecord = Omit<SetupFacts, "time">;

/** Hex of MD5 over name, realm and password (rpc.md 3.2); the form is all that AMT can check of it. */
function digestIn(input: Properties): Secret | undefined {
  const text = textOf(input.NetworkAdminPassword);
  if (numberOf(input.NetAdminPassEncryptionType) !== DIGEST_MD5 || !/^[0-9a-f]{32}$/i.test(text)) return undefined;
  return new Secret(text.toLowerCase());
}
