import { randomUUID } from 'node:crypto';
import type { StorageOptions } from '../../data/append-log.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { type Archive, type BusRule, busNameOf, readArchives, readBusRules } from './bus-rules.ts';
import { Journal, type JournalEvent } from './journal.ts';
import { type AcceptedEntry, judgePutEvents } from './put-events.ts';
import { type DeliveryDependencies, deliverToTarget } from './target-delivery.ts';

/** An answer of EventBridge, as sent to the caller. */
export interface EventsAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An archive and its events. */
export interface ArchivedEvents {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly events: readonly JournalEvent[];
}

/** The name of a replay, and the rules that get its events; undefined means all rules. */
export interface ReplayOrder {
  readonly name: string;
  readonly ruleArns: readonly string[] | undefined;
}

type Listener = (event: JournalEvent) => void;

/** Emulates EventBridge: the buses of a template with their rules, targets and archives. */
export class EventBus {
  readonly #journal: Journal;
  readonly #rules: readonly BusRule[];
  readonly #archives: readonly Archive[];
  readonly #busArns: ReadonlyMap<string, string>;
  readonly #dependencies: DeliveryDependencies;
  readonly #listeners = new Set<Listener>();
  /** Deliveries run one at a time, so targets get events in the order of the journal. */
  #deliveries: Promise<void> = Promise.resolve();

  /** @throws Error naming a rule or an archive that is not emulated. */
  constructor(template: RunnableTemplate, dependencies: DeliveryDependencies, storage: StorageOptions) {
    this.#dependencies = dependencies;
    this.#journal = new Journal(storage);
    this.#rules = readBusRules(template);
    this.#archives = readArchives(template);
    this.#busArns = new Map(template.ofType('AWS::Events::EventBus').map((bus) => [bus.name, bus.arn ?? '']));
    for (const target of this.#rules.flatMap((rule) => rule.targets)) {
      if (target.kind === 'external')
        dependencies.onProblem(`${target.ruleArn}: nothing is delivered to ${target.arn} here`);
    }
  }

  /**
   * Carries out PutEvents.
   * @param input the parsed request.
   */
  put(input: unknown): EventsAnswer {
    const verdicts = judgePutEvents(input);
    if ('refused' in verdicts) {
      return { status: 400, body: { __type: 'ValidationException', message: verdicts.refused } };
    }
    const entries = verdicts.map((verdict) =>
      'error' in verdict ? verdict.error : { EventId: this.#accept(verdict.accepted) },
    );
    const failed = verdicts.filter((verdict) => 'error' in verdict).length;
    return { status: 200, body: { FailedEntryCount: failed, Entries: entries } };
  }

  /** The kept events after the n-th, in order of arrival; all of them for 0. */
  eventsSince(n: number): readonly JournalEvent[] {
    return this.#journal.since(n);
  }

  get eventCount(): number {
    return this.#journal.length;
  }

  /** How many of the oldest events were dropped. A data folder keeps all of them. */
  get droppedEvents(): number {
    return this.#journal.dropped;
  }

  /** Calls the listener with every new event, before PutEvents is answered. @returns a function that unsubscribes. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  archives(): readonly ArchivedEvents[] {
    return this.#archives.map((archive) => ({
      name: archive.name,
      arn: archive.arn,
      busArn: this.#busArns.get(archive.busName) ?? '',
      events: this.#journal
        .since(0)
        .filter((event) => event.bus === archive.busName && archive.matches(this.#envelopeOf(event))),
    }));
  }

  /**
   * Sends events to the targets again. Neither the journal nor an archive stores them again.
   * @returns a promise that resolves when they are delivered.
   */
  replay(events: readonly JournalEvent[], order: ReplayOrder): Promise<void> {
    for (const event of events) this.#deliver(event, order);
    return this.#deliveries;
  }

  /** Resolves when every event accepted so far is delivered to its targets or to their dead-letter queues. */
  idle(): Promise<void> {
    return this.#deliveries;
  }

  #accept(entry: AcceptedEntry): string {
    const id = randomUUID();
    const bus = busNameOf(entry.bus);
    if (!this.#busArns.has(bus)) {
      // AWS does the same: it returns an event id and drops the event.
      this.#dependencies.onProblem(`PutEvents to the bus ${bus}, which is not in the template: the event is dropped`);
      return id;
    }
    // EventBridge sends times without fractions of a second.
    const time = new Date(entry.time ?? this.#dependencies.clock()).toISOString().replace(/\.\d{3}Z$/, 'Z');
    const { source, detail, resources } = entry;
    const event = this.#journal.add({
      id,
      time,
      source,
      'detail-type': entry.detailType,
      detail,
      resources: [...resources],
      bus,
    });
    for (const listener of this.#listeners) listener(event);
    this.#deliver(event);
    return id;
  }

  /** The event in the form that rules, archives and targets get. */
  #envelopeOf(event: JournalEvent): Readonly<Record<string, unknown>> {
    const [, , , region, account] = (this.#busArns.get(event.bus) ?? '').split(':');
    const { id, source, time, resources, detail } = event;
    return { version: '0', id, 'detail-type': event['detail-type'], source, account, time, region, resources, detail };
  }

  #deliver(event: JournalEvent, replay?: ReplayOrder): void {
    const envelope = { ...this.#envelopeOf(event), ...(replay === undefined ? {} : { 'replay-name': replay.name }) };
    const targets = this.#rules
      .filter((rule) => rule.busName === event.bus && rule.matches(envelope))
      .flatMap((rule) => rule.targets)
      .filter(({ ruleArn }) => replay?.ruleArns?.includes(ruleArn) ?? true);
    if (targets.length === 0) return;
    this.#deliveries = this.#deliveries.then(async () => {
      await Promise.all(targets.map((target) => deliverToTarget(envelope, target, this.#dependencies)));
    });
  }
}
