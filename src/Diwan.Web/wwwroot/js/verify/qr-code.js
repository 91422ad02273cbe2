// From the modules of a QR code to its text: mask, codewords, Reed-Solomon correction, segments (ISO/IEC 18004).

const perBlock = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
  Q: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  H: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
};
const blocks = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
  Q: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
  H: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
};
const levels = ['M', 'L', 'H', 'Q'];

const masks = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, x => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (x, y) => (x * y) % 2 + (x * y) % 3,
  (x, y) => ((x * y) % 2 + (x * y) % 3) % 2, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2,
];

/** The text, or null when it cannot be made out. */
export function decodeModules(modules, size) {
  const version = (size - 17) / 4;
  const format = readFormat(modules, size);
  if (!format) return null;
  const data = correct(codewords(modules, size, version, masks[format.mask]), version, format.level);
  return data && segments(data, version);
}

/** The 15 bits of format information: the likeliest of the 32 words there are, from either copy. */
function readFormat(modules, size) {
  const at = (x, y) => modules[y * size + x];
  const first = [];
  for (let i = 0; i <= 5; i++) first.push(at(8, i));
  first.push(at(8, 7), at(8, 8), at(7, 8));
  for (let i = 9; i < 15; i++) first.push(at(14 - i, 8));
  const second = [];
  for (let i = 0; i < 8; i++) second.push(at(size - 1 - i, 8));
  for (let i = 8; i < 15; i++) second.push(at(8, size - 15 + i));
  let best = { distance: 4 };
  for (const bits of [first, second]) {
    const word = bits.reduce((sum, bit, i) => sum | (bit << i), 0);
    for (let value = 0; value < 32; value++) {
      let rest = value;
      for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
      let different = (((value << 10) | rest) ^ 0x5412) ^ word;
      let distance = 0;
      for (; different; different &= different - 1) distance++;
      if (distance < best.distance) best = { distance, level: levels[value >> 3], mask: value & 7 };
    }
  }
  return best.level ? best : null;
}

function alignments(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((size - 13) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - i * step).reverse()];
}

/** Whether a module carries the pattern of the code rather than data. */
function isFunction(x, y, size, version, centres) {
  if (x === 6 || y === 6 || (x < 9 && y < 9) || (x > size - 9 && y < 9) || (x < 9 && y > size - 9)) return true;
  if (version >= 7 && ((x > size - 12 && y < 6) || (y > size - 12 && x < 6))) return true;
  const last = centres[centres.length - 1];
  return centres.some(cx => centres.some(cy =>
    !((cx === 6 && cy === 6) || (cx === 6 && cy === last) || (cx === last && cy === 6)) && Math.abs(x - cx) <= 2 && Math.abs(y - cy) <= 2));
}

function codewords(modules, size, version, mask) {
  const centres = alignments(version, size);
  const words = [];
  let [word, bits] = [0, 0];
  let up = true;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (isFunction(x, y, size, version, centres)) continue;
        word = (word << 1) | (modules[y * size + x] ^ (mask(x, y) === 0 ? 1 : 0));
        if (++bits === 8) { words.push(word); [word, bits] = [0, 0]; }
      }
    }
    up = !up;
  }
  return words;
}

/** Parts the codewords into their blocks, corrects each, and gives the data; null when a block is too damaged. */
function correct(words, version, level) {
  const [ecc, count] = [perBlock[level][version - 1], blocks[level][version - 1]];
  const short = Math.floor(words.length / count);
  const shortBlocks = count - (words.length % count);
  const parts = Array.from({ length: count }, () => []);
  let at = 0;
  // The blocks at the end have one more codeword of data.
  for (let i = 0; i <= short - ecc; i++) parts.forEach((part, b) => { if (i < short - ecc || b >= shortBlocks) part.push(words[at++]); });
  for (let i = 0; i < ecc; i++) parts.forEach(part => part.push(words[at++]));
  const data = [];
  for (const part of parts) {
    if (!repair(part, ecc)) return null;
    data.push(...part.slice(0, part.length - ecc));
  }
  return data;
}

const exp = new Uint8Array(512);
const log = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  exp[i] = exp[i + 255] = x;
  log[x] = i;
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? exp[log[a] + log[b]] : 0);
const over = (a, b) => (a ? exp[log[a] + 255 - log[b]] : 0);

/** Reed-Solomon over GF(256): puts the block right in place; false when it cannot be. */
function repair(block, ecc) {
  const n = block.length;
  const syndromes = Array.from({ length: ecc }, (_, i) => block.reduce((sum, word) => times(sum, exp[i]) ^ word, 0));
  if (syndromes.every(s => s === 0)) return true;

  // Berlekamp-Massey: the polynomial whose roots say where the errors are.
  let [locator, before, errors, shift, last] = [[1], [1], 0, 1, 1];
  for (let i = 0; i < ecc; i++) {
    let off = syndromes[i];
    for (let k = 1; k <= errors; k++) off ^= times(locator[k] ?? 0, syndromes[i - k]);
    if (off === 0) { shift++; continue; }
    const next = [...locator];
    const factor = over(off, last);
    before.forEach((value, k) => { next[k + shift] = (next[k + shift] ?? 0) ^ times(factor, value); });
    if (errors * 2 <= i) {
      [before, errors, last, shift] = [locator, i + 1 - errors, off, 1];
    } else {
      shift++;
    }
    locator = Array.from(next, value => value ?? 0);
  }
  if (errors * 2 > ecc) return false;

  const places = [];
  for (let i = 0; i < n; i++) {
    const inverse = exp[(255 - i) % 255];
    if (locator.reduceRight((sum, value) => times(sum, inverse) ^ value, 0) === 0) places.push(i);
  }
  if (places.length !== errors) return false;

  // Forney: how wrong each of them is.
  const evaluator = Array.from({ length: ecc }, (_, i) => {
    let sum = 0;
    for (let k = 0; k <= i; k++) sum ^= times(locator[k] ?? 0, syndromes[i - k]);
    return sum;
  });
  for (const place of places) {
    const inverse = exp[(255 - place) % 255];
    const numerator = evaluator.reduceRight((sum, value) => times(sum, inverse) ^ value, 0);
    let slope = 0;
    for (let k = 1; k < locator.length; k += 2) slope ^= times(locator[k], exp[((k - 1) * log[inverse]) % 255]);
    if (slope === 0) return false;
    block[n - 1 - place] ^= times(exp[place], over(numerator, slope));
  }
  return Array.from({ length: ecc }, (_, i) => block.reduce((sum, word) => times(sum, exp[i]) ^ word, 0)).every(s => s === 0);
}

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

function segments(data, version) {
  let at = 0;
  const left = () => data.length * 8 - at;
  const take = count => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value = (value << 1) | ((data[at >> 3] >> (7 - (at & 7))) & 1);
    return value;
  };
  const band = version < 10 ? 0 : version < 27 ? 1 : 2;
  let text = '';
  while (left() >= 4) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 7) { take(8); continue; }
    const bits = { 1: [10, 12, 14], 2: [9, 11, 13], 4: [8, 16, 16] }[mode]?.[band];
    if (!bits || left() < bits) return null;
    let count = take(bits);
    if (mode === 4) {
      if (left() < count * 8) return null;
      text += new TextDecoder().decode(Uint8Array.from({ length: count }, () => take(8)));
    } else if (mode === 2) {
      for (; count >= 2; count -= 2) {
        if (left() < 11) return null;
        const pair = take(11);
        text += alphanumeric[Math.floor(pair / 45)] + alphanumeric[pair % 45];
      }
      if (count) text += alphanumeric[take(6)];
    } else {
      for (; count > 0; count -= 3) {
        const digits = Math.min(3, count);
        text += String(take([0, 4, 7, 10][digits])).padStart(digits, '0');
      }
    }
  }
  return text;
}
