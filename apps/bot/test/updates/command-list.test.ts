import type { LeaseState } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import type { CallResult } from "../../src/delivery/outcome.ts";
import { CommandList } from "../../src/updates/command-list.ts";
import { recordingLogger } from "../recording.ts";

const lists: CommandList[] = [];
afterEach(async () => {
  for (const list of lists.splice(0)) await list.stop();
});

const OK: CallResult<undefined> = { kind: "answered", answer: undefined };
const NO: CallResult<undefined> = { kind: "failed", sent: "no", reason: "unreachable" };

function setup({
  results = [OK],
  retryMs = 5,
}: {
  results?: CallResult<undefined>[];
  retryMs?: number;
} = {}) {
  const told: (string | undefined)[] = [];
  const lease: { state: LeaseState; tenure: number } = { state: "held", tenure: 1 };
  const { logger, lines } = recordingLogger();
  const list = new CommandList({
    telegram: {
      setCommands: async (commands, language) => {
        expect(commands).toContainEqual({ command: "mute", description: expect.any(String) });
        told.push(language);
        return results.shift() ?? OK;
      },
    },
    ...{ lease, logger, retryMs },
  });
  lists.push(list);
  return { list, told, lease, lines };
}

describe("CommandList", () => {
  it("tells every language once a tenure, however often it is asked to", async () => {
    const { list, told, lease } = setup();
    list.tell();
    list.tell();
    await waitFor(() => told.length === 2);
    list.tell();
    lease.tenure = 2;
    list.tell();
    await waitFor(() => told.length === 4);
    expect(told).toEqual([undefined, "de", undefined, "de"]);
  });

  it("tries again until Telegram takes it", async () => {
    const { list, told, lines } = setup({ results: [OK, NO, NO, OK, OK] });
    list.tell();
    await waitFor(() => told.length === 5);
    expect(told).toEqual([undefined, "de", undefined, undefined, "de"]);
    expect(lines.join("")).toContain("unreachable");
  });

  it("leaves it to the next holder, and begins again when it holds the lease again", async () => {
    const { list, told, lease } = setup({ results: [NO] });
    list.tell();
    lease.state = "other";
    await waitFor(() => told.length === 1);
    lease.state = "held";
    await waitFor(() => {
      list.tell();
      return told.length === 3;
    });
  });

  it("ends at once when it is stopped", async () => {
    const { list, told } = setup({ results: [NO], retryMs: 60_000 });
    list.tell();
    await waitFor(() => told.length === 1);
    await list.stop();
    await list.stop();
    expect(told).toHaveLength(1);
  });
});
