// What is in the handler's hand: the things that wait for a word of his, in one order, each with what
// F8 and F9 do to it. Made from the view alone; the server decides what is owed. What arrives never
// takes the place of what is in the hand (see useHand in hand_card.tsx).
import type { BodyOf, CommandName } from '../api/client';
import { clock, time } from '../api/clock';
import type { CandidateView, CheckView, Choices, HistoryView, IdentifierView, IncidentView, OwedView, QuestionView } from '../api/v1';
import { capital, identifier, say } from '../words';
import { closing } from './closing';
import type { Voice } from './draft';
import { agesIn, bornIn, nameIn, yesOrNo } from './reading';

export interface Act {
  says: string;
  // Given what is typed; nothing: it needs something typed first, and `needs` says what.
  steps: (typed: string) => Step[] | undefined;
  needs?: string;
  takesText?: boolean; // what is typed is its answer, and is written in the log as well
  writes?: Voice; // as whose words; as the line says where nothing is said here
  preview?: (typed: string) => string; // what it would do with what is typed, before it is pressed
  after?: () => Promise<unknown>; // once it is on record
  done?: string; // what has been done, where `says` would not read so afterwards
  goes?: 'thrive'; // to where it is done, instead of doing it
}
export interface Step {
  command: CommandName;
  body: BodyOf<CommandName>;
  version?: 'closing'; // read again when it is this one's turn
}
export interface Item {
  id: string;
  kind: 'caller' | 'read' | 'whose' | 'read_back' | 'promise' | 'left' | 'close' | 'question' | 'act' | 'accept' | 'decide';
  title: string;
  detail: string;
  why: string;
  due?: string;
  obligation?: string;
  yes: Act;
  no?: Act;
  more: { key: string; act: Act }[];
  reads?: string[]; // lines to read before it is acknowledged
}

export function step<C extends CommandName>(command: C, body: BodyOf<C>): Step {
  return { command, body: body as BodyOf<CommandName> };
}
const plain = (says: string, ...steps: Step[]): Act => ({ says, steps: () => steps });

export const caller = (view: IncidentView) => view.people.find((person) => person.is_caller);
export const contact = (view: IncidentView) => view.contacts.find((one) => !one.ended_at) ?? view.contacts.at(-1);

const heldFor = (one: CandidateView): string => (one.reasons.some((words) => words.startsWith('phone equal')) ? 'held for this number' : `held: ${one.reasons.join(', ') || 'for what was said'}`);
function callers(view: IncidentView): Item[] {
  const who = caller(view)?.id;
  return view.candidates
    .filter((one) => one.state === 'open' && one.person === who && !one.managed_offender)
    .map((one) => ({
      id: `candidate:${one.id}`,
      kind: 'caller' as const,
      title: `Is this the caller? ${one.name || 'Somebody on record'}${one.age === undefined ? '' : `, ${one.age}`}${one.child ? ', child' : ''}`,
      detail: [...one.markers, ...one.needs].map(say).join(', '),
      why: `${heldFor(one)}${one.tied ? '; a tie: another record fits as well, so ask what tells them apart' : '; may not be the caller, so ask who it is'}`,
      yes: { ...plain('This is the caller', step('accept_candidate', { candidate: one.id })), done: 'Yes' },
      no: { ...plain('Not the caller', step('reject_candidate', { candidate: one.id, reason: 'the handler says that this is not the caller' })), done: 'No' },
      more: [],
    }));
}

// Whose value a role is not shown is not in `about`: there only the person is left.
function whichOf(check: CheckView): string {
  const values = check.about.filter((one) => /\d|@/.test(one));
  if (values[0]) return identifier('phone', values[0]);
  return check.subject.startsWith('identifier:') && check.by.some((kind) => kind === 'phone' || kind === 'email' || kind === 'vehicle') ? 'another number of that record' : (check.about[0] ?? 'by name');
}
function hits(view: IncidentView): Item[] {
  const out: Item[] = [];
  for (const check of view.checks) {
    if (check.outcome !== 'hit' || check.acknowledged) continue;
    const owed = view.owed.find((one) => one.kind === 'acknowledge' && one.subject === check.id);
    if (!owed) continue;
    out.push({
      id: `hit:${check.id}`,
      kind: 'read',
      // For which number: two that are found for two numbers do not read the same.
      title: `${check.title}: held, ${whichOf(check)}, ${check.band} match`,
      detail: check.about.filter((one) => identifier('phone', one) !== whichOf(check)).map((one) => identifier('phone', one)).join(', '),
      why: check.caveat || owed.why,
      due: owed.due,
      obligation: owed.id,
      reads: check.says,
      yes: plain('I have read it', step('acknowledge_answer', { check: check.id })),
      more: [],
    });
  }
  return out;
}

const basis: Record<string, string> = {
  number: 'for the number rung from',
  complained_of_number: 'for the number complained of',
  name: 'for a name',
  address: 'for the address',
};
export const basisOf = (one: Pick<HistoryView, 'basis'>) => basis[one.basis] ?? say(one.basis);

function previous(view: IncidentView): Item[] {
  const owed = view.owed.find((one) => one.what.startsWith('read the previous'));
  return view.history
    .filter((one) => !one.acknowledged)
    .map((one) => ({
      id: `history:${one.id}`,
      kind: 'read' as const,
      title: `Previous entry, ${basisOf(one)}`,
      detail: one.summary.split(', ').map(say).join(', '),
      why: 'what was already known must be read',
      ...(owed ? { due: owed.due, obligation: owed.id } : {}),
      yes: plain('I have read it', step('acknowledge_history', { history: one.id })),
      more: [],
    }));
}

function whose(view: IncidentView): Item[] {
  const as = (one: IdentifierView, role: 'callers' | 'victims' | 'complained_of' | 'third_party') =>
    step('accept_identifier', { identifier: one.id, role });
  return view.identifiers
    .filter((one) => one.state === 'heard' && one.said && one.kind !== 'uprn' && one.role !== 'callers')
    .map((one) => ({
      id: `whose:${one.id}`,
      kind: 'whose' as const,
      title: `Whose is ${identifier(one.kind, one.value)}?`,
      detail: one.platform || say(one.kind),
      why: 'it is searched as soon as it is known whose it is',
      yes: plain('Complained of', as(one, 'complained_of')),
      no: plain('It is none', step('reject_identifier', { identifier: one.id })),
      more: [
        { key: 'c', act: plain('Caller’s own', as(one, 'callers')) },
        { key: 'v', act: plain('Victim’s', as(one, 'victims')) },
        { key: 't', act: plain('Somebody else’s', as(one, 'third_party')) },
      ],
    }));
}

function readBack(view: IncidentView): Item[] {
  const lines = view.contacts.map((one) => one.line);
  return view.identifiers
    .filter((one) => one.state === 'accepted' && one.kind === 'phone' && !one.read_back && !lines.includes(one.value))
    .map((one) => {
      const owed = view.owed.find((duty) => duty.subject === one.id && duty.what.startsWith('read'));
      return { one, owed };
    })
    .filter((pair) => pair.owed !== undefined)
    .map(({ one, owed }) => ({
      id: `read_back:${one.id}`,
      kind: 'read_back' as const,
      title: `Read back: ${identifier(one.kind, one.value)}`,
      detail: say(one.role),
      why: 'one wrong digit is another person',
      ...(owed ? { due: owed.due, obligation: owed.id } : {}),
      yes: plain('Read back, and right', step('read_back_identifier', { identifier: one.id })),
      no: plain('It is wrong', step('reject_identifier', { identifier: one.id })),
      more: [],
    }));
}

// A promise without a time of its own is due within two hours, on the hour or half hour.
const half_hour_ms = 30 * 60_000;
export const promiseDue = (): string => new Date(Math.floor((clock.now() + 4 * half_hour_ms) / half_hour_ms) * half_hour_ms).toISOString();

function promises(view: IncidentView): Item[] {
  const due = promiseDue();
  return view.findings
    .filter((one) => one.meaning === 'undertaking' && !one.rejected && !one.accepted)
    .map((one) => ({ one, owed: view.owed.find((duty) => duty.subject === one.id) }))
    .map(({ one, owed }) => ({
      id: `promise:${one.id}`,
      kind: 'promise' as const,
      title: `Promised: “${one.quote}”`,
      detail: `to be kept by ${time(due)}`,
      why: 'a promise is owed until it is kept, or the caller is told why not',
      // That it is to be taken up is this, not a line of its own.
      ...(owed ? { due: owed.due, obligation: owed.id } : {}),
      yes: plain(`Promise it, by ${time(due)}`, step('give_undertaking', { what: one.quote, due, from: one.id, ...inContact(view) })),
      no: plain('Not a promise', step('reject_finding', { finding: one.id })),
      more: [],
    }));
}
// What was typed as our promise, and is in the log now: what was heard in it as one is taken up, so that
// the same words are not owed twice.
export function promising(view: IncidentView, me: string, text: string): Step[] {
  const due = promiseDue();
  const entry = view.log.filter((one) => one.by === me && one.text === text).at(-1);
  const heard = view.findings.filter((one) => one.entry === entry?.id && one.meaning === 'undertaking' && !one.rejected && !one.accepted);
  if (!entry || heard.length === 0) return [step('give_undertaking', { what: text, due, ...inContact(view) })];
  return heard.map((one) => step('give_undertaking', { what: heard.length > 1 ? one.quote : text, due, from: one.id, ...inContact(view) }));
}
export function inContact(view: IncidentView): { contact?: string } {
  const one = contact(view);
  return one ? { contact: one.id } : {};
}

type Outcome = 'answered' | 'refused' | 'not_known' | 'later';
function answering(question: QuestionView, owed: OwedView, outcome: Outcome, value = ''): Step {
  return step('answer_question', {
    question: question.id,
    subject: { kind: owed.subject_kind, id: owed.subject },
    outcome,
    ...(value ? { value } : {}),
  });
}

function placing(view: IncidentView): Act {
  return {
    says: view.location?.address ? `Confirm ${view.location.address}` : 'It is where is typed',
    needs: 'type the address first',
    takesText: true,
    steps: (text) => {
      const address = text.trim() || view.location?.address || '';
      return address ? [step('confirm_location', { location: { ...view.location, address, confirmed: true } })] : undefined;
    },
  };
}

// What an answer in words is written down as: a place as the place, a name as a name, an age as an age.
function answered(view: IncidentView, question: QuestionView, owed: OwedView, typed: string): Step[] | undefined {
  const text = typed.trim();
  if (owed.subject_kind === 'contact' && question.id === 'what_we_said') {
    const nothing = /^(nothing|none|no)\.?$/i.test(text);
    return [step('answer_leaving', nothing ? { contact: owed.subject, nothing } : { contact: owed.subject, what: text, due: promiseDue() })];
  }
  if (question.id === 'where_are_you') {
    const address = text || view.location?.address || '';
    if (!address) return undefined;
    return [step('confirm_location', { location: { ...view.location, address, confirmed: true } })];
  }
  if (text === '') return undefined;
  if (question.answer === 'date' || question.id === 'name_and_birth') {
    const person = owed.subject;
    const born = bornIn(text, new Date(clock.now()).getFullYear());
    const ages = born ? undefined : agesIn(text);
    const name = nameIn(text);
    const steps: Step[] = [];
    if (name && question.id === 'name_and_birth') steps.push(step('name_person', { person, ...name }));
    if (born) steps.push(step('record_age', { person, status: 'known', basis: 'said', born }));
    else if (ages) steps.push(step('record_age', { person, status: 'known', basis: 'said', ...ages }));
    else if (question.answer === 'date') return undefined;
    return steps.length > 0 ? steps : undefined;
  }
  return [answering(question, owed, 'answered', text)];
}

// Yes or no by the key, unless what is typed says it otherwise: whoever types “no” and presses the key
// for going on has answered no.
function truthful(question: QuestionView, owed: OwedView, key: 'yes' | 'no'): Act {
  const meant = (text: string) => (text.trim() === '' ? key : key === 'no' ? 'no' : (yesOrNo(text) ?? 'yes'));
  const words = { yes: 'Yes', no: 'No', not_known: 'Not known' };
  return {
    says: words[key],
    preview: (text) => words[meant(text)] + (text.trim() ? ', with what is typed' : ''),
    takesText: true,
    done: 'Answered',
    steps: (text) => {
      const is = meant(text);
      // The rules read the one word; what was said with it is in the log.
      return [is === 'not_known' ? answering(question, owed, 'not_known') : answering(question, owed, 'answered', is)];
    },
  };
}

function questions(view: IncidentView): Item[] {
  const out: Item[] = [];
  const child = view.people.some((person) => person.age.child === 'yes');
  for (const question of view.questions) {
    const owed = view.owed.find((one) => one.id === question.obligation);
    if (!owed || question.left_to !== 'handler') continue;
    const aged = question.id === 'date_of_birth' || question.id === 'name_and_birth';
    const not = (status: 'refused' | 'not_known'): Act =>
      plain(
        capital(say(status)),
        ...(aged ? [step('record_age', { person: owed.subject, status, basis: 'said' })] : []),
        answering(question, owed, status),
      );
    const truth = question.answer === 'truth';
    const typed: Act = {
      says: question.id === 'where_are_you' && view.location?.address ? `Confirm ${view.location.address}` : 'Answer with what is typed',
      steps: (text) => answered(view, question, owed, text),
      needs: aged ? 'type the name and the date of birth first, such as Sam Field 14 3 2010' : 'type the answer first',
      takesText: true,
      done: 'Answered',
    };
    const yes = truth ? truthful(question, owed, 'yes') : typed;
    out.push({
      id: `question:${question.obligation}`,
      kind: 'question',
      title: child && question.words_to_child ? question.words_to_child : question.words,
      detail: '',
      why: question.why,
      due: owed.due,
      obligation: owed.id,
      yes,
      ...(truth ? { no: truthful(question, owed, 'no') } : {}),
      ...(question.id === 'what_we_said' ? { no: plain('Nothing that is to be kept', step('answer_leaving', { contact: owed.subject, nothing: true })) } : {}),
      more: [
        { key: 'r', act: not('refused') },
        { key: 'k', act: not('not_known') },
        { key: 'l', act: plain('Later', answering(question, owed, 'later')) },
      ],
    });
  }
  return out;
}

// Emergency costs one key; why, is owed after it.
function whyEmergency(view: IncidentView): Item[] {
  if (view.grade !== 'emergency' || view.floor === 'emergency' || view.grade_why !== '') return [];
  return [
    {
      id: 'why:emergency',
      kind: 'act',
      title: 'Emergency: why?',
      detail: '',
      why: 'the reason may come later, but it is wanted',
      yes: {
        says: 'Because of what is typed',
        needs: 'type the reason first',
        takesText: true,
        steps: (text) => (text.trim() ? [step('set_grade', { grade: 'emergency', reason: text.trim() })] : undefined),
      },
      more: [],
    },
  ];
}

// What else is this person's: accepted with a key, done with a key, decided with words.
function duties(view: IncidentView, me: string, taken: Set<string>): Item[] {
  const out: Item[] = [];
  for (const owed of view.owed) {
    if (taken.has(owed.id) || owed.kind === 'question' || owed.kind === 'check') continue;
    if (owed.accepted ? owed.holder !== me : owed.offered !== me) continue;
    const about = owed.about.length > 0 && owed.subject_kind !== 'incident' ? capital(owed.about[0] ?? '') : '';
    const item = { title: capital(owed.what), detail: about, why: owed.why, due: owed.due, obligation: owed.id, more: [] };
    if (!owed.accepted) {
      out.push({ ...item, id: `accept:${owed.id}`, kind: 'accept', yes: plain('It is mine', step('accept_obligation', { obligation: owed.id })) });
      continue;
    }
    if (owed.what.startsWith('say whether the person on record') || owed.what.startsWith('take up the promise')) continue;
    if (owed.kind === 'decide') {
      out.push({ ...item, id: `decide:${owed.id}`, kind: 'decide', yes: deciding(owed), detail: [about, 'type the decision: the reasons'].filter((words) => words !== '').join('; ') });
      continue;
    }
    if (owed.kind === 'undertaking') {
      out.push({
        ...item,
        id: `act:${owed.id}`,
        kind: 'act',
        yes: plain('It is kept', step('end_undertaking', { undertaking: owed.subject, kept: true })),
        no: {
          says: 'Not kept: what the caller was told',
          needs: 'type what the caller was told first',
          takesText: true,
          steps: (text) => (text.trim() ? [step('end_undertaking', { undertaking: owed.subject, kept: false, told_caller: text.trim() })] : undefined),
        },
      });
      continue;
    }
    if (owed.act === 'referral') {
      out.push({ ...item, id: `act:${owed.id}`, kind: 'act', yes: referring(owed), detail: 'type the authority: the basis' });
      continue;
    }
    // These are met by what they ask for, not by saying that it is done.
    if (owed.what.startsWith('write the risk')) {
      out.push({ ...item, id: `act:${owed.id}`, kind: 'act', yes: { says: 'Go to THRIVE+, drafted', steps: () => [], goes: 'thrive' } });
      continue;
    }
    if (owed.what === 'confirm the place') {
      out.push({ ...item, id: `act:${owed.id}`, kind: 'act', yes: placing(view) });
      continue;
    }
    const read = owed.kind === 'acknowledge';
    out.push({
      ...item,
      id: `act:${owed.id}`,
      kind: 'act',
      yes: {
        says: read ? 'I have read it' : 'It is done',
        takesText: true,
        steps: (text) => [step('meet_obligation', { obligation: owed.id, how: text.trim() || (read ? 'read' : 'done') })],
      },
    });
  }
  return out;
}

// "Children Act 2004 s.11: a child at risk of significant harm": the authority, then the basis.
function referring(owed: OwedView): Act {
  return {
    says: 'Referred, on the authority and basis that is typed',
    needs: 'type the legal authority and the basis first, such as Children Act 2004 s.11: a child at risk of significant harm',
    takesText: true,
    steps: (text) => {
      const [authority, ...rest] = text.split(':');
      const basis = rest.join(':').trim();
      if (!authority?.trim() || !basis) return undefined;
      return [
        step('tell', { obligation: owed.id, whom: 'children’s social care', what: 'referral', legal_authority: authority.trim(), legal_basis: basis }),
        step('meet_obligation', { obligation: owed.id, how: 'referred' }),
      ];
    },
  };
}

// "visit: two officers tonight": the decision, then the reasons.
function deciding(owed: OwedView): Act {
  return {
    says: 'Decide with what is typed',
    needs: 'type the decision and the reasons first, such as visit: two officers tonight',
    takesText: true,
    steps: (text) => {
      const [decision, ...reasons] = text.split(':');
      const why = reasons.join(':').trim();
      if (!decision?.trim() || !why) return undefined;
      return [step('decide_obligation', { obligation: owed.id, decision: decision.trim(), reasons: why })];
    },
  };
}

export function itemsOf(view: IncidentView, me: string, choices: Choices | undefined, left: Item[] = []): Item[] {
  const first = [...callers(view), ...hits(view), ...previous(view), ...whose(view), ...readBack(view), ...promises(view), ...left, ...closing(view, me, choices), ...questions(view), ...whyEmergency(view)];
  const taken = new Set(first.flatMap((one) => (one.obligation ? [one.obligation] : [])));
  return [...first, ...duties(view, me, taken)];
}
