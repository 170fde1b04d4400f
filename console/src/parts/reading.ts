// What a person types as a name and a date of birth, read the British way round. Pure; tested in
// tests/reading_test.ts. Anything not understood is nothing: the field says what was expected.
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const numeric = /\b(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})\b/;
const worded = /\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(\d{4}|\d{2})\b/i;

function iso(year: number, month: number, day: number): string | undefined {
  const made = new Date(Date.UTC(year, month - 1, day));
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return undefined;
  return made.toISOString().slice(0, 10);
}
// 08 is 2008, 71 is 1971: nobody who rings is older than a hundred by it.
const fullYear = (digits: string, now: number): number => {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year + (year <= now % 100 ? 2000 : 1900);
};

export function bornIn(text: string, now = new Date().getFullYear()): string | undefined {
  const words = worded.exec(text);
  if (words) {
    const month = months.indexOf((words[2] ?? '').toLowerCase()) + 1;
    return iso(fullYear(words[3] ?? '', now), month, Number(words[1]));
  }
  const digits = numeric.exec(text);
  if (digits) return iso(fullYear(digits[3] ?? '', now), Number(digits[2]), Number(digits[1]));
  return undefined;
}

export function agesIn(text: string): { low: number; high: number } | undefined {
  const found = /\b(?:aged?\s*)?(\d{1,3})\s*(?:yoa|years?|yrs?|y\/o)?\b/i.exec(text);
  if (!found) return undefined;
  const age = Number(found[1]);
  return age > 0 && age < 120 ? { low: age, high: age } : undefined;
}

export function nameIn(text: string): { given_name: string; family_name: string } | undefined {
  const words = text
    .replace(worded, ' ')
    .replace(numeric, ' ')
    .replace(/\b(dob|born|aged?|date of birth|name|is|i'm|im|yoa)\b/gi, ' ')
    .replace(/[^\p{L}\p{M}'’ -]/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
  if (words.length === 0) return undefined;
  const name = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const given = words.slice(0, Math.max(1, words.length - 1)).map(name).join(' ');
  return { given_name: given, family_name: words.length > 1 ? name(words.at(-1) ?? '') : '' };
}

// What somebody types as the answer to a yes or no: nothing where it says neither.
const unsure = /^(not sure|unsure|maybe|perhaps|(i |they |he |she )?(don'?t|doesn'?t|do not|does not) know|dunno|no idea|can'?t say)\b/i;
const negative = /^(no|nope|nah|never|not|none|nothing|nobody|no one|neither|hasn'?t|haven'?t|didn'?t|doesn'?t|don'?t|isn'?t|wasn'?t|(i|he|she|they) (hasn'?t|haven'?t|didn'?t|doesn'?t|don'?t|isn'?t|wasn'?t|never))\b/i;
export function yesOrNo(text: string): 'yes' | 'no' | 'not_known' | undefined {
  const words = text.trim().replaceAll('’', "'");
  if (unsure.test(words)) return 'not_known';
  if (negative.test(words)) return 'no';
  if (/^(yes|yeah|yep|aye)\b/i.test(words)) return 'yes';
  return undefined;
}
