import { StatusDot } from "../health/status-dot.tsx";
import { Ago } from "../parts/ago.tsx";
import { Card } from "../parts/card.tsx";
import { countWords } from "../parts/figures.ts";
import type { Webhooks } from "./webhooks.ts";

/** Whom web calls, and whether that one takes the calls. */
export function ReceiverCard({
  webhooks: { host, failingSinceMs, lastError, missed },
}: {
  webhooks: Webhooks;
}) {
  const isFailing = failingSinceMs !== undefined;
  return (
    <Card
      title="Receiver"
      hint="Each event is one signed POST, repeated for about 28 hours until it is answered 2xx."
    >
      <div className="flex flex-col gap-2 text-sm" role="status">
        <p className="flex flex-wrap items-center gap-x-2">
          <StatusDot mood={isFailing ? "fail" : "ok"} />
          <code className="break-all font-mono text-xs">{host ?? "?"}</code>
          {isFailing ? (
            <span className="font-medium text-fail-ink">
              fails since <Ago ms={failingSinceMs} />
            </span>
          ) : (
            <span className="text-muted">takes what it is sent</span>
          )}
        </p>
        {isFailing && lastError !== undefined && (
          <p className="break-words border-fail border-l-2 pl-3">
            <bdi>{lastError}</bdi>
          </p>
        )}
        {missed > 0 && (
          <p className="text-warn-ink">
            {countWords(missed)} events were trimmed from the stream before web could read them, and were
            never sent.
          </p>
        )}
      </div>
    </Card>
  );
}
