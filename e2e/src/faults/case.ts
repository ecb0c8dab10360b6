import type { Verdict } from "./checker.ts";

export type CaseContext = {
  /** Of the case that runs. */
  name: string;
  /** The small form, for CI: less load, shorter outages, the same promises. */
  short: boolean;
  /** Tells who watches what happens now. */
  say: (line: string) => void;
};

/** What a case found. `broken` is empty when every promise held. */
export type CaseReport = {
  verdict?: Verdict;
  /** How many duplicates the promises allow here, and what each time was the reason. */
  allowed?: { duplicates: number; whys: readonly string[] };
  /** From the end of the fault until web and every bot said that they are ready. */
  readyMs?: number;
  figures: { name: string; value: string }[];
  broken: string[];
};

/** One fault, or one promise, tried on real processes. */
export type FaultCase = {
  name: string;
  /** One line: what is done, and what has to hold. */
  what: string;
  /** Whether it is part of the short form. */
  short: boolean;
  /** Rejects only when the case itself could not be carried out. */
  run: (context: CaseContext) => Promise<CaseReport>;
};
