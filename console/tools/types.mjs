// Writes src/api/v1.ts from the OpenAPI document that a running Heed serves:
//     node tools/types.mjs URL|FILE [--check]
// Errors are one type for every route (Problem), and headers are the client's own business: both are
// left out, so that what is kept in the repository can be read. --check: say whether it is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const [from, check] = process.argv.slice(2);
if (!from) {
  console.error('usage: node tools/types.mjs URL|FILE [--check]');
  process.exit(2);
}
const text = from.startsWith('http')
  ? await (await fetch(new URL('/v1/openapi.json', from))).text()
  : await readFile(from, 'utf8');
const document = JSON.parse(text);
for (const path of Object.keys(document.paths).sort()) {
  const item = document.paths[path];
  delete document.paths[path];
  document.paths[path] = item;
  for (const operation of Object.values(item)) {
    delete operation.summary;
    operation.parameters = operation.parameters.filter((one) => one.in !== 'header');
    for (const status of Object.keys(operation.responses)) {
      if (Number(status) >= 400) delete operation.responses[status];
    }
  }
}
const schemas = document.components.schemas;
document.components.schemas = Object.fromEntries(Object.keys(schemas).sort().map((name) => [name, schemas[name]]));
const ast = await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true });
const out =
  '// Generated from /v1/openapi.json by `./dev console types`; do not edit.\n' +
  astToString(ast)
    .replace(/^\s*\/\*\*.*?\*\/\n/gms, '')
    .replace(/^\s*(header|cookie|headers)\??: (never|\{\s*\[name: string\]: unknown;\s*\});\n/gm, '')
    .replace(/^\s*(get|put|post|delete|options|head|patch|trace|query)\?: never;\n/gm, '');
const target = new URL('../src/api/v1.ts', import.meta.url);
if (check) {
  if ((await readFile(target, 'utf8')) === out) process.exit(0);
  console.error('console/src/api/v1.ts is not what the server serves. What to do: ./dev console types');
  process.exit(1);
}
await writeFile(target, out);
