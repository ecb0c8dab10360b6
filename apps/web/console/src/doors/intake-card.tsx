import { Card } from "../parts/card.tsx";
import { msWords } from "../parts/figures.ts";
import { CommandLines } from "./command-lines.tsx";
import { COMMANDS } from "./commands.ts";
import type { Doors } from "./doors.ts";
import { type Fact, Facts } from "./facts.tsx";

export function IntakeCard({ intake }: { intake: Doors["intake"] }) {
  return (
    <Card
      title="Who takes in"
      hint="One bot at a time takes from all three doors. The others stand by, and every bot sends."
    >
      <Facts facts={factsOf(intake)} />
      <CommandLines door="who takes in" commands={COMMANDS.intake} />
    </Card>
  );
}

function factsOf(intake: Doors["intake"]): Fact[] {
  if (intake === "nobody")
    return [
      { name: "Bot", value: "nobody", words: "A bot takes over within seconds, if one runs.", isBad: true },
    ];
  const remainingMs = intake?.remainingMs;
  return [
    { name: "Bot", value: intake && <code className="font-mono text-xs">{intake.holder}</code> },
    {
      name: "Its right ends",
      value: remainingMs === undefined ? undefined : `in ${msWords(remainingMs)}`,
      words: "Unless renewed, which it does every second. If it falls silent, another takes over then.",
    },
  ];
}
