// The one thing in hand, large, with its keys; below it all that is owed, in a line each. What the
// handler has chosen, or is typing an answer to, stays in hand; a question that came there by itself
// makes way for what was found, whose a number is, and who the caller is.
import { useCallback, useEffect, useRef, useState } from 'react';
import { fromNow, useSeconds } from '../api/clock';
import type { IncidentView, OwedView } from '../api/v1';
import { capital, identifier } from '../words';
import type { Act, Item } from './hand';
import { shown, useKeys } from './keys';

// For this long after the hand has changed without the handler's doing, a key does not count: it was
// meant for what was there before.
const settle_ms = 400;

export interface Hand {
  items: Item[];
  item: Item | undefined;
  settled: () => boolean;
  changed: number; // when it last changed without the handler's doing
  choose: (id: string) => void;
  next: (by: number) => void;
  dealt: () => void; // the handler's own key ended it: the next one may be acted on at once
}

const urgent = new Set<Item['kind']>(['caller', 'read', 'whose', 'promise', 'read_back', 'left', 'close']);

function inHand(items: Item[], held: { id: string | undefined; fixed: boolean }, typing: boolean): Item | undefined {
  const now = items.find((one) => one.id === held.id);
  const first = items[0];
  if (!now || !first) return first;
  if (held.fixed || typing || urgent.has(now.kind) || !urgent.has(first.kind)) return now;
  return first;
}

export function useHand(items: Item[], typing: boolean): Hand {
  const [held, setHeld] = useState<{ id: string | undefined; fixed: boolean }>({ id: undefined, fixed: false });
  const own = useRef(true);
  const changed = useRef(0);
  const last = useRef<string>(undefined);
  const item = inHand(items, held, typing);
  if (item?.id !== last.current) {
    last.current = item?.id;
    if (!own.current) changed.current = performance.now();
    own.current = false;
  }
  useEffect(() => {
    if (item?.id !== held.id) setHeld({ id: item?.id, fixed: false });
  }, [item, held.id]);
  const choose = useCallback((id: string) => {
    own.current = true;
    setHeld({ id, fixed: true });
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
  }, []);
  const settled = useCallback(() => performance.now() - changed.current > settle_ms, []);
  return { items, item, settled, changed: changed.current, choose, next, dealt };
}

function Key({ act, name, run, typed = '' }: { act: Act; name: string; run: (act: Act) => void; typed?: string }) {
  return (
    <button type="button" className="act" onClick={() => run(act)}>
      <kbd>{name}</kbd> {act.preview?.(typed) ?? act.says}
    </button>
  );
}

export function HandCard({ hand, run, letters, typed }: { hand: Hand; run: (act: Act) => void; letters: boolean; typed: string }) {
  const key = useKeys();
  const now = useSeconds();
  const { item } = hand;
  if (!item) {
    return (
      <section className="hand" aria-label="In hand" data-item="">
        <p>Nothing waits for you.</p>
      </section>
    );
  }
  const overdue = item.due !== undefined && Date.parse(item.due) / 1000 < now;
  return (
    <section className={`hand hand-${item.kind}`} aria-label="In hand" data-item={item.id} data-changed={Math.round(hand.changed)}>
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
        {item.reads?.includes(item.why) ? '' : capital(item.why)}
        {item.due && ' '}
        {item.due && <span className={`hand-due ${overdue ? 'overdue' : ''}`}>due {fromNow(item.due, now)}</span>}
      </p>
      <div className="acts">
        <Key act={item.yes} name={shown(key.yes)} run={run} typed={typed} />
        {item.no && <Key act={item.no} name={shown(key.no)} run={run} typed={typed} />}
        {item.more.map((one) => (
          <Key key={one.key} act={one.act} name={letters ? one.key.toUpperCase() : `${shown(key.letter)} ${one.key.toUpperCase()}`} run={run} />
        ))}
      </div>
    </section>
  );
}

interface LineProps {
  title: string;
  kind: string;
  due: string | undefined;
  late: boolean;
  who: string;
  now: number;
  current: boolean;
  choose?: () => void;
}
function OwedLine({ title, kind, due, late, who, now, current, choose }: LineProps) {
  const overdue = late || (due !== undefined && Date.parse(due) / 1000 < now);
  return (
    <li className={`owed-${kind} ${current ? 'current' : ''}`}>
      <span className={`owed-due ${overdue ? 'overdue' : ''}`}>{due === undefined ? 'now' : overdue ? 'overdue' : fromNow(due, now).replace('just now', 'now').replace('in ', '')}</span>
      {choose ? (
        <button type="button" className="owed-what" title={title} aria-current={current} onClick={choose}>
          {title}
        </button>
      ) : (
        <span className="owed-what" title={title}>
          {title}
        </span>
      )}
      {who && <span className="owed-who">{who}</span>}
    </li>
  );
}

// The same thing, owed by the same person several times over, is one line that says so.
function merged(all: OwedView[]): { owed: OwedView; times: number }[] {
  const out = new Map<string, { owed: OwedView; times: number }>();
  for (const owed of all) {
    const key = [owed.what, owed.holder, owed.offered, owed.accepted].join('|');
    const found = out.get(key);
    if (found) found.times += 1;
    else out.set(key, { owed, times: 1 });
  }
  return [...out.values()];
}

function whoHas(owed: OwedView, me: string): string {
  const who = owed.accepted ? owed.holder : owed.offered ? `${owed.offered}, offered` : owed.holder;
  return who === me ? '' : who;
}
function Line({ owed, me, now, times = 1 }: { owed: OwedView; me: string; now: number; times?: number }) {
  const about = owed.subject_kind === 'check' || owed.subject_kind === 'identifier' ? (owed.about[0] ?? '') : '';
  const title = capital(owed.what) + (about && !owed.what.includes(about) ? `: ${identifier('phone', about)}` : '') + (times > 1 ? ` (${times} times)` : '');
  return <OwedLine title={title} kind={owed.kind} due={owed.due} late={owed.overdue} who={whoHas(owed, me)} now={now} current={false} />;
}

// What one has been given, and whatever one can deal with oneself, though it has climbed to others.
function ofMine(view: IncidentView, me: string, hand: Hand): { rest: OwedView[]; others: OwedView[] } {
  const inHand = new Set(hand.items.flatMap((item) => (item.obligation ? [item.obligation] : [])));
  const left = view.owed.filter((owed) => !inHand.has(owed.id));
  return { rest: left.filter((owed) => owed.accepted && owed.holder === me), others: left.filter((owed) => !owed.accepted || owed.holder !== me) };
}

// One's own in the order in which F8 comes to them, so that what is next is what is seen next.
export function OwedByMe({ view, me, hand }: { view: IncidentView; me: string; hand: Hand }) {
  const now = useSeconds();
  const { rest } = ofMine(view, me, hand);
  const byId = new Map(view.owed.map((owed) => [owed.id, owed]));
  return (
    <section className="owed" aria-label="Still owed">
      <h2 className="part">
        Owed by you <span className="part-count">{hand.items.length + rest.length}</span>
      </h2>
      <ul>
        {hand.items.map((item) => {
          const owed = item.obligation ? byId.get(item.obligation) : undefined;
          return (
            <OwedLine
              key={item.id}
              title={item.title}
              kind={item.kind}
              due={owed?.due}
              late={owed?.overdue ?? false}
              who={owed?.offered && owed.offered !== me ? `also ${owed.offered}` : ''}
              now={now}
              current={hand.item?.id === item.id}
              choose={() => hand.choose(item.id)}
            />
          );
        })}
        {rest.map((owed) => (
          <Line key={owed.id} owed={owed} me={me} now={now} />
        ))}
      </ul>
    </section>
  );
}

export function OwedByOthers({ view, me, hand }: { view: IncidentView; me: string; hand: Hand }) {
  const now = useSeconds();
  const { others } = ofMine(view, me, hand);
  if (others.length === 0) return null;
  return (
    <section className="owed others" aria-label="Owed by others">
      <h2 className="part">
        Owed by others <span className="part-count">{others.length}</span>
      </h2>
      <ul>
        {merged(others).map(({ owed, times }) => (
          <Line key={owed.id} owed={owed} me={me} now={now} times={times} />
        ))}
      </ul>
    </section>
  );
}
