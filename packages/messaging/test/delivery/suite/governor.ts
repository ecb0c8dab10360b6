import { describe, expect, it } from "vitest";
import { openQueue, type Queue, type Server, sent, work } from "../queue-fixture.ts";

const LIMITS = { perSecond: 0, laneIntervalMs: 0, groupPerMinute: 0 };

/** Refuses each message for its pace. */
function limited(retryAfterMs: number) {
  return ({ id, token }: { id: string; token: number }) =>
    ({ id, token, kind: "limited", retryAfterMs }) as const;
}

async function heldMs(queue: Queue): Promise<number> {
  return ((await queue.desk.stats()).governor.heldUntilMs ?? 0) - Date.now();
}

/** What the governor promises. */
export function governorSuite(server: () => Server): void {
  describe("the budget", () => {
    it("is spent evenly, by all workers together, and never in a burst", async () => {
      const queue = openQueue(server());
      await queue.admit(...Array.from({ length: 40 }, (_, at) => queue.draft(`${at}`)));
      const limits = { ...LIMITS, perSecond: 30 };
      const workers = [queue.worker("a", { limits }), queue.worker("b", { limits })];
      const begunMs = performance.now();
      const taken: number[] = [];
      while (performance.now() - begunMs < 1000) {
        for (const worker of workers) {
          const { messages, heldBack } = await worker.take(10);
          for (const _ of messages) taken.push(performance.now());
          if (messages.length === 0) expect(heldBack).toBe(true);
        }
      }
      expect(taken.length).toBeGreaterThanOrEqual(26);
      expect(taken.length).toBeLessThanOrEqual(30);
    });

    it("counts the bot's own answers", async () => {
      const queue = openQueue(server());
      const worker = queue.worker("a", { limits: { ...LIMITS, perSecond: 10, laneIntervalMs: 500 } });
      expect(await worker.spend("1")).toBe(0);
      expect(await worker.spend("1")).toBeGreaterThan(300);
      await worker.spend("2");
      await queue.admit(queue.draft("1"));
      expect((await worker.take(1)).messages).toEqual([]);
    });
  });

  describe("a lane", () => {
    it("rests after each send, counted from its end", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1"), queue.draft("1"), queue.draft("2"));
      const worker = queue.worker("a", { limits: { ...LIMITS, laneIntervalMs: 300 } });
      expect(await work(worker)).toHaveLength(2);
      const { waitMs } = await worker.take(1);
      expect(waitMs).toBeGreaterThan(200);
      expect(waitMs).toBeLessThanOrEqual(300);
      await expect.poll(async () => await work(worker)).toHaveLength(1);
      // Nothing waits there now, and what comes next has to wait nevertheless.
      await queue.admit(queue.draft("1"));
      expect(await work(worker)).toEqual([]);
    });

    it("that is a group rests longer", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("-1"), queue.draft("-1"));
      const worker = queue.worker("a", { limits: { ...LIMITS, laneIntervalMs: 10, groupPerMinute: 20 } });
      await work(worker, sent, 1);
      expect((await worker.take(1)).waitMs).toBeGreaterThan(2500);
    });
  });

  describe("refusals for the pace", () => {
    it("of one lane hold that lane, and nobody else", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }), queue.draft("2"), queue.draft("3"));
      const worker = queue.worker();
      await work(worker, limited(60_000), 1);
      expect(await work(worker)).toHaveLength(2);
      expect(await queue.desk.read("x")).toMatchObject({ state: "retrying", reason: "limited", attempts: 0 });
      expect(await heldMs(queue)).toBeLessThan(0);
    });

    it("of three lanes with nothing sent between hold the bot, until the earliest end they named", async () => {
      const queue = openQueue(server());
      await queue.admit(...["1", "2", "3", "4"].map((lane) => queue.draft(lane)));
      const worker = queue.worker();
      const seconds = [50, 20, 70];
      for (const each of seconds) await work(worker, limited(each * 1000), 1);
      expect(await work(worker)).toEqual([]);
      expect(await heldMs(queue)).toBeGreaterThan(18_000);
      expect(await heldMs(queue)).toBeLessThanOrEqual(20_000);
    });

    it("of three lanes with a success between do not hold the bot, but cut its budget in half", async () => {
      const queue = openQueue(server());
      await queue.admit(...["1", "2", "3", "4", "5"].map((lane) => queue.draft(lane)));
      const worker = queue.worker();
      await work(worker, limited(60_000), 2);
      await work(worker, sent, 1);
      await work(worker, limited(60_000), 1);
      expect(await heldMs(queue)).toBeLessThan(0);
      expect((await queue.desk.stats()).governor.factor).toBeCloseTo(0.5, 1);
      expect(await work(worker)).toHaveLength(1);
    });

    it("cut the budget for a minute at most", async () => {
      const queue = openQueue(server());
      await queue.client.hset(queue.keys.governor, "factor", 0.5, "slowed", Date.now() - 30_000);
      expect((await queue.desk.stats()).governor.factor).toBeCloseTo(0.75, 1);
      await queue.client.hset(queue.keys.governor, "slowed", Date.now() - 61_000);
      expect((await queue.desk.stats()).governor.factor).toBe(1);
    });
  });

  describe("an outage", () => {
    it("delays nothing any longer once it is over", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1"), queue.draft("2", { id: "limited" }));
      const worker = queue.worker();
      const failing = (taken: Parameters<typeof sent>[0]) =>
        taken.id === "limited"
          ? limited(60_000)(taken)
          : ({
              ...taken,
              kind: "retry",
              reason: "unreachable",
              delayMs: 60_000,
              counted: false,
              unknown: false,
              outage: true,
            } as const);
      await work(worker, failing, 2);
      expect(await work(worker)).toEqual([]);
      expect(await worker.releaseDelayed()).toBe(1);
      expect(await work(worker)).toEqual(["m1"]);
    });
  });
}
