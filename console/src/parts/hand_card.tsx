// The one thing in hand, large, with its keys; below it all that is owed, in a line each. What is in
// the hand stays there until it is dealt with or put off: what arrives is announced, and waits.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { fromNow, time, useSeconds } from '../api/clock';
import type { IncidentView, OwedView } from '../api/v1';
import { capital } from '../words';
import type { Act, Item } from './hand';
import { shown, useKeys } from './keys';

// For this long after the hand has changed without the handler's doing, a key does not count: it was
// meant for what was there before.
const settle_ms = 400;

export interface Hand {
  items: Item[];
  item: Item | undefined;
  settled: () => boolean;
  choose: (id: string) => void;
  next: (by: number) => void;
  dealt: () => void; // the handler's own key ended it: the next one may be acted on at once
}

export function useHand(items: Item[]): Hand {
  const [chosen, setChosen] = useState<string>();
  const own = useRef(true);
  const changed = useRef(0);
  const last = useRef<string>(undefined);
  const place = useRef(0);
  const index = items.findIndex((one) => one.id === chosen);
  const item = index >= 0 ? items[index] : (items[Math.min(place.current, items.length - 1)] ?? items[0]);
  if (item?.id !== last.current) {
    last.current = item?.id;
    if (!own.current) changed.current = performance.now();
    own.current = false;
  }
  useEffect(() => {
    if (item && item.id !== chosen) setChosen(item.id);
  }, [item, chosen]);
  const choose = useCallback((id: string) => {
    own.current = true;
    setChosen(id);
  }, []);
  const next = useCallback(
    (by: number) => {
      if (items.length === 0) return;
      const at = items.findIndex((one) => one.id === last.current);
      const to = items[(at + by + items.length) % items.length];
      if (to) choose(to.id);
    },
    [items, choose],
  );
  const dealt = useCallback(() => {
    own.current = true;
    place.current = 0;
  }, []);
  const settled = useCallback(() => performance.now() - changed.current > settle_ms, []);
  return { items, item, settled, choose, next, dealt };
}

function Key({ act, name, run }: { act: Act; name: string; run: (act: Act) => void }) {
  return (
    <button type="button" className="act" onClick={() => run(act)}>
      <kbd>{name}</kbd> {act.says}
    </button>
  );
}

export function HandCard({ hand, run, letters }: { hand: Hand; run: (act: Act) => void; letters: boolean }) {
  const key = useKeys();
  const now = useSeconds();
  const { item } = hand;
  if (!item) {
    return (
      <section className="hand" aria-label="In hand">
        <p>Nothing waits for you.</p>
      </section>
    );
  }
  const overdue = item.due !== undefined && Date.parse(item.due) / 1000 < now;
  return (
    <section className={`hand hand-${item.kind}`} aria-label="In hand">
      <h2>{item.title}</h2>
      {item.detail && <p className="hand-detail">{item.detail}</p>}
      {item.reads && item.reads.length > 0 && (
        <ul className="hand-reads">
          {item.reads.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className="hand-why">
        {capital(item.why)}
        {item.due && <span className={overdue ? 'overdue' : ''}> · due {fromNow(item.due, now)}</span>}
      </p>
      <div className="acts">
        <Key act={item.yes} name={shown(key.yes)} run={run} />
        {item.no && <Key act={item.no} name={shown(key.no)} run={run} />}
        {item.more.map((one) => (
          <Key key={one.key} act={one.act} name={letters ? one.key.toUpperCase() : `${shown(key.letter)} ${one.key.toUpperCase()}`} run={run} />
        ))}
      </div>
    </section>
  );
}

function OwedLine({ owed, now, mine, current, choose }: { owed: OwedView; now: number; mine: boolean; current: boolean; choose: (() => void) | undefined }) {
  const overdue = owed.overdue || Date.parse(owed.due) / 1000 < now;
  const who = mine ? '' : owed.accepted ? owed.holder : owed.offered ? `${owed.offered}, not accepted` : owed.holder;
  const what = (
    <>
      {capital(owed.what)}
      {owed.subject_kind !== 'incident' && owed.about[0] && owed.kind !== 'question' && <span className="aside"> {owed.about[0]}</span>}
    </>
  );
  return (
    <li className={`${current ? 'current' : ''} ${owed.blocks_closing ? 'blocks' : ''}`}>
      <span className={`owed-due ${overdue ? 'overdue' : ''}`}>{overdue ? 'overdue' : fromNow(owed.due, now).replace('in ', '')}</span>
      {choose ? (
        <button type="button" className="owed-what" aria-current={current} onClick={choose}>
          {what}
        </button>
      ) : (
        <span className="owed-what">{what}</span>
      )}
      {who && <span className="owed-who">{who}</span>}
    </li>
  );
}

export function Owed({ view, me, hand }: { view: IncidentView; me: string; hand: Hand }) {
  const now = useSeconds();
  const byObligation = useMemo(() => {
    const out = new Map<string, string>();
    for (const item of hand.items) if (item.obligation && !out.has(item.obligation)) out.set(item.obligation, item.id);
    return out;
  }, [hand.items]);
  const without = hand.items.filter((item) => !item.obligation);
  const mine = (owed: OwedView) => (owed.accepted ? owed.holder === me : owed.offered === me || (!owed.offered && owed.holder === me));
  const own = view.owed.filter(mine);
  const others = view.owed.filter((owed) => !mine(owed));
  const line = (owed: OwedView, is_mine: boolean) => {
    const item = byObligation.get(owed.id);
    const current = item !== undefined && (hand.item?.id === item || hand.item?.obligation === owed.id);
    return <OwedLine key={owed.id} owed={owed} now={now} mine={is_mine} current={current} choose={item ? () => hand.choose(item) : undefined} />;
  };
  return (
    <section className="owed" aria-label="Still owed">
      <h2 className="part">
        Owed by you <span className="part-count">{own.length + without.length}</span>
      </h2>
      <ul>
        {without.map((item) => (
          <li key={item.id} className={hand.item?.id === item.id ? 'current' : ''}>
            <span className="owed-due">now</span>
            <button type="button" className="owed-what" aria-current={hand.item?.id === item.id} onClick={() => hand.choose(item.id)}>
              {item.title}
            </button>
          </li>
        ))}
        {own.map((owed) => line(owed, true))}
      </ul>
      {others.length > 0 && (
        <>
          <h2 className="part">
            Owed by others <span className="part-count">{others.length}</span>
          </h2>
          <ul>{others.map((owed) => line(owed, false))}</ul>
        </>
      )}
    </section>
  );
}

export function dueWords(at: string): string {
  return `by ${time(at)}`;
}
