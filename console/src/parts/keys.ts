// The key table: one list, shown on the page, changed by whoever likes other keys. Nothing here is a
// single letter, Alt or AltGr; all of it works with the caret in the text.
import { useEffect, useRef, useSyncExternalStore } from 'react';

export type Does = 'emergency' | 'supervisor' | 'yes' | 'no' | 'write' | 'letter';
export type Letter = 'r' | 'k' | 'l' | 'n' | 'p' | 'c' | 'v' | 't' | 'w' | 'm' | 's' | 'e' | 'h' | 'q' | 'd' | 'g';

export const keys: { does: Does; says: string; first: string }[] = [
  { does: 'emergency', says: 'Emergency: now, the reason later', first: 'F2' },
  { does: 'supervisor', says: 'Supervisor to listen in', first: 'F4' },
  { does: 'yes', says: 'Yes to what is in hand: read, it is so, complained of, done', first: 'F8' },
  { does: 'no', says: 'No to what is in hand', first: 'F9' },
  { does: 'write', says: 'Write what is typed into the log', first: 'Control+Enter' },
  { does: 'letter', says: 'One of the letters below, then the letter', first: 'Control+Space' },
];
export const letters: { key: Letter; says: string }[] = [
  { key: 'r', says: 'Refused to answer' },
  { key: 'k', says: 'Not known' },
  { key: 'l', says: 'Later: it stays owed' },
  { key: 'n', says: 'Next in hand' },
  { key: 'p', says: 'The one before' },
  { key: 'c', says: 'It is the caller’s own' },
  { key: 'v', says: 'It is the victim’s' },
  { key: 't', says: 'It is somebody else’s' },
  { key: 'w', says: 'What is typed is a wish' },
  { key: 'm', says: 'What is typed is our promise' },
  { key: 's', says: 'The next words were said' },
  { key: 'q', says: 'My note, or the caller’s words' },
  { key: 'g', says: 'Go to grade and code' },
  { key: 'd', says: 'Go to THRIVE+' },
  { key: 'e', says: 'End the call' },
  { key: 'h', says: 'Hand over; what stands typed is written first' },
];

const kept = 'heed-keys';
const watching = new Set<() => void>();
let mapped: Record<string, Does> = load();

function load(): Record<string, Does> {
  const mine = JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Record<Does, string>>;
  return Object.fromEntries(keys.map((one) => [mine[one.does] ?? one.first, one.does]));
}
export function remap(does: Does, key: string): void {
  const mine = JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Record<Does, string>>;
  mine[does] = key;
  localStorage.setItem(kept, JSON.stringify(mine));
  mapped = load();
  for (const tell of watching) tell();
}
export function restoreKeys(): void {
  localStorage.removeItem(kept);
  mapped = load();
  for (const tell of watching) tell();
}
export function useKeys(): Record<Does, string> {
  const now = useSyncExternalStore(
    (tell) => {
      watching.add(tell);
      return () => void watching.delete(tell);
    },
    () => mapped,
  );
  return Object.fromEntries(Object.entries(now).map(([key, does]) => [does, key])) as Record<Does, string>;
}
export const shown = (key: string): string => key.replace('Control+', 'Ctrl+');

export function nameOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key;
  return `${event.ctrlKey ? 'Control+' : ''}${event.shiftKey && key.length > 1 ? 'Shift+' : ''}${key}`;
}
// May a key stand for something? Function keys and Ctrl with Enter, Space or a function key; never
// what browsers take (F1, F3, F5, F6, F7, F11, F12), a letter, Alt or AltGr.
export const may_be_key = /^(Control\+)?(Shift\+)?(F2|F4|F8|F9|F10)$|^Control\+(Enter|Space)$/;

export interface OnKeys {
  does: (does: Exclude<Does, 'letter'>) => void;
  letter: (letter: Letter) => void;
  waiting: (for_letter: boolean) => void;
}
// Heard in the whole window, before anything else.
export function useKeyTable(on: OnKeys): void {
  const latest = useRef(on);
  latest.current = on;
  useEffect(() => {
    let letter_next = false;
    const wait = (is: boolean) => {
      letter_next = is;
      latest.current.waiting(is);
    };
    const down = (event: KeyboardEvent) => {
      if (event.isComposing || event.getModifierState('AltGraph') || event.altKey || event.metaKey) return;
      if (['Control', 'Shift'].includes(event.key)) return;
      if (letter_next) {
        event.preventDefault();
        event.stopPropagation();
        wait(false);
        const found = letters.find((one) => one.key === event.key.toLowerCase());
        if (found && !event.repeat) latest.current.letter(found.key);
        return;
      }
      const does = mapped[nameOf(event)];
      if (!does) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return; // a key held down counts once
      if (does === 'letter') wait(true);
      else latest.current.does(does);
    };
    addEventListener('keydown', down, true);
    return () => removeEventListener('keydown', down, true);
  }, []);
}
