import { useFeed } from "../feed/index.ts";
import { reasonWords } from "../messages/reason-words.ts";
import { Ago } from "../parts/ago.tsx";
import { Card } from "../parts/card.tsx";
import { eventWords } from "./words.ts";

const MOST = 20;

/** What was heard of the person since the page was opened, the newest first: the same the app is told. */
export function HeardCard({ id }: { id: string }) {
  const events = useFeed((state) => state.recipientEvents);
  const own = events.filter(({ userId }) => userId === id).toReversed();
  return (
    <Card
      title="Heard"
      hint="Since this page was opened. Your app hears the same by webhook and GET /events."
    >
      {own.length === 0 ? (
        <p className="text-muted text-sm">
          Nothing yet. Write to the bot as the person, and it appears here.
        </p>
      ) : (
        <ol className="flex flex-col divide-y divide-line text-sm">
          {own.slice(0, MOST).map((told, at) => {
            const { event, atMs, reason, text } = told;
            // The newest come first: counted from the oldest, a line keeps its key.
            const key = own.length - at;
            return (
              <li key={key} className="flex flex-wrap items-baseline gap-x-3 py-2 first:pt-0 last:pb-0">
                <span className="font-medium">
                  {eventWords(told)}
                  {reason !== undefined && (
                    <span className="font-normal text-muted">: {reasonWords(reason)}</span>
                  )}
                </span>
                <span className="ml-auto text-muted text-xs">{atMs !== undefined && <Ago ms={atMs} />}</span>
                {event === "replied" && (
                  <p className="line-clamp-4 basis-full whitespace-pre-wrap break-words text-muted">{text}</p>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}
