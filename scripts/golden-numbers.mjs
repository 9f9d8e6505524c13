// Writes tests/numbers/golden.tsv: numbers as another implementation of CLDR writes them (Intl of Node, which is ICU in C++).
//
//     node scripts/golden-numbers.mjs > tests/numbers/golden.tsv
//
// Node 20.20 has ICU 78 and CLDR 48. What the two sides do differently on purpose is settled here, so that the table can
// be compared byte by byte:
// - Every space in a number is a no-break one on our side: U+0020 becomes U+00A0 (CLDR has plain spaces in ja and zh
//   before a unit, and in long compact notation).
// - Ranges are asked only where the languages' messages follow CLDR: not zh (CLDR has a hyphen, GB/T 15835 has ～), not
//   negative (the space before the dash must not break).
// - Plural categories are not asked in compact notation, which this Intl.PluralRules leaves out of account (10,6 M is
//   `many` in French), nor beyond 2^53, where it takes a double.
// - The unit kB is not asked in ja (CLDR writes KB, we write kB everywhere), bytes not in de and ja (Byte, byte).

const OURS = { ja: 'ja', de: 'de', zh: 'zh-Hans', fr: 'fr' };
const OTHERS = ['en', 'es', 'pl', 'hi', 'ko', 'ar-EG', 'de-AT'];
const GROUPED = ['0', '1', '12', '999', '1000', '-1234', '9999', '10000', '147456', '1234567', '124439808', '10646784000',
  '123456789012345678', '170141183460469231731687303715884105727', '0.5', '0.25', '-0.125', '1234.5678', '1000000.000001'];
const ROUNDED = ['0', '0.045', '0.449', '0.5', '1.005', '2.5', '-2.5', '9.995', '99.95', '147.456', '1234.5678', '999999.5'];
const SIZES = ['0', '1', '950', '999', '1000', '1234', '9999', '12345', '99999', '147456', '999499', '999500', '999950', '1000000',
  '1049999', '9995000', '10616832', '99949999', '124439808', '999999999', '6200000000', '-12345678', '1230000000000',
  '6200000000000', '4500000000000000', '1234567890123456789', '2500.75', '0.0123'];
const SHARES = ['0', '1', '0.125', '0.5', '0.9999', '0.98765', '0.00012345', '-0.0825', '12.345', '1234.5'];
const AMOUNTS = ['0.5', '1', '1.5', '12', '12.54', '85.5', '999.4', '1234'];
const BYTES = { B: ['byte', 0], kB: ['kilobyte', 3], MB: ['megabyte', 6], GB: ['gigabyte', 9], TB: ['terabyte', 12] };
const RANGES = [['10', '20'], ['0', '1'], ['1234', '5678'], ['1.5', '2.5'], ['8', '10000']];

const WHOLE = (digits) => ({ maximumSignificantDigits: digits, maximumFractionDigits: 0, roundingPriority: 'morePrecision' });
const row = (...cells) => console.log(cells.join('\t'));
const spaces = (text) => text.replaceAll(' ', '\u00a0').replaceAll('\u2009', '\u00a0');

/** value × 10^power, as a decimal. */
function shifted(value, power) {
  const [whole, decimals = ''] = value.split('.');
  const digits = whole + decimals.padEnd(power, '0').slice(0, power);
  const rest = decimals.slice(power);
  return digits.replace(/^(-?)0+(?=\d)/, '$1') + (rest ? `.${rest}` : '');
}

function line(folder, tag, value, unit, format, options, given = value) {
  const full = { roundingMode: 'halfExpand', ...options };
  const text = new Intl.NumberFormat(tag, full).format(value);
  const { style, unit: _, unitDisplay: __, ...digits } = full;
  const comparable = style !== 'percent' && !full.notation && Math.abs(value) < 2 ** 53;
  const category = comparable ? new Intl.PluralRules(tag, digits).select(Number(value)) : '*';
  row(folder, given, unit, format, category, spaces(text));
}

function digits(folder, tag) {
  for (const value of GROUPED) line(folder, tag, value, '', 'exact', { maximumFractionDigits: 20 });
  for (const value of ROUNDED) {
    for (const count of [0, 1, 2]) line(folder, tag, value, '', `.${count}`, { minimumFractionDigits: count, maximumFractionDigits: count });
    for (const count of [1, 3]) line(folder, tag, value, '', `${count}`, { maximumSignificantDigits: count });
  }
}

function compact(folder, tag, byDefault) {
  for (const value of SIZES) {
    for (const [word, compactDisplay] of [['', 'short'], [' words', 'long']]) {
      const options = { notation: 'compact', compactDisplay };
      line(folder, tag, value, '', `compact${word}`, { ...options, ...WHOLE(byDefault) });
      line(folder, tag, value, '', `compact 2${word}`, { ...options, maximumSignificantDigits: 2 });
      line(folder, tag, value, '', `compact .1${word}`, { ...options, minimumFractionDigits: 1, maximumFractionDigits: 1 });
    }
  }
}

row('# folder', 'value', 'unit', 'format', 'category', 'text');
for (const [folder, tag] of Object.entries(OURS)) {
  digits(folder, tag);
  compact(folder, tag, ['ja', 'zh'].includes(folder) ? 4 : 3);
  for (const value of SHARES) {
    line(folder, tag, value, '', 'percent', { style: 'percent', ...WHOLE(3) });
    line(folder, tag, value, '', 'percent .1', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }
  for (const [name, [unit, power]] of Object.entries(BYTES)) {
    if (name === 'B' && ['de', 'ja'].includes(folder)) continue;
    if (name === 'kB' && folder === 'ja') continue;
    for (const value of AMOUNTS) {
      const style = { style: 'unit', unit, unitDisplay: 'short' };
      line(folder, tag, value, 'B', name, { ...style, ...WHOLE(3) }, shifted(value, power));
      line(folder, tag, value, 'B', `${name} .2`, { ...style, minimumFractionDigits: 2, maximumFractionDigits: 2 }, shifted(value, power));
    }
  }
  if (folder !== 'zh') {
    const format = new Intl.NumberFormat(tag);
    for (const [low, high] of RANGES) row(folder, `${low} .. ${high}`, '', '', '*', spaces(format.formatRange(low, high)));
  }
}
for (const tag of OTHERS) {
  digits(tag, tag);
  compact(tag, tag, tag === 'ko' ? 4 : 3);
}
