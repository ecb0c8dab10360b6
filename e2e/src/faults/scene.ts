import { setTimeout as wait } from "node:timers/promises";
import type { Stack, StackOptions } from "../stack.ts";
import type { CaseContext, CaseReport } from "./case.ts";
import type { Excuses } from "./checker.ts";
import { startFaultStack } from "./fault-stack.ts";
import type { Attempt } from "./history.ts";
import { judge } from "./judge.ts";
import { Load } from "./load.ts";
import { httpSource, type Source, strangerClient, strangerSources } from "./sources.ts";

export type Plan = StackOptions & {
  chats?: number;
  everyMs?: number;
  /** Default: all six ways in. */
  sources?: (stack: Stack) => Promise<Source[]>;
  /** Harms the system, and ends when the harm has ended. */
  harm: (scene: Scene) => Promise<void>;
};

/** What a fault works with. */
export type Scene = {
  stack: Stack;
  load: Load;
  sources: readonly Source[];
  chats: readonly number[];
  short: boolean;
  say: (line: string) => void;
  /** So many duplicates more are within the promises. */
  allow: (duplicates: number, why: string) => void;
  /** Such messages may be lost although they were accepted. */
  excuse: (mayBeLost: (attempt: Attempt) => boolean) => void;
  figure: (name: string, value: string | number) => void;
  /** A promise that the case looked at itself did not hold. */
  broken: (words: string) => void;
  /** Lets the load go on for a while: not to wait for anything, but because the fault lasts so long. */
  lastsMs: (ms: number) => Promise<void>;
};

const READY_MS = 30_000;

/** The load before and after the fault, in messages that arrive. */
const BEFORE = { short: 60, long: 300 };
const AFTER = { short: 60, long: 300 };

/** Chats of people; far from each other in nothing but their number. */
export function chatIds(count: number, first = 1001): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** For `excuse`: what was published at most once, by contract. */
export const atMostOnce = ({ source }: Attempt) => source === "PUBLISH";

/** Runs a fault in the middle of a steady load through every door, and judges what came of every message. */
export async function underLoad(context: CaseContext, plan: Plan): Promise<CaseReport> {
  const stack = await startFaultStack(plan);
  context.say("everything runs");
  const report: CaseReport = { figures: [], broken: [] };
  const excuses: Excuses[] = [];
  const sources = await (plan.sources ?? allSources)(stack);
  const chats = chatIds(plan.chats ?? 8);
  const load = new Load({ sandbox: stack.sandbox, sources, chats, everyMs: plan.everyMs ?? 200 });
  const scene = sceneOf({ stack, load, sources, chats, context, report, excuses });
  try {
    await load.arrivedMore(context.short ? BEFORE.short : BEFORE.long);
    context.say("the load runs");
    await plan.harm(scene);
    context.say("the fault is over");
    report.readyMs = await timeUntilReady(stack);
    await load.arrivedMore(context.short ? AFTER.short : AFTER.long);
  } catch (error) {
    scene.broken(error instanceof Error ? error.message : String(error));
  }
  await load.end();
  context.say("the load has ended");
  await judge({ context, stack, load, report, excuses });
  return report;
}

/** The six ways in. */
export async function allSources(stack: Stack): Promise<Source[]> {
  const tag = "load";
  return [
    httpSource(stack.webUrl, "channel", tag),
    httpSource(stack.webUrl, "queue", tag),
    httpSource(stack.webUrl, "stream", tag),
    ...strangerSources(await strangerClient(stack.redis)),
  ];
}

type SceneParts = {
  stack: Stack;
  load: Load;
  sources: readonly Source[];
  chats: readonly number[];
  context: CaseContext;
  report: CaseReport;
  excuses: Excuses[];
};

function sceneOf({ context, report, excuses, ...parts }: SceneParts): Scene {
  return {
    ...parts,
    short: context.short,
    say: context.say,
    allow: (duplicates, why) => {
      const { duplicates: before = 0, whys = [] } = report.allowed ?? {};
      report.allowed = { duplicates: before + duplicates, whys: [...whys, why] };
    },
    excuse: (mayBeLost) => void excuses.push({ mayBeLost }),
    figure: (name, value) => void report.figures.push({ name, value: String(value) }),
    broken: (words) => void report.broken.push(words),
    lastsMs: async (ms) => await wait(ms),
  };
}

async function timeUntilReady(stack: Stack): Promise<number> {
  const fromMs = performance.now();
  await stack.ready(READY_MS);
  return Math.round(performance.now() - fromMs);
}
