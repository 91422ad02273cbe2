// Reads a QR code (ISO/IEC 18004, model 2) out of a picture: found by its three finders, straightened, sampled, corrected.

import { decodeModules } from './qr-code.js';

/** The text of a QR code in a picture ({ data: RGBA, width, height }); null when none can be read. */
export function readQr(image) {
  const gray = toGray(image);
  for (const bits of [localThreshold(gray, 8, 0.08), globalThreshold(gray), localThreshold(gray, 20, 0.05)]) {
    for (const three of triples(finders(bits))) {
      const text = readAt(bits, three);
      if (text !== null) return text;
    }
  }
  return null;
}

function toGray({ data, width, height }) {
  const light = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < light.length; i++, p += 4) light[i] = (data[p] * 77 + data[p + 1] * 151 + data[p + 2] * 28) >> 8;
  return { light, width, height };
}

/** Dark is what is darker than its surroundings, so that shadows and stains do not matter. */
function localThreshold({ light, width, height }, parts, bias) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += light[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  const half = Math.max(8, Math.round(Math.max(width, height) / parts / 2));
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - half), Math.min(height, y + half)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - half), Math.min(width, x + half)];
      const sum = sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right] - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left];
      dark[y * width + x] = light[y * width + x] < sum / ((bottom - top) * (right - left)) * (1 - bias) ? 1 : 0;
    }
  }
  return { dark, width, height };
}

/** Dark is what is below the level that parts the picture best (Otsu). */
function globalThreshold({ light, width, height }) {
  const counts = new Array(256).fill(0);
  for (const value of light) counts[value]++;
  const total = light.length;
  const all = counts.reduce((sum, n, value) => sum + n * value, 0);
  let [below, sumBelow, best, level] = [0, 0, -1, 127];
  for (let value = 0; value < 256; value++) {
    below += counts[value];
    sumBelow += counts[value] * value;
    if (below === 0 || below === total) continue;
    const between = below * (total - below) * (sumBelow / below - (all - sumBelow) / (total - below)) ** 2;
    if (between > best) [best, level] = [between, value];
  }
  return { dark: light.map(value => (value <= level ? 1 : 0)), width, height };
}

/** Centres of what has dark and light in the ratio 1:1:3:1:1 both ways. */
function finders(bits) {
  const { dark, width, height } = bits;
  const found = [];
  const step = Math.max(1, Math.floor(height / 900));
  for (let y = 0; y < height; y += step) {
    const runs = [0, 0, 0, 0, 0];
    let colour = 0;
    let length = 0;
    for (let x = 0; x <= width; x++) {
      const now = x < width ? dark[y * width + x] : 1 - colour;
      if (now === colour) { length++; continue; }
      runs.shift();
      runs.push(length);
      if (colour === 1 && isFinder(runs)) {
        const middle = x - runs[4] - runs[3] - runs[2] / 2;
        check(bits, middle, y, runs.reduce((a, b) => a + b) / 7, found);
      }
      colour = now;
      length = 1;
    }
  }
  return found;
}

function isFinder(runs) {
  const module = runs.reduce((a, b) => a + b) / 7;
  const slack = module * 0.7;
  return runs.every(r => r > 0) && Math.abs(runs[2] - 3 * module) < 3 * slack && [0, 1, 3, 4].every(i => Math.abs(runs[i] - module) < slack);
}

function check(bits, x, y, module, found) {
  const down = across(bits, x, y, 0, 1, module);
  if (down === null) return;
  const side = across(bits, x, down.at, 1, 0, module);
  if (side === null) return;
  const size = (down.module + side.module) / 2;
  const near = found.find(f => Math.hypot(f.x - side.at, f.y - down.at) < f.size * 3);
  if (near) {
    near.x = (near.x * near.count + side.at) / (near.count + 1);
    near.y = (near.y * near.count + down.at) / (near.count + 1);
    near.size = (near.size * near.count + size) / (near.count + 1);
    near.count++;
  } else {
    found.push({ x: side.at, y: down.at, size, count: 1 });
  }
}

/** The same ratio along another line through the point; gives the middle on that line. */
function across({ dark, width, height }, x, y, dx, dy, module) {
  const at = i => {
    const [px, py] = [Math.floor(x + dx * i), Math.floor(y + dy * i)];
    return px >= 0 && py >= 0 && px < width && py < height ? dark[py * width + px] : -1;
  };
  const most = module * 5;
  const runs = [0, 0, 0, 0, 0];
  if (at(0) !== 1) return null;
  let i = 0;
  while (at(i) === 1 && i < most) { runs[2]++; i++; }
  while (at(i) === 0 && runs[3] < most) { runs[3]++; i++; }
  while (at(i) === 1 && runs[4] < most) { runs[4]++; i++; }
  const end = i;
  i = -1;
  while (at(i) === 1 && -i < most) { runs[2]++; i--; }
  while (at(i) === 0 && runs[1] < most) { runs[1]++; i--; }
  while (at(i) === 1 && runs[0] < most) { runs[0]++; i--; }
  if (!isFinder(runs)) return null;
  const centre = end - runs[4] - runs[3] - runs[2] / 2;
  return { at: (dx ? Math.floor(x) : Math.floor(y)) + centre, module: runs.reduce((a, b) => a + b) / 7 };
}

/** Sets of three finders that stand as those of one code do, the likeliest first. */
function triples(found) {
  const all = found.filter(f => f.count > 1 || found.length <= 3).sort((a, b) => b.count - a.count).slice(0, 9);
  const sets = [];
  for (let i = 0; i < all.length; i++) {
    for (let j = i + 1; j < all.length; j++) {
      for (let k = j + 1; k < all.length; k++) {
        const three = [all[i], all[j], all[k]];
        const sizes = three.map(f => f.size);
        if (Math.max(...sizes) > Math.min(...sizes) * 1.6) continue;
        // The corner lies opposite the longest side.
        const [a, b, c] = three;
        const sides = [[a, b, c], [b, c, a], [c, a, b]].map(([p, q, corner]) => ({ p, q, corner, d: Math.hypot(p.x - q.x, p.y - q.y) })).sort((x, y) => x.d - y.d);
        const [s, m, l] = sides.map(side => side.d);
        if (s < Math.min(...sizes) * 10 || m > s * 1.5) continue;
        const skew = Math.abs(l / Math.hypot(s, m) - 1) + (m / s - 1);
        if (skew > 0.6) continue;
        const { p, q, corner } = sides[2];
        const turn = (p.x - corner.x) * (q.y - corner.y) - (p.y - corner.y) * (q.x - corner.x);
        sets.push({ skew, topLeft: corner, topRight: turn > 0 ? p : q, bottomLeft: turn > 0 ? q : p });
      }
    }
  }
  return sets.sort((a, b) => a.skew - b.skew).slice(0, 6);
}

function readAt(bits, { topLeft, topRight, bottomLeft }) {
  const module = (topLeft.size + topRight.size + bottomLeft.size) / 3;
  const side = (Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y) + Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y)) / 2;
  const turned = Math.max(Math.abs(Math.cos(Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x))), Math.SQRT1_2);
  // Runs are measured along rows and columns, so a turned code shows its modules longer than they are.
  const sizes = new Set();
  for (const estimate of [side / (module * turned) + 7, side / module + 7]) {
    const version = Math.round((estimate - 17) / 4);
    for (const v of [version, version + 1, version - 1, version + 2, version - 2]) if (v >= 1 && v <= 40) sizes.add(17 + 4 * v);
  }
  for (const size of sizes) {
    for (const corner of fourthCorners(bits, topLeft, topRight, bottomLeft, size)) {
      const modules = sample(bits, size, homography(corner.at(size), [topLeft, topRight, bottomLeft, corner]));
      const text = modules && decodeModules(modules, size);
      if (text != null) return text;
    }
  }
  return null;
}

/** Where the alignment pattern at the bottom right may be; at last, where it would be on a flat page. */
function fourthCorners(bits, a, b, c, size) {
  const [ux, uy, vx, vy] = [(b.x - a.x) / (size - 7), (b.y - a.y) / (size - 7), (c.x - a.x) / (size - 7), (c.y - a.y) / (size - 7)];
  const flat = { x: b.x - a.x + c.x, y: b.y - a.y + c.y, at: n => [[3.5, 3.5], [n - 3.5, 3.5], [3.5, n - 3.5], [n - 3.5, n - 3.5]] };
  if (size === 21) return [flat];
  const centre = { x: a.x + (size - 10) * (ux + vx), y: a.y + (size - 10) * (uy + vy) };
  const reach = Math.min(7, 2 + size / 14);
  let best = 0;
  let [sx, sy, n] = [0, 0, 0];
  for (let j = -reach; j <= reach; j += 0.25) {
    for (let i = -reach; i <= reach; i += 0.25) {
      const [x, y] = [centre.x + i * ux + j * vx, centre.y + i * uy + j * vy];
      let score = 0;
      for (let q = -2; q <= 2; q++) {
        for (let p = -2; p <= 2; p++) {
          const dark = Math.max(Math.abs(p), Math.abs(q)) !== 1 ? 1 : 0;
          if (look(bits, x + p * ux + q * vx, y + p * uy + q * vy) === dark) score++;
        }
      }
      if (score > best) [best, sx, sy, n] = [score, 0, 0, 0];
      if (score === best) { sx += x; sy += y; n++; }
    }
  }
  const aligned = { x: sx / n, y: sy / n, at: m => [[3.5, 3.5], [m - 3.5, 3.5], [3.5, m - 3.5], [m - 6.5, m - 6.5]] };
  return best >= 20 ? [aligned, flat] : [flat];
}

function look({ dark, width, height }, x, y) {
  const [px, py] = [Math.floor(x), Math.floor(y)];
  return px >= 0 && py >= 0 && px < width && py < height ? dark[py * width + px] : -1;
}

/** The projective map that takes four points of the code to four of the picture, as a function. */
function homography(from, to) {
  const rows = [];
  from.forEach(([u, v], i) => {
    const { x, y } = to[i];
    rows.push([u, v, 1, 0, 0, 0, -u * x, -v * x, x], [0, 0, 0, u, v, 1, -u * y, -v * y, y]);
  });
  for (let c = 0; c < 8; c++) {
    let pivot = c;
    for (let r = c + 1; r < 8; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[pivot][c])) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    if (Math.abs(rows[c][c]) < 1e-9) return null;
    for (let r = 0; r < 8; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let k = c; k < 9; k++) rows[r][k] -= factor * rows[c][k];
    }
  }
  const h = rows.map((row, i) => row[8] / row[i]);
  return (u, v) => {
    const w = h[6] * u + h[7] * v + 1;
    return [(h[0] * u + h[1] * v + h[2]) / w, (h[3] * u + h[4] * v + h[5]) / w];
  };
}

/** Each module by the majority of five points in it. */
function sample(bits, size, map) {
  if (!map) return null;
  const modules = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let dark = 0;
      for (const [dx, dy] of [[0.5, 0.5], [0.35, 0.35], [0.65, 0.35], [0.35, 0.65], [0.65, 0.65]]) {
        const value = look(bits, ...map(x + dx, y + dy));
        if (value < 0) return null;
        dark += value;
      }
      modules[y * size + x] = dark >= 3 ? 1 : 0;
    }
  }
  return modules;
}
