/** A passkey device in a few lines: what a browser and its authenticator would answer (WebAuthn level 2, ES256, "none"). */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

const b64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** Just enough CBOR: small numbers, text, bytes, maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (kind: number, n: number): Buffer =>
    n < 24 ? Buffer.from([(kind << 5) | n]) : n < 256 ? Buffer.from([(kind << 5) | 24, n]) : Buffer.from([(kind << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, each]) => [cbor(key), cbor(each as never)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

const UP = 1;
const UV = 4;
const AT = 64;

export type Device = ReturnType<typeof newDevice>;
export type Quirks = { origin?: string; verified?: boolean; counter?: number; rpId?: string };

export function newDevice(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  const client = (type: string, challenge: string, at: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: at, crossOrigin: false }));
  const data = ({ verified = true, rpId = new URL(origin).hostname, ...quirks }: Quirks, flags: number): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(quirks.counter ?? (counter += 1));
    return Buffer.concat([sha256(rpId), Buffer.from([UP | (verified ? UV : 0) | flags]), count]);
  };
  const shell = { id: b64(id), rawId: b64(id), type: 'public-key' as const, clientExtensionResults: {} };
  return {
    create(challenge: string, quirks: Quirks = {}) {
      const clientData = client('webauthn.create', challenge, quirks.origin ?? origin);
      const length = Buffer.from([0, id.length]);
      const authData = Buffer.concat([data(quirks, AT), Buffer.alloc(16), length, id, cosePublicKey(publicKey)]);
      const attestation = new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]);
      const response = { clientDataJSON: b64(clientData), attestationObject: b64(cbor(attestation)), transports: ['internal' as const] };
      return { ...shell, response };
    },
    get(challenge: string, quirks: Quirks = {}) {
      const clientData = client('webauthn.get', challenge, quirks.origin ?? origin);
      const authData = data(quirks, 0);
      const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), privateKey);
      const response = { clientDataJSON: b64(clientData), authenticatorData: b64(authData), signature: b64(signature) };
      return { ...shell, response };
    },
  };
}

/** COSE_Key of an ES256 key: kty EC2, alg −7, curve P-256. */
function cosePublicKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cbor(new Map<number, unknown>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]));
}
