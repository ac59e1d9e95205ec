/**
 * Runs in a function's process, like Lambda's runtime: loads the bundle that `_HANDLER` names and answers one
 * invocation at a time. Plain JavaScript, so only the function itself is compiled at the start.
 *
 * Messages in: { id, event, deadline, invocation, clockOffset }. Messages out: { ready } once, then { id, value,
 * processorMs } or { id, error }. The arguments are the offset of the clock until the first message and the folder of
 * compiled code. The folder is not in the environment, because it is not in Lambda's either.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The parent has ended.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group, but the parent decides when to stop.
process.on('SIGINT', () => {});

const [, , firstOffset = '0', compiledCode] = process.argv;
enableCompileCache(compiledCode);

const realNow = Date.now.bind(Date);
let clockOffset = Number(firstOffset);
setClock(() => realNow() + clockOffset);

const handler = await loadHandler().catch(async (error) => {
  await send({ failed: describe(error) });
  process.exit(1);
});

process.on('message', (message) => {
  answer(message).catch((error) => send({ id: message.id, error: describe(error) }));
});
await send({ ready: true });

/** Replaces the clock that `Date` reads. Timers and performance.now() are unaffected. */
function setClock(now) {
  const RealDate = Date;
  const ShiftedDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === ShiftedDate ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;
}

async function loadHandler() {
  const { LAMBDA_TASK_ROOT: root = '', _HANDLER: name = '' } = process.env;
  const dot = name.lastIndexOf('.');
  const file = ['.js', '.mjs', '.cjs'].map((ending) => join(root, name.slice(0, dot) + ending)).find(existsSync);
  if (file === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${name.slice(0, dot)}'`);
  const bundle = await import(pathToFileURL(file).href);
  const exported = bundle[name.slice(dot + 1)] ?? bundle.default?.[name.slice(dot + 1)];
  if (typeof exported !== 'function') throw named('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  refuseOthers(exported);
  return exported;
}

/**
 * Refuses what is not emulated (streaming), and callbacks, which Node.js 24 on Lambda does not support
 * (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html).
 */
function refuseOthers(handler) {
  if (handler[Symbol.for('aws.lambda.runtime.handler.streaming')]) {
    throw named('Runtime.MalformedStreamingHandler', 'Handlers that stream their answer are not emulated here');
  }
  if (handler.length < 3) return;
  const reason =
    'The Node.js 24 runtime calls no handler with a callback: declare (event, context) and return a promise';
  throw named('Runtime.CallbackHandlerDeprecated', reason);
}

async function answer({ id, event, deadline, invocation, clockOffset: offset }) {
  clockOffset = offset;
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: invocation.functionArn,
    awsRequestId: id,
    getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
  };
  const parsed = JSON.parse(event);
  const before = process.cpuUsage();
  const value = await handler(parsed, context);
  const { user, system } = process.cpuUsage(before);
  await send({ id, value: JSON.stringify(value) ?? 'null', processorMs: (user + system) / 1000 });
  // Now, not at exit: the process may be killed. One call compiles what calls need, so later flushes write nothing.
  flushCompileCache();
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name || 'Error', errorMessage: error.message };
}

function named(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Resolves when the message has left this process, so an immediate exit does not lose it. */
function send(message) {
  return new Promise((resolve) => {
    if (process.connected) process.send(message, () => resolve());
    else resolve();
  });
}
