import { createPrivateKey, createPublicKey } from "node:crypto";
import type { KeyPair } from "../web/certificate.ts";

/**
 * PKCS#1, DER. Everybody can read them here, and that is the point: what they sign is worth something to virtual machines alone, and
 * two runs make the same certificates.
 */
const keys = {
  root:
    "MIIEoAIBAAKCAQEAvaOglZFxRIsZM/6SyouO/ID1AagpxiJE3GNobJCbwMHOIGNNgac9S0XDyZV3A+SHak1Tyqg2FjIV5Yu6Dto0PA05wUv6n+Cf" +
    "dTQgQPNDL7QzlEegUsSTDFAXM7V3UoPSgyrKI9XC1Aj6ms44G1ipfnIqPwkrWV+ei24cgcd9CnqanxFW0m6jovk8810knvBgTK5+897dIiDjmEoO" +
    "eyYNRnYYa0tqjstETQEdWDiltJa/GzZ6hKBGdGRXGBY3EBD+Mq5nbwY/vInGiaaxnxXOhzKEwP1AfNKgBgxB388ZddraZ1xsWpHoOsgJzPrtjvIg" +
    "h8p2FDYD7kbqrrlOiU7IHQIDAQABAoIBABOmLSDiOYi/GuTqxz3qWO3r1LcPvAhWC6mEOVEqaKD/08JCV8kL0YuHloJAFN1X4/oNOhXg+P2ywdcP" +
    "c79PN6NTQX04SKchKJSFyqPAMOFz+/Yst71rtcrMT6MhddQcaYcCu4AcCXxb08+Pd3vJ44IBBUSTyCSSBkTvK0/9IgUgQjwYhN+bgwBdBcEH0/hq" +
    "Ri4H6Z/wGVn8f4agYcI+q4EsDw6IsxmtKg4XmNEAkMDTkiXMFSTBkMbbvkHxmBofakP77nxGSQMWM8fyU6+rTf9MXo07P7S+68AJEYiCk1BVy6v0" +
    "4jsHiKIgjia+cXQnmIgX6rcgtUukoaylfFyWqycCgYEA6z/P3qXUAogWK+yfkCtT2qBtE4fmbLhG22V/cnuwxf0gFo7H1AAO7ved9okuZRdVFof8" +
    "d4Q4ndS5cajifRjZY9HnqOFPTcEBXERIj1MoQmm7CY7CGV3po3WhIGr3+bktpaJtwZtTzzYylEDld5CKUdYNErc6h5bzTl9z2fvrzfMCgYEAzl3j" +
    "lFTHBEKQpoXJGNzcHjacLQP3ovJeOcTTJxYUpQhlUtY/Bq5kurLNL36rLtL3ZBk4u29KcK4f6Wxq+UFfNff2sxXIFnsQHspeR56VvQbQcHxWX9cW" +
    "W70eS8pNL/OGi3gZIPBfy47Irr7JUaDyLV66GLwjrS/NGtabd4cbxa8CgYAnXAzWbp5TMhuri7KCt40XFiJJ00INTKOmT4wMRn+kEJ7Ox2LNqJjX" +
    "CJzoQ7l8dnPpCiWGhZvHZHEGgEAst/yfQ95jlhbjpngozM/rEvm4auI9TiJRhjHyBFtKBjupD3+Ap/V/IBLcp2+8+EKsR4Ws/YhAamGjj/DzWusS" +
    "PKEOWwJ/Tv+iHyZVCUxyE00jrmDd4rMFFjZulfIyH+s46b2KKaMNJqjdd7FK3i2UXpoe7c3U5nzBOv9ff8ModDMMwF5GFGLYDbZI4lI52Y+eh8wt" +
    "hi8Vm/n9FrM/296Junm3EqQm3T0cYX+jLEl8iWh/qL/z9WpN0yoyfhnOane9DASsnQKBgDJZLUtnlzXzExX1l+zvW0txMKwgq8P0J/WeDpjtY4D0" +
    "UjYnITbJhUcrElkYK7yi91PpcfTmfaMGPN6czsUkhvAxbKcQTAOPtr/EZAq5Pd/AnljP3GaFPnmnN0E2sVh+D/WVb8WLmpfzvpFS7OFela/0dts9" +
    "V4ILasTSAe4iVVKA",
  authority:
    "MIIEowIBAAKCAQEAz77CEWJa0m1OoVzhjDqRBRdZOsYtBvCifgX1IW8gdRjszW8VB9Zd0pv0+IOY4qrmRbKZ67ZDxwuwkQPhRaQXm1+j+pWHmjQE" +
    "FPZ2AvRBgI77aSm7RuSB61Ww+MGucXoFzzzX7vheAFMlZzt/X+kmaMiccDQPIuA69GVQwC5eOFb+gySFZ4k1zYTYWr4pnishkBIQiWmEfXiNiUl/" +
    "bUbGYdQG3fd7XongQ9k7uAal7SBrKMJJ0hVlywhKz6/TOX3Or1zWEFx4LH95VhwEuM2vdx5KuU5F86W0yrnJJCFtAuFA0InkAitoNrx7LbNf4sRE" +
    "cAu44HkyhUeYReLbRKI+pwIDAQABAoIBAA4n/Q3LNSN8BazS6UmxdKVeAHC+sAh2Mv8XGoDzPh53RYJVjJ99Q4/GRyynZwPMdSblsz26gfwudz3X" +
    "1QIhBZIgXnUFEHmjtsLTl+9pQ+IQnDV/0v5TND6G7H7JpUCf+dpegTEMZUzCCF1JqCCEgN9eCuRNyoRBYbMQCQR3hGhz9t9fDBcw8Mg/hgSKl6xV" +
    "7OT68mEo9HfuJEFrE1pRJ6iNAUhrqLkWKwvQ8MbRQgDsOb7mAhsGvQPSOvVkMSeUI2/EHPPX/c4DyWeiD4F6EMQWEawucG6ZL+SM+8EESnQN37Y2" +
    "Ak9wO9GvCIBgA9AO3H8YbGf2ICKVTNSR5r1t2akCgYEA/0gzevjMGU69C4vEbyn2RTAr/tySCRZgdnBdI1juhMujojM7stmqt5bgTGTNtWzEZ74i" +
    "Deh6gmM146dndlXQFTnYDUFcgIoIcvzXRtP+2JWti/yPBICLcEY58acYfZgBxyEzSaEu3LjuMa43XNRq4cr9xjeJ2ovI2BWDTMN5Vr8CgYEA0FRU" +
    "yXOZlNiSHDymO6XEYLGTWUuofO2qbZYjbsESSyNyB4KLB8pw1y5G/GPHDmUn0dLzaT6PDGrkzpxiUYiBw/lVKghk4zK+mTygpy6F0EoJqVTcHKLF" +
    "NW19p9BX6RUdzNGzdRU9XRyEILKxau7IQbIGHQ7E+cAbmqO5jB2+uhkCgYEA9nWWfhrFsYk7KnJ963TvtkyTrTL2Kp/X8YD56q5pWPvhty8Pa9SJ" +
    "5UVct2R61bV0yVPfPN49qLRvyqJMWQrwIg3+cI2x6Mda8Oj6Tf9OA3w+WPA0g3w3IuYp+wv/sQGYdc+v3F4pCB/il0RDXvQVXHjGGSB1jvF1rmjW" +
    "or3137ECgYBt/wjhcOr3Xz4OMKuotMayMzBUppDonWguAmbk9IYfLDDp7DBSRb48r0+FtX0Fib1zmQkyWXiYGtyChqmW2ReDDOO9lL8IAuQF7q/4" +
    "daTrrBvbz1WEvSCZLB17fJLeG2snmNVDDZrfzc2pog/xIPCVV1TJBOJV5+vrQ2UVqSLqCQKBgFLwX/dniCbBUcxLvWGxQqkhmu+XjNnd5co7v3yz" +
    "9hJ6IVtALjD6WdCJrjIHTguDCa1MDgnIs/j2vZlncsvuI385ORedeIwELZ7hC8WhzyvVBkyaff7Q3zNuz+svqAGu1cSoXVGGG7UH1ahh8Rk9zc+w" +
    "KXeJ+pfSCwvK9egRb1wy",
  leaf:
    "MIIEpAIBAAKCAQEAxvuRpinhnVXHR8bkhv+JYxzB7vmJKsN7uYjrOFZQBBSK2pAVegyjU8e5HDfjSc+SAyBIyuY5M3CUkjKwmJM/VD2tgUbW5L+N" +
    "QUupxMFlYa/+UJRxAt1Aj1cU5vM7OkN+YJPmkPUiKo3Fqo5LdqAJSrP/hlRYFDovbq/s03HAVYcLu6V9aeXhpvVxrvgtKap82RffmukZRrBFWIaZ" +
    "o9IDiJEjdE0zBS1gWFGZ0ObRDNYpB/T4ZgswH3zAuKClnTonHVdcwPFwmE5ovk3lsrC0xu1fGiF8yYj8TUovEOBd+Qg4VvuWbocxq06RqthrpcMj" +
    "6bvalEIzNwOao0XGjKCrnQIDAQABAoIBADEDYJIMeO13ZpnwjPQP17iZKdACmV32PvCpoD8FS7plkPpbSV8B4+1MIfWoco0I2w94EVYhNW/NSFtm" +
    "rwc2JgBLHQTd/SrlYBb4Wz4C4UUZw8v3dIrfEvr72UM2IJ2uaF/DrqSALUVMHKdxW3dB3mgPRF7DQdrhpjNelDhVKaonJT99wBhV4jvnLeSsxW2z" +
    "4V35fovrdSaaG1hgDrJpFQIEuqYoxp7awViBWFlFCz0LNHNoLikDOmzhJ6RlDYX/Sq3b6zBFnBwHKVt4S3pGtcLXvK81PnQrGMNttTrBkCSZMIiy" +
    "7rAwNbANvPyRi91HD2wtv0JhnXXpcEYeCWZjjMECgYEA8ANJGED9tlXJJoCWSAiE3HhW/iNG6R0qZPUnR5RkdEpAXcmBXW694PJfE3n3DNPqTKlY" +
    "sSx47OTPG41yc55fTOnvjg5PziSqDA82Vfsocro+LUhSsR2tgnWihUVXo+xH6CTbAvtM/PbNQ1hgBBoOBdMm5VUTnpLnroQRrwi9v+0CgYEA1Dyi" +
    "fskPVIEfMq62ezx/YhbG3eyiwgaNKAMnYyXnEyagn7A6l4pEK3DAclkytkgTJlaz+jK/AfiCJ08Kc7os+Lm/S/WOdLTUwV+6F/ZL2nBQXqLKBxHh" +
    "dKHvfaNmbUsRpfF3OCsCrBT65ADjD3CjfOanzningJ6bnDQJTEz0RHECgYEA5PL9Yvl8C9bBTs0SjhwyQO06bqrQFccQjcWddpaDTLsXs19o2+ur" +
    "jU0mjLmnhMERm5dfV4MIx1Fsjufa6ZeFaSUust/MGOS4oVBRkKtI5kfqz99RokqhHPWB1odTFrdp0HR3xtxZkGUNYNSIouEHx16ol9MUKAwSnVK2" +
    "W7WG6/ECgYBmqH2g/ffgVCSXC1NRAM5Mz9+ZcOC5IRoeBIiEuMywwrpnA4MT0dlvebZcmTCiYvKAVOfxWaJyfZXXFbBkkeU22gHh6ADkCqPudTM6" +
    "a/P80N7PJ8a47Lk1BS8mgmcE7o62ybl0/bjpK6y/pH4v9bfermL0x/+dgxqZz8G/mml8wQKBgQDdhoEs/DS6sF5anE8RN+ATVHkYOSCbrghv1F0f" +
    "5ayqB3bRyiEhMb51pLFSzX2UwAeypG6EdykPJ4Rw4hHChFH1hDltvxXogNHzwCA1Qj4d6kPopH9mJjwjW4MgnC9co2ff+LPEwBCk35pHVaZCu+3j" +
    "vkZ5Lo5HMh4EQYEom/lIgA==",
  weak:
    "MIICXAIBAAKBgQC5KGZdtAfsY4UUAi/BO1Ocx7sAkut3dlZKLDYH3ksYKY8/7ENEG5zXXnwM9ILJPII0MJXqb1CdvsiZ1zA88hIsDFsEuvNsDoNy" +
    "dXfcgRhiYTbh5ADNDXkOc9U0wnMZnCZKMbjk2bvns+tBhXh2viipwpZOQw9JHRqq6Lghc60YNwIDAQABAoGABbZvYhi53ds8Md/XZVjVPZMT+/KM" +
    "fUUTaHpwuFFtc7Nkjg5WDPXlIufxX9zzZA4P3lhZZ8BDdnp6afSvslGtqczNxX5KpKhkF6mDLjEFR7nLUu3mRTDQ62K21+WkifcimuCfi+h3lG8l" +
    "Dl/b6MRk9b3TlyiskogJgdfiHQKl9qECQQDipgNUySIG283F0PKse+rffV7llTw+KUpvCbq8q4H90zrbi9M6CXZEaOWR5qmPr2Wq1rqjwqLRG3fV" +
    "kktYyHRJAkEA0SLc7Z4kK4QvwEHrEjWRMteNeVSjaP+5bhpm+E3Ye4/Ub3GfbBso7KlqRNDFzMR0Gp5H4KmuEcCrrqCIRZAofwJAb4xjcVQ4ogWG" +
    "Zgirl0a511r93KKxbqqlzraMKJWEuec/PZS41gSYJ50097T92RDrScS7QSPnPGF3fi6tVLn7uQJAdRq5bNCFXlyZRGVk1IBsOnTaghrzmYK/+TgN" +
    "enJUivPBt1l/NFCM/N/sYnYom/1RKeqBQvqgPs6NE65OP+11zwJBAMtc1vEZMhlukEUn+BTCv9E9MIIkq3A0aa5p05ed3JkPwU0s+KNJXLINVEJU" +
    "lg9fnP08o1EVCfMuu06uS9qfnkU=",
} as const;

export function keyPair(name: keyof typeof keys): KeyPair {
  const privateKey = createPrivateKey({ key: Buffer.from(keys[name], "base64"), format: "der", type: "pkcs1" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
