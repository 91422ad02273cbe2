const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A verification code as a person typed it, in the spelling on the paper; null when it is not one. */
export function readCode(typed) {
  const read = [...typed.toUpperCase()]
    .map(c => ('٠١٢٣٤٥٦٧٨٩'.indexOf(c) + 1 || '۰۱۲۳۴۵۶۷۸۹'.indexOf(c) + 1) ? String(('٠١٢٣٤٥٦٧٨٩'.indexOf(c) + 1 || '۰۱۲۳۴۵۶۷۸۹'.indexOf(c) + 1) - 1) : c)
    .filter(c => !/[\s\-\u200e\u200f]/.test(c))
    .map(c => ({ O: '0', I: '1', L: '1', U: 'V' })[c] ?? c);
  if (read.length !== 12 || read.some(c => !alphabet.includes(c))) return null;
  let product = 32;
  for (const c of read.slice(0, 11)) {
    const sum = (product + alphabet.indexOf(c)) % 32;
    product = ((sum === 0 ? 32 : sum) * 2) % 33;
  }
  if (alphabet[(33 - product) % 32] !== read[11]) return null;
  const text = read.join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
