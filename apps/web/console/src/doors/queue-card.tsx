import { Card } from "../parts/card.tsx";
import { countWords } from "../parts/figures.ts";
import { CommandLines } from "./command-lines.tsx";
import { COMMANDS } from "./commands.ts";
import type { Doors } from "./doors.ts";
import { Facts } from "./facts.tsx";
import { SmallTable } from "./small-table.tsx";

export function QueueCard({ queue }: { queue: Doors["queue"] }) {
  const { length, pending, lists } = queue;
  return (
    <Card title="Queue" hint="A list. What is pushed waits there until a bot takes it.">
      <Facts
        facts={[
          { name: "Waiting in the list", value: length },
          {
            name: "Taken, not admitted yet",
            value: pending,
            words: "A bot that falls silent loses these to the next one that takes in.",
          },
        ]}
      />
      <SmallTable
        caption="Taken, by bot"
        heads={["Bot", "Messages"]}
        rows={lists?.map(({ bot, length: taken }) => [bot, countWords(taken)])}
        none="No bot holds any."
      />
      <CommandLines door="queue" commands={COMMANDS.queue} />
    </Card>
  );
}
