import { Der, concat, equal, hex, rawSignature, sha256 } from './bytes.js';
import { readCode } from './code.js';
import { verifies } from './keys.js';
import { readSeal } from './seal.js';

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  digest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
  timeStamp: '1.2.840.113549.1.9.16.2.14',
  stampInfo: '1.2.840.113549.1.9.16.1.4',
};

/**
 * Verifies the seal (PAdES) of a PDF with published keys and nothing else.
 * Gives what readSeal gives, with the facts of the seal that the file carries; { answer: 'altered', why: 'added' } when something was added to it.
 */
export async function readPdf(bytes, keys) {
  const text = new TextDecoder('latin1').decode(bytes);
  if (!text.startsWith('%PDF-')) return { answer: 'unknown', why: 'notPdf' };
  const code = readCode(/<dc:identifier>([^<]{1,40})</.exec(text)?.[1] ?? '');
  const broken = code ? { answer: 'altered' } : { answer: 'unknown' };
  try {
    const at = text.lastIndexOf('/ByteRange');
    const range = /^\/ByteRange\s*\[0 (\d{1,10}) (\d{1,10}) (\d{1,10})\]/.exec(text.slice(at, at + 100));
    if (at < 0 || !range) return broken;
    const [start, end, rest] = range.slice(1).map(Number);
    if (end + rest > bytes.length || text[start] !== '<' || text[end - 1] !== '>') return broken;
    const digits = text.slice(start + 1, end - 1);
    if (digits.length % 2 || !/^[0-9a-f]+$/.test(digits)) return broken;
    const contents = Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.substr(i * 2, 2), 16));
    const whole = new Der(contents);
    if (contents.subarray(whole.all.length).some(b => b !== 0)) return broken;

    const covered = concat(bytes.subarray(0, start), bytes.subarray(end, end + rest));
    const signed = await readCms(whole, keys, 'Seal');
    if (!signed) return { answer: 'unknown', why: 'key' };
    if (!equal(signed.digest, await sha256(covered))) return broken;
    if (end + rest !== bytes.length) return { answer: 'altered', why: 'added' };

    const sealedAt = await stamped(signed, keys);
    if (!code || sealedAt === null || sealedAt < signed.key.from || sealedAt > signed.key.until) return { answer: 'altered' };
    const carried = /<diwan:seal>([^<]{1,4400})</.exec(text)?.[1];
    if (!carried) return { answer: 'genuine', code, kind: null, institution: signed.key.institution, issuedAt: sealedAt, expires: null, facts: [], sandbox: false };
    const seal = await readSeal(carried, keys);
    return seal.answer === 'genuine' && seal.code === code && seal.keyId === signed.key.id ? seal : { answer: 'altered' };
  } catch {
    return broken;
  }
}

/** A CMS signature (RFC 5652) by one published key over attributes. Null when the key is not known; throws when it does not hold. */
async function readCms(contentInfo, keys, use) {
  const [type, wrapped] = contentInfo.is(0x30).kids;
  if (type.oid !== oids.signedData) throw new Error('not signed data');
  const parts = wrapped.is(0xa0).kids[0].is(0x30).kids;
  const encapsulated = parts[2].is(0x30).kids;
  const certificates = parts.find(p => p.tag === 0xa0)?.kids ?? [];
  const signers = parts[parts.length - 1].is(0x31).kids;
  if (signers.length !== 1) throw new Error('one signer is expected');
  const signer = signers[0].kids;
  const attributes = signer.find(p => p.tag === 0xa0);
  const signature = signer.find(p => p.tag === 0x04).content;
  const digest = attribute(attributes, oids.digest).is(0x04).content;
  const hash = attribute(attributes, oids.signingCertificate).kids[0].kids[0].kids.find(p => p.tag === 0x04).content;

  let key = null;
  for (const certificate of certificates) {
    const found = await sha256(certificate.all);
    if (equal(found, hash)) key = keys.get(hex(found.subarray(0, 8)));
  }
  if (!key || key.use !== use) return null;
  // What is signed is the set of attributes, written with the tag of a set.
  const toSign = concat(Uint8Array.of(0x31), attributes.all.subarray(1));
  if (!await verifies(key, rawSignature(signature), toSign)) throw new Error('the signature does not hold');
  return { key, digest, signature, unsigned: signer.find(p => p.tag === 0xa1), content: encapsulated };
}

const attribute = (set, oid) => set.kids.map(a => a.kids).find(([type]) => type.oid === oid)[1].is(0x31).kids[0];

/** The time of the time-stamp over the signature (RFC 3161); null when there is none of a known key. */
async function stamped(signed, keys) {
  if (!signed.unsigned) return null;
  const token = attribute(signed.unsigned, oids.timeStamp);
  const stamp = await readCms(token, keys, 'TimeStamp');
  if (!stamp || stamp.content[0].oid !== oids.stampInfo) return null;
  const info = stamp.content[1].is(0xa0).kids[0].is(0x04).content;
  if (!equal(stamp.digest, await sha256(info))) return null;
  const parts = new Der(info).is(0x30).kids;
  const imprint = parts[2].kids[1].content;
  const at = parts.find(p => p.tag === 0x18).moment;
  return equal(imprint, await sha256(signed.signature)) && at >= stamp.key.from && at <= stamp.key.until ? at : null;
}
