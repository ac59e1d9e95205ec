import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startEngine } from '../../../local/aws/engines/engine.ts';
import { callEngine } from '../../../local/aws/engines/engine-request.ts';
import { listenOnLoopback } from '../../support/listen-on-loopback.ts';
import { descendantsOf, descendantsRunning, waitForEnd } from '../process-tree.ts';

const listTables = (endpoint: string) => callEngine(endpoint, 'DynamoDB_20120810.ListTables', {});
const guardedProcess = new URL('../../../local/aws/engines/guarded-process.ts', import.meta.url).href;
const table = {
  TableName: 'kept',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

describe('an engine', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
    delete process.env.DYNAMODB_ENDPOINT;
  });
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    folders.push(folder);
    return folder;
  };

  test('answers once started and is gone once stopped', async () => {
    const engine = await startEngine({ kind: 'dynoxide' });
    expect(await listTables(engine.endpoint)).toEqual({ TableNames: [] });
    await engine.stop();
    await expect(listTables(engine.endpoint)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    await engine.stop();
  });

  test('keeps its state in a data folder, and refuses a folder of the other engine', async () => {
    const dataFolder = newFolder();
    const first = await startEngine({ kind: 'dynoxide', dataFolder });
    await callEngine(first.endpoint, 'DynamoDB_20120810.CreateTable', table);
    await first.stop();
    const second = await startEngine({ kind: 'dynoxide', dataFolder });
    expect(await listTables(second.endpoint)).toEqual({ TableNames: ['kept'] });
    await second.stop();
    const foreign = newFolder();
    mkdirSync(join(foreign, 'dynamodb-local'));
    await expect(startEngine({ kind: 'dynoxide', dataFolder: foreign })).rejects.toThrow(/written by dynamodb-local/);
  });

  test('keeps its parent waiting until it has ended, however long its output stays open', async () => {
    const program = `
      const { startGuarded } = await import(${JSON.stringify(guardedProcess)});
      const { setTimeout: pause } = await import('node:timers/promises');
      const running = startGuarded('sh', ['-c', 'sleep 1 & echo up; wait']);
      while (running.output() !== 'up') await pause(5);
      await running.stop();
      console.log('stopped');`;
    const parent = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program], { stdio: 'pipe' });
    let said = '';
    parent.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await new Promise((resolve) => parent.on('close', resolve));
    expect(said.trim()).toBe('stopped');
  });

  test('dies with a parent that is killed while its guard starts', async () => {
    const program = `
      const { startGuarded } = await import(${JSON.stringify(guardedProcess)});
      startGuarded('sleep', ['97.${process.pid}']);
      process.kill(process.pid, 'SIGKILL');`;
    const parent = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program]);
    await new Promise((resolve) => parent.on('exit', resolve));
    expect(await waitForEnd(descendantsRunning(1, new RegExp(`97\\.${process.pid}`)))).toEqual([]);
  });

  test('dies with a parent that is killed with SIGKILL', async () => {
    const program = `
      const { startEngine } = await import(${JSON.stringify(new URL('../../../local/aws/engines/engine.ts', import.meta.url).href)});
      console.log((await startEngine({ kind: 'dynoxide' })).endpoint);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program], { stdio: 'pipe' });
    const endpoint = await new Promise<string>((resolve, reject) => {
      parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      parent.stderr.once('data', (chunk: Buffer) => reject(new Error(chunk.toString())));
    });
    expect(await listTables(endpoint)).toEqual({ TableNames: [] });
    parent.kill('SIGKILL');
    const deadline = Date.now() + 3_000;
    let alive = true;
    while (alive && Date.now() < deadline) {
      await pause(20);
      alive = await listTables(endpoint).then(
        () => true,
        () => false,
      );
    }
    expect(alive).toBe(false);
  });

  test('is reported with the signal if somebody kills it, and leaves no watch behind', async () => {
    const others = descendantsOf(process.pid);
    const engine = await startEngine({ kind: 'dynoxide' });
    const started = descendantsRunning(process.pid, /dynoxide serve/).filter((id) => !others.includes(id));
    // The program, and the shell that watches it.
    expect(started).toHaveLength(2);
    const programs = descendantsRunning(process.pid, /^\S*\/dynoxide serve/).filter((id) => started.includes(id));
    expect(programs).toHaveLength(1);
    process.kill(programs[0]!, 'SIGKILL');
    expect(await engine.lost).toBe('The DynamoDB engine (dynoxide) has ended: it was killed by SIGKILL');
    expect(await waitForEnd(started)).toEqual([]);
  });

  test('stops even if its watch is gone', async () => {
    const others = descendantsOf(process.pid);
    const engine = await startEngine({ kind: 'dynoxide' });
    const watches = descendantsRunning(process.pid, /^\/bin\/sh -c .*dynoxide serve/s).filter(
      (id) => !others.includes(id),
    );
    expect(watches).toHaveLength(1);
    process.kill(watches[0]!, 'SIGKILL');
    await engine.stop();
    await expect(listTables(engine.endpoint)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
  });

  test('is the one at DYNAMODB_ENDPOINT if set, which is never stopped', async () => {
    let calls = 0;
    const other = createServer((_, answer) => {
      calls += 1;
      answer.end('{"TableNames":[]}');
    });
    const { url, stop } = await listenOnLoopback(other);
    process.env.DYNAMODB_ENDPOINT = url;
    const engine = await startEngine();
    await engine.stop();
    expect(engine.kind).toBe('external');
    await listTables(engine.endpoint);
    expect(calls).toBe(2);
    const again = await startEngine();
    await stop();
    expect(await again.lost).toBe(`The DynamoDB engine at ${url} no longer answers`);
    await again.stop();
    await expect(startEngine()).rejects.toThrow(/does not answer/);
  });

  test('is not reported as lost when stopped', async () => {
    const engine = await startEngine({ kind: 'dynoxide' });
    let lost: string | undefined;
    void engine.lost.then((reason) => {
      lost = reason;
    });
    await engine.stop();
    await pause(50);
    expect(lost).toBeUndefined();
  });

  test.each([
    'https://dynamodb.us-east-1.amazonaws.com',
    'http://192.0.2.7:8000',
    'http://0.0.0.0:8000',
    'http://127.0.0.1@database.example:8000',
    'http://localhost.example',
    'https://127.0.0.1:8000',
    'localhost:8000',
  ])('of another machine is refused before anything is sent to it: %s', async (endpoint) => {
    process.env.DYNAMODB_ENDPOINT = endpoint;
    await expect(startEngine()).rejects.toThrow(/DYNAMODB_ENDPOINT .* is not on this machine/);
  });
});
