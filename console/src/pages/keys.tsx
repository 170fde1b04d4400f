// The key table: shown, and changed by whoever likes other keys.
import { useState } from 'react';
import { keys, letters, may_be_key, nameOf, remap, restoreKeys, shown, useKeys } from '../parts/keys';

export function Keys() {
  const now = useKeys();
  const [says, setSays] = useState('');
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">Keys</h1>
      <p className="govuk-body">
        All of them work with the caret in the text. To change one, go to its field and press the new key: F2, F4, F8, F9 or F10, alone or with Ctrl or Shift; Ctrl+Enter, Ctrl+Space.
      </p>
      <table className="dense keys">
        <caption className="govuk-table__caption">One press</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((one) => (
            <tr key={one.does}>
              <td>
                <input
                  className="govuk-input govuk-input--width-10"
                  aria-label={`Key for: ${one.says}`}
                  readOnly
                  value={shown(now[one.does])}
                  onKeyDown={(event) => {
                    if (event.key === 'Tab' || event.key === 'Control' || event.key === 'Shift') return;
                    event.preventDefault();
                    const name = nameOf(event.nativeEvent);
                    const taken = keys.find((other) => other.does !== one.does && now[other.does] === name);
                    if (!may_be_key.test(name)) setSays(`${shown(name)} cannot be used: a browser or the text needs it. Press one of those named above.`);
                    else if (taken) setSays(`${shown(name)} already is: ${taken.says}. Change that one first.`);
                    else {
                      remap(one.does, name);
                      setSays(`${one.says}: ${shown(name)}.`);
                    }
                  }}
                />
              </td>
              <td>{one.says}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">{says}</p>
      <p>
        <button type="button" className="govuk-button govuk-button--secondary" onClick={() => (restoreKeys(), setSays('The keys are as they were made.'))}>
          As they were made
        </button>
      </p>
      <table className="dense keys">
        <caption className="govuk-table__caption">After {shown(now.letter)}, a letter</caption>
        <thead>
          <tr>
            <th scope="col">Letter</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((one) => (
            <tr key={one.key}>
              <td>
                <kbd>{one.key.toUpperCase()}</kbd>
              </td>
              <td>{one.says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}
