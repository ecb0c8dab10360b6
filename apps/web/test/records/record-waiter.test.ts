import type { DeliveryRecord, DeliveryState, EventListener } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { ChangeWatch } from "../../src/records/change-watch.ts";
import { RecordWaiter, type WaitFor } from "../../src/records/record-waiter.ts";

const LONG_MS = 60_000;

/** A record store and its events, changed by hand. `lag`: events are told later than the record changes. */
function scene({ known = true, maxWatchers = 10 } = {}) {
  let record = known ? { revision: 1, state: "queued" as DeliveryState } : undefined;
  let reads = 0;
  let listener: EventListener | undefined;
  const tail = {
    listen: (one: EventListener) => {
      listener = one;
      return {
        ready: Promise.resolve(),
        close: () => {
          listener = undefined;
        },
      };
    },
  };
  const watch = new ChangeWatch({ tail, maxWatchers });
  const desk = {
    read: async () => {
      reads += 1;
      return record && ({ id: "a", ...record } as DeliveryRecord);
    },
  };
  const change = (state: DeliveryState) => {
    record = { revision: (record?.revision ?? 0) + 1, state };
  };
  const tell = () => {
    if (record === undefined) return;
    listener?.onEvents([{ entryId: "1-1", id: "a", lane: "42", atMs: 0, ...record }]);
  };
  const waiter = new RecordWaiter({ desk, watch });
  const left = new AbortController();
  const wait = (wanted: Partial<WaitFor>) =>
    waiter.wait("a", { waitMs: LONG_MS, ...wanted }, (work) => work, left.signal);
  return {
    ...{ watch, waiter, left, wait, change, tell },
    miss: () => listener?.onMissed(),
    reads: () => reads,
    forget: () => {
      record = undefined;
    },
  };
}

const recordWith = (revision: number, state: DeliveryState) => ({
  kind: "record",
  record: { id: "a", revision, state },
});

describe("RecordWaiter", () => {
  it("answers at once when there is nothing to wait for", async () => {
    const { wait, change, watch } = scene();
    expect(await wait({ after: 0 })).toEqual(recordWith(1, "queued"));
    change("failed");
    expect(await wait({})).toEqual(recordWith(2, "failed"));
    expect(watch.watchers).toBe(0);
  });

  it("answers at the end state, and looks only when it may have come", async () => {
    const { wait, change, tell, reads } = scene();
    const answer = wait({});
    await waitFor(() => reads() === 1);
    change("sending");
    tell();
    tell();
    change("sent");
    tell();
    expect(await answer).toEqual(recordWith(3, "sent"));
    expect(reads()).toBe(2);
  });

  it("answers at any change after the revision that is known", async () => {
    const { wait, change, tell, reads } = scene();
    const answer = wait({ after: 2 });
    await waitFor(() => reads() === 1);
    change("sending");
    tell();
    change("retrying");
    tell();
    expect(await answer).toEqual(recordWith(3, "retrying"));
  });

  it("looks again when something was missed", async () => {
    const { wait, change, miss, reads } = scene();
    const answer = wait({});
    await waitFor(() => reads() === 1);
    miss();
    await waitFor(() => reads() === 2);
    change("cancelled");
    miss();
    expect(await answer).toEqual(recordWith(2, "cancelled"));
  });

  it("answers with what is so when the wait is over, when the client leaves and at a drain", async () => {
    const short = scene();
    expect(await short.wait({ waitMs: 20 })).toEqual(recordWith(1, "queued"));
    const leaving = scene();
    const left = leaving.wait({});
    await waitFor(() => leaving.reads() === 1);
    leaving.left.abort();
    expect(await left).toEqual(recordWith(1, "queued"));
    expect(leaving.watch.watchers).toBe(0);
    const draining = scene();
    const drained = draining.wait({});
    await waitFor(() => draining.reads() === 1);
    draining.change("sending");
    draining.waiter.drain();
    expect(await drained).toEqual(recordWith(2, "sending"));
    expect(await draining.wait({})).toEqual(recordWith(2, "sending"));
  });

  it("does not wait for what there is not, or is not any more", async () => {
    expect(await scene({ known: false }).wait({})).toEqual({ kind: "unknown" });
    const { wait, forget, miss, reads } = scene();
    const answer = wait({});
    await waitFor(() => reads() === 1);
    forget();
    miss();
    expect(await answer).toEqual({ kind: "unknown" });
  });

  it("refuses more than may wait, and lets go of those whose reading fails", async () => {
    const { wait, waiter, watch, left, reads } = scene({ maxWatchers: 1 });
    const first = wait({});
    await waitFor(() => reads() === 1);
    expect(await wait({})).toEqual({ kind: "too_many" });
    left.abort();
    await first;
    const failing = waiter.wait(
      "a",
      { waitMs: LONG_MS },
      () => Promise.reject(new Error("away")),
      left.signal,
    );
    await expect(failing).rejects.toThrow("away");
    expect(watch.watchers).toBe(0);
  });
});
