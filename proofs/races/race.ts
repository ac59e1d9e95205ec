import type { ApprovalStatus } from '../../functions/domain/misp.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import type { RaceAnswer, RaceService } from './race-service.ts';

/** A request that reads a clock of its own, where it is given one. */
export interface RaceRequest extends ServiceRequest {
  readonly at?: number;
}

/** What a MISP looks like when a race is over. */
export interface Standing {
  readonly status: ApprovalStatus;
  readonly isActive: boolean;
  readonly licenses: number;
  /** Licences that work. */
  readonly working: number;
}

/** One way in which a race may end: what it comes to when one request goes wholly before the other. */
export interface Ending {
  /** One a request, in their order: an error code or `success`. */
  readonly outcomes: readonly string[];
  /** Of the MISP that the race is about; left out where there is none. */
  readonly standing?: Standing;
  /** The version that each request made, undefined where it changed nothing: two orders may differ in nothing else. */
  readonly versions?: readonly (number | undefined)[];
}

/** Requests that are made at once, on what was brought about for them alone. */
export interface Start {
  readonly requests: readonly RaceRequest[];
  /** The MISP that they are about. */
  readonly mispId?: string;
  readonly endings: readonly Ending[];
  /** Looks at the answers beyond their outcomes. @returns what is wrong with them. */
  readonly judge?: (answers: readonly RaceAnswer[]) => string | undefined;
}

export interface Race {
  readonly name: string;
  /** Where the race can begin; rounds take turns. Each brings its beginning about. */
  readonly variants: readonly ((service: RaceService) => Promise<Start>)[];
}
