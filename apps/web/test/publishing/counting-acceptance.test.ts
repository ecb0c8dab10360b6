import type { AcceptAnswer, AcceptDraft } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { countingAcceptance } from "../../src/publishing/counting-acceptance.ts";

it("counts what was published on the channel, and nothing else", async () => {
  const counted: [string, number][] = [];
  const answers: AcceptAnswer[] = [
    { kind: "accepted", state: "accepted", receivers: 2 },
    { kind: "accepted", state: "accepted", receivers: 0 },
    { kind: "known", state: "sent", door: "channel" },
    { kind: "no_listener" },
  ];
  const acceptance = { accept: async () => answers };
  const hub = {
    countPublished: (channel: string, receivers: number) => void counted.push([channel, receivers]),
  };
  const drafts = ["channel", "queue", "channel", "channel"].map((door) => ({ door }) as AcceptDraft);
  expect(await countingAcceptance(acceptance, hub, "notes").accept(drafts)).toBe(answers);
  expect(counted).toEqual([["notes", 2]]);
});
