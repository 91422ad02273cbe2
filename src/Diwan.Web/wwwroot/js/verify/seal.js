import { Cbor, coseToSign, fromBase45, hex, sha256 } from './bytes.js';
import { readCode } from './code.js';
import { verifies } from './keys.js';

const prefix = 'DIWAN1:';

/**
 * Verifies the text read from a QR seal with published keys and nothing else.
 * Gives { answer: 'genuine', code, kind, institution, issuedAt, expires, facts, sandbox }, { answer: 'altered' } or { answer: 'unknown' }.
 */
export async function readSeal(text, keys) {
  text = text.trim();
  if (text.length > 4296 || text.slice(0, prefix.length).toUpperCase() !== prefix) return { answer: 'unknown' };
  try {
    const signed = await cose(fromBase45(text.slice(prefix.length)), keys, 'Seal');
    if (!signed) return { answer: 'unknown' };
    const { key, payload } = signed;
    const claims = Cbor.read(payload);
    const [institution, expires, issued, code, kind, facts] = [1, 4, 6, 7, -70001, -70002].map(label => claims.get(label));
    if (institution !== key.institution || issued * 1000 < key.from || issued * 1000 > key.until || readCode(code) !== code
      || typeof kind !== 'string' || !(facts instanceof Map)) {
      return { answer: 'altered' };
    }
    return {
      answer: 'genuine', code, kind, institution, keyId: key.id, issuedAt: issued * 1000, expires: expires === undefined ? null : expires * 1000,
      facts: [...facts], sandbox: claims.get(-70003) === true,
    };
  } catch {
    return { answer: 'altered' };
  }
}

/** A COSE_Sign1 (RFC 9052) of a published key. Null when the key is not known; throws when the signature does not hold. */
async function cose(bytes, keys, use) {
  let message = Cbor.read(bytes);
  if (Array.isArray(message) && message.length === 2 && message[0] === 18) message = message[1];
  const [protectedBytes, , payload, signature] = message;
  if (message.length !== 4 || !(payload instanceof Uint8Array)) throw new Error('not a COSE_Sign1');
  const headers = Cbor.read(protectedBytes);
  if (headers.get(1) !== -7) throw new Error('not ES256');
  const id = headers.get(4);
  const key = id instanceof Uint8Array ? keys.get(hex(id)) : undefined;
  if (!key || key.use !== use) return null;
  if (!await verifies(key, signature, coseToSign(protectedBytes, payload))) throw new Error('the signature does not hold');
  return { key, payload };
}

const reasons = [null, 'issuedInError', 'factsChanged', 'obtainedByFraud', 'byOrder', 'atHoldersRequest'];

/** The signed list of ended documents. Null when it is damaged or not signed by a known key. */
export async function readEnded(bytes, keys) {
  try {
    const signed = await cose(bytes, keys, 'TimeStamp');
    if (!signed) return null;
    const list = Cbor.read(signed.payload);
    const [asAt, next, hashes, ends] = [1, 2, 3, 4].map(label => list.get(label));
    const count = hashes.length / 8;
    if (!Number.isInteger(count) || ends.length !== count * 5 || asAt * 1000 < signed.key.from || asAt * 1000 > signed.key.until) return null;
    const ended = new Map();
    const view = new DataView(ends.buffer, ends.byteOffset, ends.byteLength);
    for (let i = 0; i < count; i++) {
      ended.set(hex(hashes.subarray(i * 8, i * 8 + 8)), { reason: reasons[ends[i * 5]] ?? null, revoked: ends[i * 5] !== 0, since: view.getUint32(i * 5 + 1) * 1000 });
    }
    return {
      asAt: asAt * 1000,
      next: next * 1000,
      find: async code => ended.get(hex((await sha256(new TextEncoder().encode(code))).subarray(0, 8))) ?? null,
    };
  } catch {
    return null;
  }
}
