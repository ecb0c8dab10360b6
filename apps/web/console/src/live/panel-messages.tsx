import type { MessageRing, Subscriber } from "../feed/index.ts";
import { CommandLine } from "../parts/command-line.tsx";
import { shellWord } from "../parts/shell-words.ts";
import { MessageRow } from "./message-row.tsx";
import { channelMatching } from "./targets.ts";
import type { Pause } from "./use-pause.ts";

/** What came to a subscriber, or, where nothing came yet, how to make something come. */
export function PanelMessages({ pause, subscriber }: { pause: Pause; subscriber: Subscriber }) {
  const { items } = pause.shown;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Notice pause={pause} />
      {items.length === 0 ? (
        <Teaching subscriber={subscriber} />
      ) : (
        <ol
          aria-label={`Messages of ${subscriber.name}, the newest first`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard in every browser
          tabIndex={0}
          className="min-h-0 flex-1 divide-y divide-line overflow-y-auto -outline-offset-2"
        >
          {items.toReversed().map((message) => (
            <MessageRow key={`${message.receivedAtMs} ${message.seq}`} message={message} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Notice({ pause: { paused, missed, shown } }: { pause: Pause }) {
  const words = paused ? pausedWords(missed) : sampledWords(shown);
  if (words === undefined) return null;
  return (
    <p className="border-line border-b bg-sunken px-4 py-1.5 text-muted text-xs tabular-nums">{words}</p>
  );
}

function pausedWords(missed: number): string {
  return `Paused. ${missed.toLocaleString("en")} came meanwhile.`;
}

/** More came than anybody can read: web tells how many it left out. */
function sampledWords({ skipped }: MessageRing): string | undefined {
  return skipped === 0 ? undefined : `${skipped.toLocaleString("en")} counted, but too fast to show.`;
}

function Teaching({ subscriber: { channels, patterns } }: { subscriber: Subscriber }) {
  const channel = channels[0] ?? channelMatching(patterns[0] ?? "test");
  return (
    <div className="flex flex-1 flex-col justify-center gap-3 p-4 text-muted text-sm">
      <p>Nothing came yet. Publish something, here or from a shell:</p>
      <CommandLine
        command={`redis-cli -u "$REDIS_URL" PUBLISH ${shellWord(channel)} '{"user_id":42,"message":"hi"}'`}
        what="the command"
      />
    </div>
  );
}
