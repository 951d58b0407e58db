import type { HashFacts } from "../machine.ts";

/** SHA-256 of root certificates, in the order in which machines list them. Public values; the names are those of the certificates. */
const roots = {
  verisignG1: ["VeriSign Class 3 Primary CA-G1", "e7685634efacf69ace939a6b255b7b4fabef42935b50a265acb5cb6027e44e70"],
  verisignG3: ["VeriSign Class 3 Primary CA-G3", "eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244"],
  goDaddy: ["Go Daddy Class 2 CA", "c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4"],
  aaa: ["Comodo AAA CA", "d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4"],
  starfield: ["Starfield Class 2 CA", "1465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb658"],
  verisignG2: ["VeriSign Class 3 Primary CA-G2", "83ce3c1229688a593d485f81973c0f9195431eda37cc5e36430e79c7a888638b"],
  verisignG15: ["VeriSign Class 3 Primary CA-G1.5", "a4b6b3996fc2f306b3fd8681bd63413d8c5009cc4fa329c2ccf0e2fa1b140305"],
  verisignG5: ["VeriSign Class 3 Primary CA-G5", "9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df"],
  gte: ["GTE CyberTrust Global Root", "a53125188d2110aa964b02c7b7c6da3203170894e5fb71fffb6667d5e6810a36"],
  baltimore: ["Baltimore CyberTrust Root", "16af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd4b93dbf3f26aeb"],
  cybertrust: ["Cybertrust Global Root", "960adf0063e96356750c2965dd0a0867da0b9cbd6e77714aeafb2349ab393da3"],
  verizon: ["Verizon Global Root", "68ad50909b04363c605ef13581a939ff2c96372e3f12325b0a6861e1d59f6603"],
  entrust2048: ["Entrust.net CA (2048)", "6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177"],
  entrust: ["Entrust Root CA", "73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c"],
  verisignUniversal: ["VeriSign Universal Root CA", "2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c"],
  goDaddyG2: ["Go Daddy Root CA-G2", "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda"],
  entrustG2: ["Entrust Root CA-G2", "43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339"],
  starfieldG2: ["Starfield Root CA-G2", "2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5"],
  affirmTrust: ["AffirmTrust Premium", "70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a"],
  digicert: ["DigiCert Global Root CA", "4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161"],
  digicertG2: ["DigiCert Global Root G2", "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f"],
  digicertG3: ["DigiCert Global Root G3", "31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0"],
  digicertG4: ["DigiCert Trusted Root G4", "552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988"],
  // In no certificate store at hand: the names are unknown.
  unnamed1: ["Root 19", "67540a47aa5b9f34570a99723cfefa96a96ee3f0d9b8bf4def9440b8065d665d"],
  unnamed2: ["Root 20", "7224395222cd588c4f2683716922addb41e39b581ac34fa87b39efa896fbb39e"],
  globalSignR3: ["GlobalSign Root CA-R3", "cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b"],
  globalSignR5: ["GlobalSign ECC Root CA-R5", "179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6ebec100c8924"],
  globalSignR6: ["GlobalSign Root CA-R6", "2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69"],
} as const;
type Root = keyof typeof roots;

const entries = (names: readonly Root[]): readonly HashFacts[] =>
  names.map((key) => {
    const [name, hash] = roots[key];
    return { name, hash, algorithm: "sha256", isDefault: true, isActive: true };
  });

/** The 19 of an AMT 11.8.50 (rpc.md 6.5: the rps test's first device). */
export const rootsOf11 = entries([
  "verisignG1",
  "verisignG3",
  "goDaddy",
  "aaa",
  "starfield",
  "verisignG2",
  "verisignG15",
  "verisignG5",
  "gte",
  "baltimore",
  "cybertrust",
  "verizon",
  "entrust2048",
  "entrust",
  "verisignUniversal",
  "goDaddyG2",
  "entrustG2",
  "starfieldG2",
  "affirmTrust",
]);

/** The 23 of an AMT 15.0.23 (rpc.md 6.5: the rps test's second device). */
export const rootsOf15 = entries([
  "goDaddy",
  "goDaddyG2",
  "aaa",
  "starfield",
  "starfieldG2",
  "verisignG5",
  "baltimore",
  "cybertrust",
  "verizon",
  "entrust2048",
  "entrust",
  "entrustG2",
  "verisignUniversal",
  "affirmTrust",
  "digicert",
  "digicertG2",
  "digicertG3",
  "digicertG4",
  "unnamed1",
  "unnamed2",
  "globalSignR3",
  "globalSignR5",
  "globalSignR6",
]);

/** SHA-1 roots of AMT before 11 (Intel's guide: they were removed in ME 11; the values are VeriSign's and others' own, published 2010). */
export const rootsOf9: readonly HashFacts[] = [
  ["VeriSign Class 3 Primary CA-G1", "742c3192e607e424eb4549542be1bbc53e6174e2"],
  ["VeriSign Class 3 Primary CA-G3", "132d0d45534b6997cdb2d5c339e25576609b5cc6"],
  ["Go Daddy Class 2 CA", "2796bae63f1801e277261ba0d77770028f20eee4"],
  ["Comodo AAA CA", "d1eb23a46d17d68fd92564c2f1f1601764d8e349"],
  ["Starfield Class 2 CA", "ad7e1c28b064ef8f6003402014c3d0e3370eb58a"],
  ["VeriSign Class 3 Primary CA-G2", "85371ca6e550143dce2803471bde3a09e8f8770f"],
].map(([name = "", hash = ""]) => ({ name, hash, algorithm: "sha1", isDefault: true, isActive: true }));
