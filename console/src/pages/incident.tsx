// The handler's screen: one incident, in the order of a call. Left what is known and the log, with
// the line that is typed in; right what is in hand, what is owed, and what becomes of it.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ask, asProblem } from '../api/client';
import { clock, when } from '../api/clock';
import { has, useSession } from '../api/session';
import { useChoices, useIncident } from '../api/use';
import type { IncidentView } from '../api/v1';
import { useDoing } from '../parts/act';
import { Answers, Settled, Words } from '../parts/after';
import { GradeAndCode, Leaving, Thrive } from '../parts/assess';
import { CallBar, Warnings } from '../parts/call_bar';
import { useTyping, type Voice } from '../parts/draft';
import { contact as contactOf, itemsOf, promising, step, type Act, type Step } from '../parts/hand';
import { HandCard, OwedByMe, OwedByOthers, useHand } from '../parts/hand_card';
import { shown, useKeys, useKeyTable, type Letter } from '../parts/keys';
import { useLeft } from '../parts/left';
import { Conditions, Numbers, People, Where } from '../parts/known';
import { Link } from '../parts/link';
import { AskReason } from '../parts/lists';
import { Log, TypingLine } from '../parts/log';
import { usePeople } from '../parts/people';
import { carriedReason } from '../parts/reasons';
import { go } from '../router';
import { say } from '../words';

// Announced once when the screen reader may be talking of something else: new risk at once, the rest
// in batches.
function Announcer({ view }: { view: IncidentView }) {
  const before = useRef<Set<string>>(undefined);
  const [risk, setRisk] = useState('');
  const [news, setNews] = useState('');
  useEffect(() => {
    const now = new Map<string, string>();
    for (const check of view.checks) if (check.outcome === 'hit' && !check.acknowledged) now.set(`!${check.id}`, `${check.title}: held`);
    for (const one of view.owed) now.set(one.id, one.what);
    const old = before.current;
    before.current = new Set(now.keys());
    if (!old) return;
    const fresh = [...now].filter(([key]) => !old.has(key));
    const risks = fresh.filter(([key]) => key.startsWith('!')).map(([, words]) => words);
    if (risks.length > 0) setRisk(risks.join('. '));
    const rest = fresh.filter(([key]) => !key.startsWith('!')).map(([, words]) => words);
    if (rest.length > 0) setNews(`${rest.length} more owed: ${rest.join('; ')}`);
  }, [view]);
  return (
    <div className="visually-hidden">
      <div aria-live="assertive">{risk}</div>
      <div aria-live="polite">{news}</div>
    </div>
  );
}

function Screen({ view, again }: { view: IncidentView; again: () => void }) {
  const session = useSession();
  const me = session.person?.name ?? '';
  const choices = useChoices();
  const people = usePeople();
  const key = useKeys();
  const contact = contactOf(view);
  const typing = useTyping(view.id, contact?.id ?? '', contact !== undefined && !contact.ended_at);
  const doing = useDoing(view.id, again);
  const left = useLeft(view, me);
  const items = useMemo(() => itemsOf(view, me, choices, left), [view, me, choices, left]);
  const hand = useHand(items, typing.draft.text.trim() !== '');
  const field = useRef<HTMLTextAreaElement>(null);
  const code = useRef<HTMLSelectElement>(null);
  const over = useRef<HTMLSelectElement>(null);
  const thrive = useRef<HTMLDetailsElement>(null);
  const grading = useRef<HTMLDetailsElement>(null);
  const ending = useRef<HTMLDetailsElement>(null);
  const [letterNext, setLetterNext] = useState(false);

  const write = useCallback(() => {
    typing.write().then(again, (error: unknown) => doing.tell(asProblem(error).says, true));
  }, [typing, again, doing]);

  const act = useCallback(
    (one: Act) => {
      if (one.goes && thrive.current) {
        thrive.current.open = true;
        thrive.current.querySelector('textarea')?.focus();
        return;
      }
      const text = one.takesText ? typing.draft.text : '';
      const steps = one.steps(text);
      if (!steps) {
        doing.tell(`${one.says}: ${one.needs ?? 'something is missing'}`, true);
        field.current?.focus();
        return;
      }
      hand.dealt();
      const said = hand.item?.title ?? '';
      const go = () => void doing.run(`${one.done ?? one.says}: ${said}`, steps).then((done) => done && one.after?.());
      // What was typed as an answer is in the log as well: it is what was said.
      if (text.trim() !== '') void typing.write(one.writes).then(go, (error: unknown) => doing.tell(asProblem(error).says, true));
      else go();
      field.current?.focus();
    },
    [typing, doing, hand],
  );

  const typed = useCallback(
    (says: string, voice: Voice, make: (text: string) => Step[] | Promise<Step[]>) => {
      const text = typing.draft.text.trim();
      if (!text) {
        doing.tell(`${says}: type the words first`, true);
        return;
      }
      void typing
        .write(voice)
        .then(async () => doing.run(says, await make(text)))
        .catch((error: unknown) => doing.tell(asProblem(error).says, true));
    },
    [typing, doing],
  );

  // What stands typed goes into the log first: whoever takes over has all that there is.
  const handOver = (to: string, name: string) => {
    const go = () => doing.run(`Handed over to ${name}: what is owed stays yours until it is accepted`, [step('hand_over', { to })]);
    void typing.write().then(go, (error: unknown) => doing.tell(asProblem(error).says, true));
  };

  const letter = (pressed: Letter) => {
    const more = hand.item?.more.find((one) => one.key === pressed);
    if (more) return act(more.act);
    switch (pressed) {
      case 'n':
        return hand.next(1);
      case 'p':
        return hand.next(-1);
      case 'w':
        return typed('Wish recorded', 'caller', (text) => [step('record_wish', { kind: /\b(ring|call|phone)/i.test(text) ? 'do_not_call' : /\btell\b/i.test(text) ? 'do_not_tell' : 'manner', words: text })]);
      case 'm':
        return typed('Promise recorded', 'handler_note', async (text) => promising(await ask<IncidentView>(`/v1/incidents/${view.id}`), me, text));
      case 's': {
        const words = view.advice.find((one) => !one.given && one.advice !== 'do_not_tell_the_caller');
        if (words) void doing.run(`Said: ${words.words}`, [step('give_advice', { advice: words.advice, words: words.words })]);
        return;
      }
      case 'q':
        return typing.voice(typing.draft.voice === 'caller' ? 'handler_note' : 'caller');
      case 'e':
        if (contact && !contact.ended_at) void doing.run('Call ended', [step('end_contact', { contact: contact.id })]);
        return;
      case 'h': {
        const next = people.find((one) => one.duty === 'dispatcher' && one.name !== me) ?? people.find((one) => one.name !== me);
        if (next) return handOver(next.id, next.name);
        if (ending.current) {
          ending.current.open = true;
          over.current?.focus();
        }
        return;
      }
      case 'g':
        if (grading.current) grading.current.open = true;
        return code.current?.focus();
      case 'd':
        if (thrive.current) {
          thrive.current.open = true;
          thrive.current.querySelector('textarea')?.focus();
        }
        return;
      default:
        doing.tell(`That letter does nothing here. ${shown(key.letter)} then N goes to the next in hand`, true);
    }
  };

  useKeyTable({
    waiting: setLetterNext,
    letter,
    does: (what) => {
      if (what === 'write') return write();
      if (what === 'emergency') return void doing.run('Emergency', [step('set_grade', { grade: 'emergency' })]);
      if (what === 'supervisor') {
        return void doing.run('The supervisor is asked to listen in', [step('tell', { whom: 'supervisor', what: 'asked to listen in' })]);
      }
      if (!hand.item) return doing.tell('Nothing waits for you');
      if (!hand.settled()) return doing.tell('That has just changed: look, then press again', true);
      if (what === 'yes') return act(hand.item.yes);
      if (hand.item.no) return act(hand.item.no);
      return doing.tell(`There is no “no” to this: ${shown(key.letter)} shows what there is`, true);
    },
  });

  // A print leaves the room: that is on record too. Every sheet says what it is, in its margin.
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const mark = () => sheet.replaceSync(`@page { @bottom-left { content: ${JSON.stringify(`${view.reference} · OFFICIAL-SENSITIVE · printed by ${me}, ${when(clock.now())}`)}; font: 9pt Arial, sans-serif; } }`);
    mark();
    addEventListener('beforeprint', mark);
    return () => {
      removeEventListener('beforeprint', mark);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [view.reference, me]);
  useEffect(() => {
    const printed = () => void doing.run('Printed: on record', [step('tell', { whom: 'whoever is given the print', what: `the log of ${view.reference}, printed by ${me}` })]);
    addEventListener('beforeprint', printed);
    return () => removeEventListener('beforeprint', printed);
  }, [doing, me, view.reference]);

  const said = (advice: string, words: string) => void doing.run(`Said: ${words}`, [step('give_advice', { advice, words })]);
  const reject = (finding: string) => void doing.run('Not so', [step('reject_finding', { finding })]);
  const questionWords = (id: string) => choices?.questions.find((one) => one.id === id)?.words ?? say(id);
  const asks = typing.questions.slice(0, 3).map(questionWords);
  return (
    <main id="main" className="room">
      <h1 className="visually-hidden">Incident {view.reference}</h1>
      <div className="print-mark">OFFICIAL-SENSITIVE · the log of {view.reference}</div>
      <CallBar view={view} contact={contact} me={me} />
      <Warnings view={view} oversees={has(session.person, 'supervisor', 'force_incident_manager')} />
      <div className="left">
      <div className="known">
        <Where view={view} contact={contact} />
        <People view={view} doing={doing} />
        <Numbers view={view} />
        <Conditions view={view} />
      </div>
      <Log view={view} unsaved={typing.unsaved} reject={reject} />
      <Words view={view} said={said} />
      <div className="line-holder">
        <TypingLine typing={typing} field={field} write={write} waiting={letterNext} />
        <p className={`told ${doing.told?.bad ? 'told-bad' : ''}`} role="status">
          {letterNext ? 'Now a letter: R refused, K not known, L later, N next, P before, W wish, M promise, S said, E end, H hand over; Esc none' : (doing.told?.says ?? '')}
        </p>
        <p className="asks">{asks.length > 0 && `Will ask: ${asks.join(' ')}`}</p>
      </div>
      </div>
      <div className="duties">
        <HandCard hand={hand} run={act} letters={letterNext} typed={typing.draft.text} />
        <OwedByMe view={view} me={me} hand={hand} />
      </div>
      <OwedByOthers view={view} me={me} hand={hand} />
      <div className="outcome">
        <Settled view={view} />
        <Answers view={view} words={questionWords} />
        <div className="folds">
          <GradeAndCode view={view} choices={choices} doing={doing} field={code} at={grading} />
          <Thrive view={view} doing={doing} at={thrive} />
          <Leaving
            view={view}
            choices={choices}
            doing={doing}
            contact={contact?.id}
            handOver={handOver}
            people={people.map((one) => ({ id: one.id, says: `${one.name}, ${say(one.duty)}` }))}
            field={over}
            at={ending}
          />
        </div>
      </div>
      <footer className="key-line" aria-label="Keys">
        <kbd>{shown(key.emergency)}</kbd> Emergency <kbd>{shown(key.supervisor)}</kbd> Supervisor <kbd>{shown(key.yes)}</kbd> Yes, done <kbd>{shown(key.no)}</kbd> No{' '}
        <kbd>{shown(key.write)}</kbd> Write <kbd>{shown(key.letter)}</kbd> then a letter <Link to="/keys">all keys</Link> <Link to={`/incidents/${view.reference}/timeline`}>what hangs together, timeline</Link>
        <span className="key-reference">Reference to read out: {view.reference}</span>
      </footer>
      <Announcer view={view} />
    </main>
  );
}

// An incident that is not one's own nor linked to it opens only with a reason, which is on record.
function Reason({ says, give }: { says: string; give: (reason: string) => void }) {
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">Why do you need to see this incident?</h1>
      <AskReason says={says} give={give} />
      <p>
        <button type="button" className="small-button" onClick={() => (history.length > 1 ? history.back() : go('/'))}>
          Go back to where you were
        </button>
      </p>
    </main>
  );
}

export function Incident({ parts }: { parts: Record<string, string> }) {
  const [reason, setReason] = useState<string | undefined>(() => carriedReason(parts['reference'] ?? ''));
  const { data, problem, again } = useIncident(parts['reference'] ?? '', reason);
  if (data) return <Screen view={data} again={again} />;
  if (problem?.status === 403) return <Reason says={problem.says} give={setReason} />;
  if (problem) {
    return (
      <main id="main" className="page">
        <h1 className="govuk-heading-m">This incident cannot be shown</h1>
        <p role="alert">{problem.says}</p>
        <Link to="/">Go to the incidents</Link>
      </main>
    );
  }
  return (
    <main id="main" className="page">
      <p role="status">Opening…</p>
    </main>
  );
}
