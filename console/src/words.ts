// The wire's names as people say them in a control room.
const said: Record<string, string> = {
  emergency_999: '999',
  non_emergency_101: '101',
  chat: 'Chat',
  in_person: 'Front counter',
  emergency: 'Emergency',
  priority: 'Priority',
  scheduled: 'Scheduled',
  resolution_without_deployment: 'Without deployment',
  reporting: 'person reporting',
  third_party: 'third party',
  callers: 'caller’s own',
  victims: 'victim’s',
  complained_of: 'complained of',
  unknown: 'not known whose',
  handler_note: 'my note',
  caller: 'caller’s words',
  quoted: 'quoted message',
  transcript: 'transcript',
  phone: 'phone',
  email: 'e-mail',
  username: 'user name',
  vehicle: 'vehicle',
  uprn: 'address',
  aml_gnss: 'handset, satellite',
  aml_wifi: 'handset, wifi',
  cell: 'mast',
  subscriber: 'subscriber’s address',
  said: 'said',
  hit: 'held',
  no_trace: 'no trace',
  not_searched: 'not searched',
  timeout: 'did not answer in time',
  unavailable: 'not available',
  denied: 'refused by the source',
  rate_limited: 'too many requests',
  malformed: 'answer not understood',
  partial: 'answer not complete',
  wrong_subject: 'answered about somebody else',
  stale: 'data too old',
  misconfigured: 'connection not set up',
  cancelled: 'cancelled',
  not_applicable: 'does not apply',
  waived: 'waived',
  due: 'about to be asked',
  queued: 'waiting its turn',
  running: 'being asked',
  retrying: 'being asked again',
  done: 'done',
  possible_breach: 'possible breach',
  insufficient_facts: 'facts missing',
  not_met: 'not met by what is known',
  force_incident_manager: 'force incident manager',
  professional_standards: 'professional standards',
  answered: 'answered',
  not_known: 'not known',
  later: 'later',
  refused: 'refused',
  dismissed: 'dismissed',
  undertaking: 'promise',
};
export function say(word: string): string {
  return said[word] ?? word.replaceAll('_', ' ');
}
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

// British numbers as people read them out; others as they are.
export function phone(value: string): string {
  const uk = value.replace(/^\+44/, '0');
  if (/^07\d{9}$/.test(uk)) return `${uk.slice(0, 5)} ${uk.slice(5)}`;
  if (/^01\d{9}$/.test(uk)) return `${uk.slice(0, 5)} ${uk.slice(5)}`;
  if (/^02\d{9}$/.test(uk)) return `${uk.slice(0, 3)} ${uk.slice(3, 7)} ${uk.slice(7)}`;
  return value;
}
export const identifier = (kind: string, value: string): string => (kind === 'phone' ? phone(value) : value);
export const count = (n: number, one: string, many = one + 's'): string => `${n} ${n === 1 ? one : many}`;
