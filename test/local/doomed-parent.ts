/** A program that its test kills: it makes one call of each kind and prints its processes. */
import { FunctionRunner } from '../../local/functions/runner.ts';
import { loadTemplate } from '../../local/template/load-template.ts';

const runner = new FunctionRunner({
  template: loadTemplate(process.argv[2] ?? ''),
  endpointUrl: () => 'http://127.0.0.1:1',
  variable: (_, value) => value,
});
const idle = await runner.invokeByName('probe', { act: 'process' });
// One process is idle, one is in the middle of a call, and one in an endless loop.
void runner.invokeByName('probe', { act: 'sleep', ms: 60_000 });
const second = await runner.invokeByName('probe', { act: 'process' });
const looping = await runner.invokeByName('looping', { act: 'process' });
void runner.invokeByName('looping', { act: 'loop' });
console.log(JSON.stringify([idle, second, looping].map((result) => (result.ok ? result.value : result))));
