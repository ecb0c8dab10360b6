import { Card } from "../parts/card.tsx";
import { CommandLines } from "./command-lines.tsx";
import { COMMANDS } from "./commands.ts";
import type { Doors } from "./doors.ts";
import { Facts } from "./facts.tsx";

export function ChannelCard({ channel }: { channel: Doors["channel"] }) {
  const { bots, subscribers } = channel;
  return (
    <Card
      title="Channel"
      hint="Reaches whoever listens at that moment. Nothing is kept for those who come later."
    >
      <Facts
        facts={[
          {
            name: "Bots that listen",
            value: bots,
            words: bots === 0 ? "What is published now reaches no bot: start one with npm start." : undefined,
            isBad: bots === 0,
          },
          {
            name: "Subscribers in all",
            value: subscribers,
            words: "Bots, and whoever else listens: a monitor, or a subscriber of this console.",
          },
        ]}
      />
      <CommandLines door="channel" commands={COMMANDS.channel} />
    </Card>
  );
}
