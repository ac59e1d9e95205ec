import { NOW } from '../../test/support/sample-misp.ts';
import type { FaultPlan } from '../linearizability/fault-plan.ts';
import type { Disturbances, Mutation } from './announcer-process.ts';
import { Changes } from './changes.ts';
import { DAY_MS } from './judge-announcements.ts';
import { type Calendar, population } from './population.ts';
import { Stage, THRESHOLDS } from './stage.ts';

export interface OutageSize {
  readonly licenses: number;
  /** Hours of runs before the outage. */
  readonly hours: number;
  readonly changesAnHour: number;
  /** During the outage. */
  readonly changesInOutage: number;
  /** During the first run after the outage. */
  readonly kills: number;
  /** The share of MISPs that change just before a run announces them. */
  readonly changeRate: number;
}

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** Between two concurrent runs. */
const APART_MS = 3000;
/** About the number of calls of a run with nothing due. */
const CALLS_OF_AN_HOUR = 2 + THRESHOLDS.length;
const OUTAGE_MS = 10 * DAY_MS;
/** The share of calls that fail in a run with faults. */
const FAULT_RATE = 0.12;
/** In a run with refused MISPs, this many of ten are refused. */
const REFUSED_DIGITS = 3;

/** Hours of runs, some failing, then ten days without a run, then the runs after that. */
export async function throughOutage(size: OutageSize, random: () => number, mutation: Mutation): Promise<Stage> {
  const calendar = calendarOf(size.hours, random);
  const imported = population(size.licenses, calendar, THRESHOLDS, random);
  const stage = await Stage.open(imported, { now: calendar.start, mutation });
  const outageRun = new OutageRun(stage, size, random);
  try {
    await outageRun.everyHour(calendar.runs);
    await outageRun.passTo(calendar.back, size.changesInOutage);
    await outageRun.comeBack();
  } catch (error) {
    await stage.stop();
    throw error;
  }
  return stage;
}

class OutageRun {
  readonly #stage: Stage;
  readonly #size: OutageSize;
  readonly #random: () => number;
  readonly #changes: Changes;
  readonly #faultPlan: FaultPlan;
  /** Changes MISPs right before they are announced. */
  readonly #withChanges: Disturbances;

  constructor(stage: Stage, size: OutageSize, random: () => number) {
    this.#stage = stage;
    this.#size = size;
    this.#random = random;
    const changes = new Changes(stage, random);
    this.#changes = changes;
    this.#faultPlan = { random, faultRate: FAULT_RATE, outFrom: Number.POSITIVE_INFINITY };
    this.#withChanges = {
      beforeAnnouncement: async (mispId) => {
        if (random() < size.changeRate) await changes.beforeAnnouncement(mispId);
      },
    };
  }

  /**
   * Runs on schedule. About three in four runs are disturbed, but not the last one, so that the outage has its stated
   * length.
   */
  async everyHour(times: readonly number[]): Promise<void> {
    await this.#stage.run();
    for (const [index, time] of times.entries()) {
      await this.passTo(time, this.#size.changesAnHour);
      await (index === times.length - 1 ? this.#stage.run() : this.#runPerhapsDisturbed());
    }
  }

  /** Lets time pass, with this many changes. */
  async passTo(time: number, count: number): Promise<void> {
    const step = (time - this.#stage.now) / (count + 1);
    for (let made = 0; made < count; made += 1) {
      this.#stage.now += Math.floor(step * (0.5 + 0.4 * this.#random()));
      await this.#changes.any(time - this.#stage.now);
    }
    this.#stage.now = time;
  }

  /** Resumes the schedule, with everything that fell due during the outage, under every disturbance. */
  async comeBack(): Promise<void> {
    const { licenses, kills, changesAnHour } = this.#size;
    const stage = this.#stage;
    // About a third of the licences have something due, which takes two calls each.
    const calls = 2 * Math.floor(licenses / 3);
    for (let kill = 0; kill < kills; kill += 1) {
      await stage.run({ death: this.#deathAt(((kill + this.#random()) / kills) * calls) });
      stage.now += MINUTE_MS;
    }
    await stage.run({ callsInTime: Math.floor(calls / 4) });
    stage.now += MINUTE_MS;
    await stage.run({ ...this.#refusing(), ...this.#withChanges });
    stage.now += MINUTE_MS;
    await this.#runTwo({ death: this.#deathAt(calls / 5) });
    for (const disturbances of [this.#withChanges, {}]) {
      await this.passTo(stage.now + HOUR_MS, changesAnHour);
      await stage.run(disturbances);
    }
  }

  async #runPerhapsDisturbed(): Promise<void> {
    const share = this.#random();
    if (share < 0.25) await this.#stage.run();
    else if (share < 0.5) await this.#stage.run(this.#withChanges);
    else if (share < 0.65) await this.#stage.run({ faultPlan: this.#faultPlan });
    else if (share < 0.8) await this.#stage.run({ death: this.#deathAt(this.#random() * CALLS_OF_AN_HOUR) });
    else if (share < 0.9) await this.#stage.run(this.#refusing());
    else await this.#runTwo({ faultPlan: this.#faultPlan });
  }

  /** Two concurrent runs: one with injected faults while MISPs change, and another. */
  async #runTwo(disturbances: Disturbances): Promise<void> {
    const one = this.#stage.run({ ...this.#withChanges, faultPlan: this.#faultPlan });
    this.#stage.now += APART_MS;
    await Promise.all([one, this.#stage.run(disturbances)]);
  }

  #deathAt(call: number): NonNullable<Disturbances['death']> {
    return { call: 1 + Math.floor(call), place: this.#random() < 0.5 ? 'before' : 'after' };
  }

  #refusing(): Disturbances {
    const first = Math.floor(this.#random() * 10);
    return { refuses: (mispId) => (Number(mispId.at(-1)) + first) % 10 < REFUSED_DIGITS };
  }
}

/** Hourly runs, each up to a minute and a half late. */
function calendarOf(hours: number, random: () => number): Calendar {
  const runs = Array.from({ length: hours }, (_, hour) => NOW + (hour + 1) * HOUR_MS + Math.floor(random() * 90_000));
  return { start: NOW, runs, back: (runs.at(-1) ?? NOW) + OUTAGE_MS };
}
