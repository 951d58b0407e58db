import { createHash, randomBytes, sign } from "node:crypto";
import { digestRealm, realms } from "../../virtual-me/accounts.ts";
import type { Caller } from "../../virtual-me/cim/rule.ts";
import { type KindName, kindOf } from "../../virtual-me/pki/kinds.ts";
import type { CimService, Properties } from "./cim-service.ts";

/** `$$OsAdmin`, which needs no owner. */
export const system: Caller = { name: "$$OsAdmin", realms: [realms.generalInfo, realms.localSystem] };
export const hostSetup = "IPS_HostBasedSetupService";

/** What AdminSetup and UpgradeClientToAdmin are made of, step by step, so that each can be left out or spoilt. */
export function adminSetup(on: CimService, user: Caller = system) {
  const { key, chain } = kindOf("provisioning").make("example.com");
  const output = async (method: string, input: Properties) =>
    String((await on.output(hostSetup, method, input, {}, user)).ReturnValue);
  const add = (der: Buffer, leaf: boolean, root: boolean) =>
    output("AddNextCertInChain", {
      NextCertificate: der.toString("base64"),
      IsLeafCertificate: String(leaf),
      IsRootCertificate: String(root),
    });
  const steps = {
    good: chain.map(({ der }) => der),
    add,
    /** Return values, up to the first that is not 0. */
    async addAll(ders: readonly Buffer[]) {
      const values: string[] = [];
      for (const [index, der] of ders.entries()) {
        values.push(await add(der, index === 0, index === ders.length - 1));
        if (values.at(-1) !== "0") break;
      }
      return values;
    },
    async addKind(name: KindName, domain = "example.com") {
      return steps.addAll(
        kindOf(name)
          .make(domain)
          .chain.map(({ der }) => der),
      );
    },
    async nonce() {
      return Buffer.from(String((await on.properties(hostSetup, {}, user)).ConfigurationNonce), "base64");
    },
    proof(nonce: Buffer, more: Properties = {}): Properties {
      const mcNonce = randomBytes(20);
      const signature = sign("sha256", Buffer.concat([nonce, mcNonce]), key.privateKey);
      const [McNonce, DigitalSignature] = [mcNonce.toString("base64"), signature.toString("base64")];
      return { McNonce, SigningAlgorithm: "2", DigitalSignature, ...more };
    },
    digest: (password = "Aa1!aaaa"): Properties => ({
      NetAdminPassEncryptionType: "2",
      NetworkAdminPassword: createHash("md5")
        .update(`admin:${digestRealm(on.world.machine)}:${password}`)
        .digest("hex"),
    }),
    setup: async (proof?: Properties) =>
      output("AdminSetup", { ...steps.digest(), ...(proof ?? steps.proof(await steps.nonce())) }),
    upgrade: async (proof?: Properties) => output("UpgradeClientToAdmin", proof ?? steps.proof(await steps.nonce())),
    status: async () => (await on.properties(hostSetup, {}, user)).CertChainStatus,
  };
  return steps;
}
