import type { DeliveryWorker, Settlement, Taken } from "@bellwire/messaging";
import type { RedisContact } from "../../src/worker/redis-contact.ts";

/** Asks straight on; nothing is noted. */
export const plainContact: Pick<RedisContact, "ask" | "isSteady"> = {
  isSteady: false,
  ask: (work) => work(),
};

type Queue = Pick<DeliveryWorker, "turn" | "attempt" | "renew" | "recover" | "releaseDelayed">;

/**
 * A delivery queue in memory: gives what `give` put there, is asked nothing else about it, and remembers every call. An
 * error in `troubles` is thrown by the next call of that name, as often as it stands there.
 */
export function fakeQueue() {
  const waiting: Taken[] = [];
  const taken: number[] = [];
  const attempted: string[][] = [];
  const settled: Settlement[][] = [];
  const renewed: string[][] = [];
  const recovered: { held: string[]; claimOthers: boolean }[] = [];
  const refuse = new Set<string>();
  const troubles: { [name in keyof Queue]?: Error[] } = {};
  const answer = { waitMs: Number.POSITIVE_INFINITY, heldBack: false };
  const fail = (name: keyof Queue): void => {
    const trouble = troubles[name]?.shift();
    if (trouble) throw trouble;
  };
  const queue: Queue = {
    async turn(settlements, max) {
      if (settlements.length > 0) settled.push([...settlements]);
      if (max > 0) taken.push(max);
      fail("turn");
      const messages = waiting.splice(0, max);
      return {
        accepted: settlements.map(({ id }) => !refuse.has(id)),
        messages,
        waitMs: max === 0 || waiting.length > 0 ? 0 : answer.waitMs,
        heldBack: answer.heldBack,
      };
    },
    async attempt(claims) {
      attempted.push(claims.map(({ id }) => id));
      fail("attempt");
      return claims.map(({ id }) => !refuse.has(id));
    },
    async renew(claims) {
      renewed.push(claims.map(({ id }) => id));
      fail("renew");
      return claims.map(({ id }) => !refuse.has(id));
    },
    async recover(held, claimOthers) {
      recovered.push({ held: [...held], claimOthers });
      fail("recover");
      return { returned: 0, unknown: 0, failed: 0 };
    },
    async releaseDelayed() {
      fail("releaseDelayed");
      return 0;
    },
  };
  return { queue, waiting, taken, attempted, settled, renewed, recovered, refuse, troubles, answer };
}
