import { constants, createHash, createPrivateKey, randomBytes, sign, type X509Certificate } from "node:crypto";
import { startConfigurationHostBased, stopConfiguration, unprovision } from "../../mei/amthi/provisioning.ts";
import { amthi } from "../../mei/clients.ts";
import { authorizationService } from "../../mei/wsman/resources/accounts.ts";
import {
  generalSettings,
  hostBasedSetupService,
  setupAndConfigurationService,
} from "../../mei/wsman/resources/setup.ts";
import type { Secret } from "../../platform/secret.ts";
import type { Chain } from "./chain.ts";
import { ProvisioningError } from "./error.ts";
import { base64Digest, hexDigest } from "./password.ts";
import type { StepName } from "./steps.ts";
import type { Armed, Reach, Web } from "./web.ts";
import type { Wish } from "./wish.ts";

/** What the steps of one operation share, and what one leaves for the next. */
export interface Work {
  readonly reach: Reach;
  readonly wish: Wish;
  readonly web: Web;
  realm?: string;
  nonce?: Buffer;
  armed?: Armed;
}
type Act = (work: Work, options: { readonly signal: AbortSignal }) => Promise<void>;

/** What a step needs is there when the plan is one of steps.ts. */
function due<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new ProvisioningError("OPERATION_UNCERTAIN", `A step came before the one that gives it ${what}`);
}
const chainOf = ({ wish }: Work): Chain => due("chain" in wish ? wish.chain : undefined, "its certificates");
const passwordOf = ({ wish }: Work): Secret =>
  due(wish.kind === "activate" ? wish.password.secret : "password" in wish ? wish.password : undefined, "its password");
/** For an upgrade AMT has an owner already, and only he may. */
const setupUser = (work: Work, options: { readonly signal: AbortSignal }) =>
  work.wish.kind === "upgrade" ? work.web.asOwner(work.wish.password, options) : work.web.asSystem(options);
/** While it is armed AMT knows its owner to be by the certificate shown; else by the password. */
const owner = (work: Work, { signal }: { readonly signal: AbortSignal }) =>
  work.web.asOwner(passwordOf(work), { signal, ...(work.armed && { armed: work.armed }) });

const digest = (work: Work) =>
  ({
    NetAdminPassEncryptionType: "httpDigestMd5",
    NetworkAdminPassword: hexDigest(due(work.realm, "its realm"), passwordOf(work)),
  }) as const;

/** That whoever sends has the key of the certificate: RSASSA-PKCS1-v1_5 with SHA-256 over AMT's nonce and ours (rpc.md 3.3). */
function proof(work: Work) {
  const mcNonce = randomBytes(20);
  const key = { key: createPrivateKey(chainOf(work).key.reveal()), padding: constants.RSA_PKCS1_PADDING };
  const signed = sign("sha256", Buffer.concat([due(work.nonce, "AMT's nonce"), mcNonce]), key);
  return { McNonce: mcNonce, SigningAlgorithm: "rsaSha256", DigitalSignature: signed } as const;
}

export const acts: Readonly<Record<StepName, Act>> = {
  async keep({ wish }) {
    if (wish.kind === "activate") await wish.password.keep?.();
  },
  async realm(work, { signal }) {
    const wsman = work.armed ? await owner(work, { signal }) : await work.web.asSystem({ signal });
    work.realm = due((await wsman.get(generalSettings, { signal })).DigestRealm, "a realm");
  },
  async setup(work, { signal }) {
    await (await work.web.asSystem({ signal })).invoke(hostBasedSetupService, "Setup", digest(work), { signal });
  },
  async nonce(work, { signal }) {
    const found = await (await setupUser(work, { signal })).get(hostBasedSetupService, { signal });
    work.nonce = due(found.ConfigurationNonce, "a nonce");
  },
  async chain(work, { signal }) {
    const { certificates } = chainOf(work);
    const wsman = await setupUser(work, { signal });
    for (const [index, { raw }] of certificates.entries())
      await wsman.invoke(
        hostBasedSetupService,
        "AddNextCertInChain",
        {
          NextCertificate: raw,
          IsLeafCertificate: index === 0,
          IsRootCertificate: index === certificates.length - 1,
        },
        { signal },
      );
  },
  async "admin-setup"(work, { signal }) {
    const wsman = await work.web.asSystem({ signal });
    await wsman.invoke(hostBasedSetupService, "AdminSetup", { ...digest(work), ...proof(work) }, { signal });
  },
  async upgrade(work, { signal }) {
    await (await setupUser(work, { signal })).invoke(hostBasedSetupService, "UpgradeClientToAdmin", proof(work), {
      signal,
    });
  },
  async begin(work, { signal }) {
    work.armed = await arm(work, signal);
  },
  async administrator(work, { signal }) {
    const DigestPassword = base64Digest(due(work.realm, "its realm"), passwordOf(work));
    const wsman = await owner(work, { signal });
    await wsman.invoke(authorizationService, "SetAdminAclEntryEx", { Username: "admin", DigestPassword }, { signal });
  },
  /** AMT wants one before it commits (2057, rpc.md 3.4); without a word of its owner it gets the administrator's. */
  async mebx(work, { signal }) {
    const Password = (work.wish.kind === "activate" ? work.wish.mebxPassword : undefined) ?? passwordOf(work);
    const wsman = await owner(work, { signal });
    await wsman.invoke(setupAndConfigurationService, "SetMEBxPassword", { Password }, { signal });
  },
  async commit(work, { signal }) {
    await (await owner(work, { signal })).invoke(setupAndConfigurationService, "CommitChanges", {}, { signal });
    delete work.armed;
  },
  async login(work, { signal }) {
    delete work.armed;
    const wsman = await work.web.asOwner(passwordOf(work), { signal });
    await wsman.get(generalSettings, { signal });
  },
  async unprovision({ reach }, { signal }) {
    await unprovision.call(reach.me.session(amthi), { mode: "none" }, { signal });
  },
  async "unprovision-by-owner"(work, { signal }) {
    const wsman = await work.web.asOwner(passwordOf(work), { signal });
    await wsman.invoke(setupAndConfigurationService, "Unprovision", { ProvisioningMode: "admin" }, { signal });
  },
  async "unprovision-partly"(work, { signal }) {
    const wsman = await work.web.asOwner(passwordOf(work), { signal });
    await wsman.invoke(setupAndConfigurationService, "PartialUnprovision", {}, { signal });
  },
  async stop({ reach }, { signal }) {
    await stopConfiguration.call(reach.me.session(amthi), {}, { signal });
  },
};

/** AMT learns our certificate's hash, and tells that of the one it will show (rpc.md 2.8). */
async function arm(work: Work, signal: AbortSignal): Promise<Armed> {
  const { certificates, key } = chainOf(work);
  const [leaf] = certificates;
  const algorithm = hashFor(leaf);
  const hash = createHash(algorithm).update(leaf.raw).digest();
  const reply = await startConfigurationHostBased.call(
    work.reach.me.session(amthi),
    {
      serverHashAlgorithm: algorithm,
      serverCertificateHash: Buffer.concat([hash, Buffer.alloc(64 - hash.length)]),
      hostVpn: false,
      suffixListLength: 0,
      suffixes: "",
    },
    { signal },
  );
  const told = reply.hashAlgorithm;
  if (told !== "sha256" && told !== "sha384" && told !== "sha512")
    throw new ProvisioningError("OPERATION_UNCERTAIN", `AMT names its certificate by ${told}, which proves nothing`);
  const size = { sha256: 32, sha384: 48, sha512: 64 }[told];
  return {
    trust: { by: "hash", algorithm: told, hash: reply.amtCertificateHash.subarray(0, size) },
    client: { certificates: certificates.map((one) => one.toString()).join(""), key },
  };
}

/** SHA-384 where the certificate itself is signed with it (rpc.md 2.8); Node 20 does not tell, so its OID is looked for. */
const sha384WithRsa = Buffer.from("06092a864886f70d01010c", "hex");
const hashFor = ({ raw }: X509Certificate): "sha256" | "sha384" => (raw.includes(sha384WithRsa) ? "sha384" : "sha256");
