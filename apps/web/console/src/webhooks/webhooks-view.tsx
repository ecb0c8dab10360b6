import { useCallback, useState } from "react";
import type { Answer } from "../api/call.ts";
import { ReadingTrouble } from "../paging/reading-trouble.tsx";
import { useReading } from "../paging/use-reading.ts";
import { type Tab, Tabs } from "../parts/tabs.tsx";
import { hashOf, useRoute } from "../shell/route.ts";
import type { ViewProps } from "../shell/view-props.ts";
import { readWebhooks } from "./calls.ts";
import { Deliveries } from "./deliveries.tsx";
import { ReceiverCard } from "./receiver-card.tsx";
import { SetUpCard } from "./set-up-card.tsx";
import { useCallNews } from "./use-call-news.ts";
import type { DeliveryState, Webhooks } from "./webhooks.ts";

/** What the app is told by signed calls, and what it did not take; how to begin where nothing is set up. */
export function WebhooksView({ session }: ViewProps) {
  const [answer, setAnswer] = useState<Answer<Webhooks>>();
  const [webhooks, setWebhooks] = useState<Webhooks>();
  const take = useCallback(
    (read: Answer<Webhooks>): void => {
      setAnswer(read);
      if (read.ok) setWebhooks(read.value);
      else if (read.problem.status === 401) session.expired();
    },
    [session.expired],
  );
  useReading(readWebhooks, take, { news: useCallNews(), failed: answer?.ok === false });
  const state = stateOf(useRoute().params.state);

  return (
    <div className="flex flex-col gap-6">
      {answer?.ok === false && <ReadingTrouble problem={answer.problem} isKnown={webhooks !== undefined} />}
      {webhooks?.configured === false && <SetUpCard />}
      {webhooks?.configured === true && (
        <>
          <ReceiverCard webhooks={webhooks} />
          <div className="flex flex-col gap-4">
            <Tabs label="Calls by state" tabs={tabsOf(state, webhooks.counts)} />
            <Deliveries key={state} state={state} onUnauthorized={session.expired} />
          </div>
        </>
      )}
    </div>
  );
}

function stateOf(param: string | undefined): DeliveryState {
  return param === "dead" || param === "delivered" ? param : "waiting";
}

function tabsOf(chosen: DeliveryState, counts: Webhooks["counts"]): Tab[] {
  const titles = { waiting: "Waiting", delivered: "Delivered", dead: "Given up" } as const;
  return (["waiting", "delivered", "dead"] as const).map((state) => ({
    address: hashOf("webhooks", { state: state === "waiting" ? undefined : state }),
    title: titles[state],
    count: counts[state],
    isChosen: state === chosen,
  }));
}
