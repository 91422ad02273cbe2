// Small readers of the formats that seals are made of. Each throws on what is not as it should be; callers take that as "altered".

export const hex = bytes => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');

export const equal = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

export const fromBase64 = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));

export const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
};

const alphabet45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 (RFC 9285). */
export function fromBase45(text) {
  if (text.length % 3 === 1) throw new Error('not Base45');
  const data = [];
  for (let i = 0; i < text.length; i += 3) {
    const group = text.slice(i, i + 3);
    let n = 0;
    let factor = 1;
    for (const c of group) {
      const digit = alphabet45.indexOf(c);
      if (digit < 0) throw new Error('not Base45');
      n += digit * factor;
      factor *= 45;
    }
    if (n > (group.length === 3 ? 0xffff : 0xff)) throw new Error('not Base45');
    if (group.length === 3) data.push(n >> 8);
    data.push(n & 0xff);
  }
  return Uint8Array.from(data);
}

/** CBOR (RFC 8949) as far as seals use it: definite lengths, integers that a number holds. Maps become Map, tags are [tag, value]. */
export class Cbor {
  static read(bytes) {
    const reader = new Cbor(bytes);
    const value = reader.value(0);
    if (reader.at !== bytes.length) throw new Error('something is left over');
    return value;
  }

  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  take(count) {
    if (this.at + count > this.bytes.length) throw new Error('cut off');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  length(small) {
    if (small < 24) return small;
    const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[small];
    if (!size) throw new Error('indefinite length');
    const at = this.at;
    this.take(size);
    if (size === 1) return this.view.getUint8(at);
    if (size === 2) return this.view.getUint16(at);
    if (size === 4) return this.view.getUint32(at);
    const big = this.view.getBigUint64(at);
    if (big > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('too large');
    return Number(big);
  }

  value(depth) {
    if (depth > 8) throw new Error('too deep');
    const first = this.take(1)[0];
    const [major, small] = [first >> 5, first & 31];
    if (major === 7) {
      if (small === 20 || small === 21) return small === 21;
      if (small === 22) return null;
      throw new Error('not expected in a seal');
    }
    const n = this.length(small);
    switch (major) {
      case 0: return n;
      case 1: return -1 - n;
      case 2: return this.take(n).slice();
      case 3: return new TextDecoder('utf-8', { fatal: true }).decode(this.take(n));
      case 4: return Array.from({ length: this.fits(n) }, () => this.value(depth + 1));
      case 5: {
        const map = new Map();
        for (let i = this.fits(n); i > 0; i--) {
          const key = this.value(depth + 1);
          if (map.has(key)) throw new Error('twice');
          map.set(key, this.value(depth + 1));
        }
        return map;
      }
      default: return [n, this.value(depth + 1)];
    }
  }

  fits(n) {
    if (n > this.bytes.length - this.at) throw new Error('cut off');
    return n;
  }
}

/** What COSE signs of a COSE_Sign1 (RFC 9052, 4.4), as CBOR: ["Signature1", protected, h'', payload]. */
export function coseToSign(protectedBytes, payload) {
  const text = new TextEncoder().encode('Signature1');
  return concat(Uint8Array.of(0x84, 0x6a), text, head(protectedBytes), Uint8Array.of(0x40), head(payload));

  function head(bytes) {
    const n = bytes.length;
    const start = n < 24 ? [0x40 | n] : n < 256 ? [0x58, n] : n < 65536 ? [0x59, n >> 8, n & 255] : [0x5a, n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
    return concat(Uint8Array.from(start), bytes);
  }
}

/** DER (X.690): an element with its tag, its content and the whole of it. */
export class Der {
  constructor(bytes, at = 0, end = bytes.length) {
    if (at + 2 > end) throw new Error('cut off');
    this.tag = bytes[at];
    let length = bytes[at + 1];
    let from = at + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4 || from + count > end) throw new Error('no such length');
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + bytes[from++];
    }
    if (from + length > end) throw new Error('cut off');
    this.all = bytes.subarray(at, from + length);
    this.content = bytes.subarray(from, from + length);
  }

  get kids() {
    const kids = [];
    for (let at = 0; at < this.content.length;) {
      const kid = new Der(this.content, at);
      kids.push(kid);
      at += kid.all.length;
    }
    return kids;
  }

  is(tag) {
    if (this.tag !== tag) throw new Error(`tag ${this.tag} where ${tag} belongs`);
    return this;
  }

  get oid() {
    const bytes = this.is(0x06).content;
    const parts = [Math.min(2, Math.floor(bytes[0] / 40))];
    parts.push(bytes[0] - parts[0] * 40);
    let n = 0;
    for (const b of bytes.subarray(1)) {
      n = n * 128 + (b & 0x7f);
      if (!(b & 0x80)) { parts.push(n); n = 0; }
    }
    return parts.join('.');
  }

  /** GeneralizedTime, in milliseconds. */
  get moment() {
    const text = new TextDecoder().decode(this.is(0x18).content);
    const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text);
    if (!found) throw new Error('not a moment');
    const [y, mo, d, h, mi, s] = found.slice(1).map(Number);
    return Date.UTC(y, mo - 1, d, h, mi, s);
  }
}

/** An ECDSA signature as DER to the 64 bytes that Web Crypto takes. */
export function rawSignature(der) {
  const [r, s] = new Der(der).is(0x30).kids;
  return concat(fixed(r), fixed(s));

  function fixed(integer) {
    let bytes = integer.is(0x02).content;
    while (bytes.length > 32 && bytes[0] === 0) bytes = bytes.subarray(1);
    if (bytes.length > 32) throw new Error('too large');
    return concat(new Uint8Array(32 - bytes.length), bytes);
  }
}
