import type { SimulationResult } from './simulation.ts';
import type { Usage } from './usage.ts';

/** A row of the report: what was simulated, and its value. */
export type Row = readonly [name: string, value: string];

export interface CostLine {
  readonly what: string;
  /** US dollars a month. */
  readonly dollars: number;
}

/** What a feature of the stack contributes to the simulator's report. */
export interface SimulatedFeature {
  rows?(result: SimulationResult): Row[];
  /** Charts of the run, as SVG, by the ending of their file's name. */
  charts?(result: SimulationResult): Record<string, string>;
  /** Its part of `monthlyCost`. */
  costs?(usage: Usage, requests: number): CostLine[];
}

export const MILLION = 1_000_000;
export const GIGABYTE = 1e9;

export const costLine = (what: string, units: number, price: number): CostLine => ({ what, dollars: units * price });

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const perRequest = (count: number, { whole: { requests } }: SimulationResult): string =>
  (count / requests).toFixed(3);

/** The x axis of a chart of the run. */
export const minutesAxis = ({ scenario }: SimulationResult) => ({
  xLabel: 'minutes',
  xTicks: Array.from({ length: 7 }, (_, index) => String(Math.round((index * scenario.minutes) / 6))),
});
