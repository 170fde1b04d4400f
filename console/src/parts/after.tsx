// What became of it: the words to say, what was promised and by when, who has it, who was told and
// has accepted, what was decided and by whom. What is still owed of these is in the list of duties.
import { when } from '../api/clock';
import type { IncidentView } from '../api/v1';
import { capital, say } from '../words';
import { shown, useKeys } from './keys';

export function Words({ view, said }: { view: IncidentView; said: (advice: string, words: string) => void }) {
  const key = useKeys();
  const words = view.advice.filter((one) => one.advice !== 'do_not_tell_the_caller');
  if (words.length === 0) return null;
  return (
    <section className="words" aria-label="Words to say">
      <h2 className="part">
        Words to say <kbd>{shown(key.letter)}</kbd> <kbd>S</kbd> the first has been said
      </h2>
      <ul>
        {words.map((one) => (
          <li key={one.advice} className={one.given ? 'given' : ''}>
            {one.given ? (
              <span className="state-good">✓ said </span>
            ) : (
              <button type="button" className="small-button" aria-label={`Said: ${one.words}`} onClick={() => said(one.advice, one.words)}>
                Said
              </button>
            )}{' '}
            <q>{one.words}</q>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Settled({ view }: { view: IncidentView }) {
  const told = view.owed.filter((one) => one.kind === 'tell' && one.accepted);
  const toldEnded = view.ended.filter((one) => one.kind === 'tell' || one.kind === 'dispatch');
  const decisions = view.ended.filter((one) => one.kind === 'decide' && one.state !== 'withdrawn');
  if (view.undertakings.length + told.length + toldEnded.length + view.told.length + decisions.length === 0) return null;
  return (
    <section className="settled" aria-label="Said, told and decided">
      <h2 className="part">Said, told and decided</h2>
      <dl>
        {view.undertakings.length > 0 && (
          <>
            <dt>We told the caller</dt>
            {view.undertakings.map((one) => (
              <dd key={one.id}>
                {one.what}, by {when(one.due)}: {one.ended ? (one.kept ? 'kept' : 'not kept, the caller was told') : one.by}
              </dd>
            ))}
          </>
        )}
        {told.length + toldEnded.length + view.told.length > 0 && (
          <>
            <dt>Told</dt>
            {told.map((one) => (
              <dd key={one.id}>
                {capital(one.what)}: {one.holder} has accepted, by {when(one.due)}
              </dd>
            ))}
            {toldEnded.map((one) => (
              <dd key={one.id}>
                {capital(one.what)}: {one.how || say(one.state)}, {one.by} <span className="state-good">✓</span>
              </dd>
            ))}
            {view.told.map((one, at) => (
              <dd key={at}>
                {capital(say(one.whom))}: {one.what}
              </dd>
            ))}
          </>
        )}
        {decisions.length > 0 && (
          <>
            <dt>Decisions</dt>
            {decisions.map((one) => (
              <dd key={one.id}>
                {capital(one.what.split(':')[0] ?? one.what)}: <strong>{one.how || say(one.state)}</strong>
                {one.by && `, ${one.by}`}
              </dd>
            ))}
          </>
        )}
      </dl>
    </section>
  );
}

export function Answers({ view, words }: { view: IncidentView; words: (question: string) => string }) {
  const given = view.answers.filter((one) => one.value !== '' || one.outcome !== 'answered');
  if (given.length === 0) return null;
  return (
    <section className="answers" aria-label="Answers">
      <h2 className="part">Answers</h2>
      <ul>
        {given.map((one) => (
          <li key={`${one.question} ${one.subject}`}>
            {words(one.question)} <strong>{one.outcome === 'answered' ? one.value : say(one.outcome)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
