import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agesIn, bornIn, nameIn, yesOrNo } from '../src/parts/reading.ts';

test('a date of birth is read the British way round, in digits or words', () => {
  for (const text of ['14/3/2010', '14 3 2010', '14.03.10', '14 March 2010', '14th of march 2010', 'Alex Morland 14-03-2010']) {
    assert.equal(bornIn(text, 2026), '2010-03-14', text);
  }
  assert.equal(bornIn('2 9 71', 2026), '1971-09-02');
});
test('a date that there is not is none', () => {
  for (const text of ['31/2/2010', '14/13/2010', 'fourteen', '07700 900461', '']) assert.equal(bornIn(text, 2026), undefined, text);
});
test('an age in years', () => {
  assert.deepEqual(agesIn('16 YOA'), { low: 16, high: 16 });
  assert.deepEqual(agesIn('aged 42'), { low: 42, high: 42 });
  assert.equal(agesIn('no idea'), undefined);
});
test('a name, whatever stands beside it', () => {
  assert.deepEqual(nameIn('alex morland 14/3/2010'), { given_name: 'Alex', family_name: 'Morland' });
  assert.deepEqual(nameIn('Name is Siân O’Neill-Jones, born 2 Sep 1971'), { given_name: 'Siân', family_name: 'O’Neill-Jones' });
  assert.deepEqual(nameIn('Mary Anne Field'), { given_name: 'Mary Anne', family_name: 'Field' });
  assert.equal(nameIn('14/3/2010'), undefined);
});
test('yes, no, or not known, in whatever words', () => {
  for (const text of ['no', 'No.', 'never met him', 'not yet', 'haven’t met', 'I don’t, honestly', 'he didn’t say']) assert.equal(yesOrNo(text), 'no', text);
  for (const text of ['yes', 'Yeah, twice']) assert.equal(yesOrNo(text), 'yes', text);
  for (const text of ['not sure', 'don’t know', 'I don’t know', 'no idea']) assert.equal(yesOrNo(text), 'not_known', text);
  for (const text of ['He wants sex, or he tells mum', 'tomorrow after college', 'Norwich']) assert.equal(yesOrNo(text), undefined, text);
});
