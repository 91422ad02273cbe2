import { Der, fromBase64, hex, sha256 } from './bytes.js';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** The published keys by their identifier: { use, institution, name, from, until, key }. */
export async function readKeys(file) {
  const keys = new Map();
  for (const published of file.keys) {
    const certificate = fromBase64(published.certificate);
    const id = hex((await sha256(certificate)).subarray(0, 8));
    if (id !== published.keyId) throw new Error(`${published.keyId} is not the key it says`);
    keys.set(id, {
      id,
      use: published.use,
      institution: published.institution,
      name: published.name,
      from: Date.parse(published.from),
      until: Date.parse(published.until),
      key: await crypto.subtle.importKey('spki', subjectKey(certificate), algorithm, false, ['verify']),
    });
  }
  return keys;
}

/** The public key of an X.509 certificate: the sixth part of what is signed, after the version if that is written. */
function subjectKey(certificate) {
  const parts = new Der(certificate).is(0x30).kids[0].is(0x30).kids;
  return parts[parts[0].tag === 0xa0 ? 6 : 5].is(0x30).all;
}

export const verifies = (key, signature, data) => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key.key, signature, data);
