import { Card } from "../parts/card.tsx";
import { countWords, msWords } from "../parts/figures.ts";
import { CommandLines } from "./command-lines.tsx";
import { COMMANDS } from "./commands.ts";
import type { Doors } from "./doors.ts";
import { Facts, NotKnown } from "./facts.tsx";
import { SmallTable } from "./small-table.tsx";

export function StreamCard({ stream }: { stream: Doors["stream"] }) {
  return (
    <Card
      title="Stream"
      hint="A log. Each entry waits until a bot has admitted it, and can be read again for a while after."
    >
      {stream === "none" ? (
        <p className="text-sm">There is no stream yet: the first entry makes it.</p>
      ) : (
        <StreamFacts stream={stream} />
      )}
      <CommandLines door="stream" commands={COMMANDS.stream} />
    </Card>
  );
}

function StreamFacts({ stream }: { stream: Exclude<Doors["stream"], "none"> }) {
  return (
    <>
      <Facts
        facts={[
          { name: "Entries kept", value: stream?.length },
          { name: "Lag: not given to a bot yet", value: stream?.lag },
          { name: "Pending: given, not admitted yet", value: stream?.pending },
        ]}
      />
      <SmallTable
        caption="Consumers of the group"
        heads={["Consumer", "Pending", "Idle"]}
        rows={stream?.consumers?.map(({ name, pending, idleMs }) => [
          name,
          pending === undefined ? <NotKnown key="pending" /> : countWords(pending),
          idleMs === undefined ? <NotKnown key="idle" /> : msWords(idleMs),
        ])}
        none="No bot was given an entry yet."
      />
    </>
  );
}
