// One WebSocket a page: notices that something durable has happened, and findings about the words
// that are being typed. After a break it goes on from the last sequence number that it had.
import { clock } from './clock';

export interface Notice {
  seq: number;
  incident: string;
  event: string;
}
export interface HeardFinding {
  meaning: string;
  value: string;
  of: string;
  quote: string;
  start: number;
  end: number;
  why: string;
}
export interface Heard {
  draft: string;
  rev: number;
  findings: HeardFinding[];
  questions?: string[]; // that the words would raise, beyond what is owed already
}
export type LiveState = 'connecting' | 'open' | 'lost';

interface Listeners {
  notice: (notice: Notice) => void;
  anew: () => void; // too much has happened since, or we were away: fetch what you show
  state: (state: LiveState) => void;
  heard: (heard: Heard) => void;
}

const ping_ms = 25_000;
const waits_ms = [200, 500, 1000, 2000, 4000];

class Live {
  private socket: WebSocket | undefined;
  private last: number | undefined;
  private attempt = 0;
  private wanted = false;
  private pinging: ReturnType<typeof setInterval> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private listeners: { [K in keyof Listeners]: Set<Listeners[K]> } = {
    notice: new Set(),
    anew: new Set(),
    state: new Set(),
    heard: new Set(),
  };
  state: LiveState = 'connecting';

  on<K extends keyof Listeners>(kind: K, listener: Listeners[K]): () => void {
    this.listeners[kind].add(listener);
    return () => void this.listeners[kind].delete(listener);
  }

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.open();
  }

  stop(): void {
    this.wanted = false;
    this.last = undefined;
    clearInterval(this.pinging);
    clearTimeout(this.again);
    this.socket?.close();
    this.socket = undefined;
  }

  send(message: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private become(state: LiveState): void {
    this.state = state;
    for (const listener of this.listeners.state) listener(state);
  }

  private open(): void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const after = this.last === undefined ? '' : `?after=${this.last}`;
    const socket = new WebSocket(`${scheme}://${location.host}/v1/live${after}`);
    this.socket = socket;
    socket.onopen = () => {
      clearInterval(this.pinging);
      this.pinging = setInterval(() => this.send({ type: 'ping' }), ping_ms);
    };
    socket.onmessage = (message) => this.received(JSON.parse(String(message.data)));
    socket.onclose = () => {
      if (this.socket !== socket) return;
      clearInterval(this.pinging);
      if (!this.wanted) return;
      this.become('lost');
      const wait = waits_ms[Math.min(this.attempt++, waits_ms.length - 1)] ?? 4000;
      this.again = setTimeout(() => this.open(), wait);
    };
  }

  private received(message: Record<string, unknown>): void {
    switch (message['type']) {
      case 'hello':
        this.attempt = 0;
        if (this.last === undefined) this.last = Number(message['seq']);
        // Whatever was fetched before this moment may lack what happened since.
        this.become('open');
        for (const listener of this.listeners.anew) listener();
        return;
      case 'event': {
        this.last = Number(message['seq']);
        clock.atLeast(String(message['at'] ?? ''));
        const notice = { seq: this.last, incident: String(message['incident'] ?? ''), event: String(message['event'] ?? '') };
        for (const listener of this.listeners.notice) listener(notice);
        return;
      }
      case 'start_over':
        this.last = Number(message['seq']);
        for (const listener of this.listeners.anew) listener();
        return;
      case 'heard':
        for (const listener of this.listeners.heard) listener(message as unknown as Heard);
        return;
      default:
        return;
    }
  }
}

export const live = new Live();
