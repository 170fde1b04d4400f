// Closing by one key, where nothing that closing waits for is open: what was reported and how it ended
// are read from what is typed, among policy's own words, and shown before the key is pressed. Pure.
import type { Choices, IncidentView } from '../api/v1';
import type { Act, Item, Step } from './hand';
import { step } from './hand';

interface Choice {
  code: string;
  says: string;
  themes?: string[];
}
const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3);
// "advise" is "advised", "noise" is "noise"; "road" is not "roadworks by the river".
const same = (a: string, b: string): boolean => a === b || ((a.startsWith(b) || b.startsWith(a)) && Math.abs(a.length - b.length) <= 2);

// The one choice that the text names best; none where two are named as well as each other.
export function named<C extends Choice>(choices: C[], text: string): C | undefined {
  const typed = wordsOf(text);
  let best: C | undefined;
  let most = 0;
  let twice = false;
  for (const one of choices) {
    const its = [...new Set(wordsOf(`${one.code.replaceAll('_', ' ')} ${one.says}`))];
    const n = its.filter((word) => typed.some((other) => same(word, other))).length;
    if (n === 0 || n < most) continue;
    twice = n === most;
    most = n;
    best = one;
  }
  return twice ? undefined : best;
}

interface Read {
  code: Choice | undefined; // what was reported, where it is not set yet
  as: Choice | undefined;
  outcome: Choice | undefined;
}
export function closingIn(view: IncidentView, choices: Choices, text: string): Read {
  const code = view.opening_code ? undefined : named(choices.opening_codes, text);
  const themes = view.opening_code ? view.themes : (code?.themes ?? []);
  return {
    code,
    as: choices.closing_codes.find((one) => themes.includes(one.code)) ?? named(choices.closing_codes, text),
    outcome: named(choices.outcomes, text),
  };
}

export function closing(view: IncidentView, me: string, choices: Choices | undefined): Item[] {
  if (!choices || view.closed || view.handler !== me || view.contacts.length === 0) return [];
  if (view.contacts.some((one) => !one.ended_at) || view.owed.some((one) => one.blocks_closing) || view.alerts.length > 0) return [];
  const leaving = view.owed.find((one) => one.question === 'what_we_said' && one.holder === me);
  const wants = view.opening_code ? 'how it ended, such as resolved by telephone' : 'what was reported and how it ended, such as noise, resolved by telephone';
  const yes: Act = {
    says: 'Close it',
    takesText: true,
    writes: 'handler_note',
    needs: `type ${wants}`,
    preview: (text) => {
      const { code, as, outcome } = closingIn(view, choices, text);
      if (text.trim() === '') return 'Close it, with what is typed';
      const parts = [...(view.opening_code ? [] : [code?.says ?? 'what was reported?']), as?.says ?? 'closed as what?', outcome?.says ?? 'how did it end?'];
      return `Close: ${parts.join('; ')}${leaving ? '; nothing promised' : ''}`;
    },
    steps: (text) => {
      const { code, as, outcome } = closingIn(view, choices, text);
      if ((!view.opening_code && !code) || !as || !outcome) return undefined;
      const steps: Step[] = [];
      if (code) steps.push(step('set_opening_code', { code: code.code }));
      if (leaving) steps.push(step('answer_leaving', { contact: leaving.subject, nothing: true }));
      return [...steps, { ...step('close', { closing_code: as.code, outcome: outcome.code }), version: 'closing' }];
    },
  };
  return [
    {
      id: 'close',
      kind: 'close',
      title: view.opening_code ? 'Close it: how did it end?' : 'Close it: what was it, and how did it end?',
      detail: '',
      why: `type ${wants}. Outcomes: ${choices.outcomes.map((one) => one.says).join('; ')}`,
      yes,
      more: [],
    },
  ];
}
