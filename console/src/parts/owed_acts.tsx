// What somebody can do about one thing that is owed: take it, say that it is done, decide, or, for a
// supervisor, release it with what it sets aside open beside it.
import { useCallback, useState, type FormEvent, type ReactNode } from 'react';
import { asProblem, send, type BodyOf, type CommandName } from '../api/client';
import { when } from '../api/clock';
import { has, useSession } from '../api/session';
import { useFetched } from '../api/use';
import type { SetAside } from '../api/v1';
import { capital, say } from '../words';
import { Refusal } from './lists';

export interface Owing {
  id: string;
  kind: string;
  says: string;
  accepted: boolean;
  mine: boolean;
}
export interface Acting {
  told: string;
  bad: boolean;
  busy: boolean;
  act: <C extends CommandName>(says: string, command: C, body: BodyOf<C>) => Promise<boolean>;
}

// Commands to one incident, and in plain words what became of them.
export function useActing(incident: string, again: () => void, reason?: string): Acting {
  const [told, setTold] = useState('');
  const [bad, setBad] = useState(false);
  const [busy, setBusy] = useState(false);
  const act = useCallback(
    async <C extends CommandName>(says: string, command: C, body: BodyOf<C>) => {
      setBusy(true);
      try {
        await send(incident, command, body, {
          ...(reason ? { reason } : {}),
          waiting: () => (setTold(`${says}: not saved yet, it is sent again`), setBad(true)),
        });
        setTold(says);
        setBad(false);
        return true;
      } catch (error) {
        setTold(asProblem(error).says);
        setBad(true);
        return false;
      } finally {
        setBusy(false);
        again();
      }
    },
    [incident, again, reason],
  );
  return { told, bad, busy, act };
}

export function Told({ acting }: { acting: Acting }) {
  return (
    <p role="status" className={`told ${acting.bad ? 'told-bad' : ''}`}>
      {acting.told}
    </p>
  );
}

// Words are asked for, and one button sends them.
export function SayIt({ label, button, min = 3, hint, choices, submit }: { label: string; button: string; min?: number; hint?: string; choices?: string[]; submit: (words: string, choice: string) => void }) {
  const [words, setWords] = useState('');
  const [choice, setChoice] = useState('');
  const send_it = (event: FormEvent) => {
    event.preventDefault();
    if (choices && !choice) return;
    submit(words.trim(), choice);
  };
  return (
    <form className="say-it" onSubmit={send_it}>
      {choices && (
        <fieldset>
          <legend>Decision</legend>
          {choices.map((one) => (
            <label key={one}>
              <input type="radio" name="decision" required checked={choice === one} onChange={() => setChoice(one)} /> {capital(one)}
            </label>
          ))}
        </fieldset>
      )}
      <label className="say-it-words">
        <span>{label}</span>
        <textarea rows={2} required minLength={min} value={words} onChange={(event) => setWords(event.target.value)} />
      </label>
      {hint && <p className="aside">{hint}</p>}
      <button type="submit" className="govuk-button" disabled={words.trim().length < min}>
        {button}
      </button>
    </form>
  );
}

// Everything that a release would leave undone, read before it is given: one at a time.
function Release({ incident, owing, acting, close }: { incident: string; owing: Owing; acting: Acting; close: () => void }) {
  const { data, problem } = useFetched<SetAside>(`/v1/incidents/${incident}/obligations/${owing.id}`, () => false);
  if (problem) return <Refusal problem={problem} />;
  if (!data) return <p role="status">Opening what it sets aside…</p>;
  return (
    <div className="set-aside">
      <section aria-label="What a release sets aside">
        <h4>What this sets aside</h4>
        <p>
          <strong>{data.owed.what}</strong>
          {data.owed.about.length > 0 && <> about {data.owed.about.join(', ')}</>}
        </p>
        <p className="aside">
          Because {data.owed.why}. {data.rule_source && `Source: ${data.rule_source}.`} Due {when(data.owed.due)}, with {data.owed.holder || say(data.owed.duty)}
          {data.owed.blocks_closing ? '. Closing waits for it.' : '.'}
        </p>
        {data.stands_on.length > 0 && <p>Raised because: {data.stands_on.map(say).join(', ')}</p>}
        {data.questions.map((one) => (
          <p key={one.id}>
            Never asked: <q>{one.words}</q>
          </p>
        ))}
        {data.checks.map((one) => (
          <p key={one.id}>
            {one.title}: <strong>{one.outcome ? say(one.outcome) : say(one.state)}</strong>
            {one.reason && `, ${say(one.reason)}`} {one.about.join(', ')}
          </p>
        ))}
        {data.conditions.map((one, at) => (
          <p key={at}>
            {capital(one.outcome_in_words)}: {one.says} {one.clause && <q>{one.clause}</q>}
          </p>
        ))}
        {data.undertakings.map((one) => (
          <p key={one.id}>
            Promised: <q>{one.what}</q> by {when(one.due)}
          </p>
        ))}
        {data.entries.length > 0 && (
          <>
            <h4>Words of the log that bear on it</h4>
            <ul className="bears">
              {data.entries.map((one) => (
                <li key={one.id}>
                  <time>{when(one.at)}</time> {one.withheld ? <em>protected</em> : <q>{one.text}</q>}
                </li>
              ))}
            </ul>
          </>
        )}
        {data.open_against.length > 0 && <p className="state-open">Still open besides: {data.open_against.join('; ')}</p>}
      </section>
      {data.by_me ? (
        <p className="refusal">You have this incident: another supervisor releases what it owes.</p>
      ) : (
        <SayIt
          label="Why it need not be waited for"
          button="Release this one"
          min={10}
          hint="On record with your name. It releases nothing else."
          submit={(reason) => void acting.act(`Released: ${owing.says}`, 'release_obligation', { obligation: owing.id, reason }).then((done) => done && close())}
        />
      )}
      <button type="button" className="small-button" onClick={close}>
        Do not release
      </button>
    </div>
  );
}

const decisions = ['arrest', 'visit', 'enquiries', 'none'];
const how: Record<string, { says: string; label: string; button: string }> = {
  tell: { says: 'Receipt given', label: 'What you have been told, and what you do with it', button: 'I have been told' },
  acknowledge: { says: 'Read', label: 'What you make of it', button: 'I have read it' },
  dispatch: { says: 'Sent', label: 'Who goes, and when they are there', button: 'Somebody is sent' },
  review: { says: 'Reviewed', label: 'What you found', button: 'Reviewed' },
  act: { says: 'Done', label: 'What was done', button: 'Done' },
};

// `decides`: in place of the choices of a decision about a person, where something else is decided.
export function OwedActs({ incident, owing, acting, words, decides }: { incident: string; owing: Owing; acting: Acting; words?: { label: string; button: string }; decides?: ReactNode }) {
  const session = useSession();
  const [releasing, setReleasing] = useState(false);
  const may_release = has(session.person, 'supervisor', 'force_incident_manager');
  const met = how[owing.kind];
  const take = !owing.mine && (
    <button type="button" className="govuk-button" disabled={acting.busy} onClick={() => void acting.act(`Yours now: ${owing.says}`, 'accept_obligation', { obligation: owing.id })}>
      Accept: it is mine
    </button>
  );
  return (
    <div className="owed-acts">
      {take}
      {owing.kind === 'decide' && decides}
      {owing.kind === 'decide' && !decides && (
        <SayIt label="Reasons" button="Decide" min={10} choices={decisions} hint="Telling somebody does not decide it. None, with reasons, is a decision." submit={(reasons, decision) => void acting.act(`Decided: ${decision}`, 'decide_obligation', { obligation: owing.id, decision, reasons })} />
      )}
      {met && (owing.kind !== 'tell' || owing.mine) && (
        <SayIt label={words?.label ?? met.label} button={words?.button ?? met.button} submit={(said) => void acting.act(`${met.says}: ${owing.says}`, 'meet_obligation', { obligation: owing.id, how: said })} />
      )}
      {may_release && !releasing && (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={() => setReleasing(true)}>
          Release it…
        </button>
      )}
      {releasing && <Release incident={incident} owing={owing} acting={acting} close={() => setReleasing(false)} />}
    </div>
  );
}
