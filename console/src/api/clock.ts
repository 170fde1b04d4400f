// The server's clock: a screen never uses the machine's own. Times are shown in the force's zone.
import { useSyncExternalStore } from 'react';

class Clock {
  private ahead = 0; // of the machine, in ms
  private readonly watching = new Set<() => void>();
  private second = 0;

  constructor() {
    setInterval(() => this.tick(), 250);
  }
  set(now: string, zone?: string): void {
    this.ahead = Date.parse(now) - Date.now();
    if (zone) formats = formatsOf(zone);
    this.tick();
  }
  // Nothing durable lies ahead of the server's clock: a rehearsal's may have been moved on.
  atLeast(at: string): void {
    if (Date.parse(at) > this.now() + 2000) this.set(at);
  }
  now(): number {
    return Date.now() + this.ahead;
  }
  seconds = (): number => this.second;
  watch = (tell: () => void): (() => void) => {
    this.watching.add(tell);
    return () => void this.watching.delete(tell);
  };
  private tick(): void {
    const second = Math.floor(this.now() / 1000);
    if (second === this.second) return;
    this.second = second;
    for (const tell of this.watching) tell();
  }
}
export const clock = new Clock();

// Seconds since 1970, by the server's clock; whoever uses it is drawn once a second.
export function useSeconds(): number {
  return useSyncExternalStore(clock.watch, clock.seconds);
}

interface Formats {
  hours: Intl.DateTimeFormat;
  seconds: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
  year: Intl.DateTimeFormat;
}
function formatsOf(timeZone: string): Formats {
  const made = (how: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...how });
  return {
    hours: made({ hour: '2-digit', minute: '2-digit' }),
    seconds: made({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    day: made({ day: 'numeric', month: 'short' }),
    year: made({ day: 'numeric', month: 'short', year: 'numeric' }),
  };
}
let formats = formatsOf('Europe/London'); // until the session has said the force's zone

export const time = (at: string | number): string => formats.hours.format(new Date(at));
export const timeWithSeconds = (at: string | number): string => formats.seconds.format(new Date(at));
export const date = (at: string | number): string => formats.year.format(new Date(at));
// A time of another day says which.
export function when(at: string | number): string {
  const today = formats.day.format(new Date(clock.now()));
  const that = formats.day.format(new Date(at));
  return that === today ? time(at) : `${that} ${time(at)}`;
}
// 0:47, 12:03, 1:05:00.
export function lasting(seconds: number): string {
  const all = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const h = Math.floor(all / 3600);
  const m = Math.floor(all / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(all % 60)}` : `${m}:${two(all % 60)}`;
}
// "in 4 min", "2 min ago"; seconds below a minute.
export function fromNow(at: string | number, now: number): string {
  const s = Math.round(new Date(at).getTime() / 1000 - now);
  const size = Math.abs(s);
  if (size < 2) return 'just now';
  const words = size < 60 ? `${size} s` : size < 5400 ? `${Math.round(size / 60)} min` : size < 129600 ? `${Math.round(size / 3600)} h` : `${Math.round(size / 86400)} days`;
  return s >= 0 ? `in ${words}` : `${words} ago`;
}
