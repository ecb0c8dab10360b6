import { useCallback, useMemo } from "react";
import { useReadOnly } from "../feed/index.ts";
import { ItemTable } from "../paging/item-table.tsx";
import { PagedSection } from "../paging/paged-section.tsx";
import { useHeld } from "../paging/use-held.ts";
import { usePages } from "../paging/use-pages.ts";
import { Button } from "../parts/button.tsx";
import { CommandLine } from "../parts/command-line.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { RetrySince } from "../parts/retry-since.tsx";
import { type Address, addressOf } from "./address.ts";
import { readDeadLetters, retryDead } from "./calls.ts";
import { COLUMNS, type MessageColumn } from "./columns.tsx";
import type { Message } from "./message.ts";
import { useAct } from "./use-act.ts";
import { type Discarded, useChanges, useDiscarded, useMissedChanges, useNews } from "./use-changes.ts";

type Props = {
  address: Address;
  discarded: Discarded | undefined;
  onDiscarded: (id: string) => void;
  onUnauthorized: () => void;
};

/** What was given up, the last first, and what a person may do about it. */
export function DeadTab({ address, discarded, onDiscarded, onUnauthorized }: Props) {
  const { ref, isHeld } = useHeld();
  const read = useCallback((cursor?: string) => readDeadLetters(cursor), []);
  const list = usePages({ read, news: useNews(), isHeld, onUnauthorized });
  const readOnly = useReadOnly();
  const { refresh, changeEach } = list;
  useChanges(changeEach);
  useMissedChanges(list);
  useDiscarded(discarded, changeEach);

  const columns = useMemo<readonly MessageColumn[]>(() => {
    const { givenUp, user, text, wholeReason, state, attempts } = COLUMNS;
    const act: MessageColumn = {
      name: "What to do",
      width: "w-52",
      className: "order-9 relative z-10 basis-full",
      cell: (message) => <RowActs message={message} onDone={refresh} onDiscarded={onDiscarded} />,
    };
    return [givenUp, user, text, state, wholeReason, attempts, ...(readOnly ? [] : [act])];
  }, [refresh, onDiscarded, readOnly]);

  return (
    <div className="flex flex-col gap-4">
      {!readOnly && (
        <RetrySince
          isNeeded={(list.pages.items?.length ?? 0) > 0}
          wordsFor={(since) => `Every dead letter given up since ${since} goes to the end of its lane.`}
          retrySince={retryDead}
          onDone={refresh}
        />
      )}
      <PagedSection list={list} held={ref} what={["dead letter", "dead letters"]} empty={<NoneDead />}>
        {(items) => (
          <ItemTable
            caption="Dead letters"
            columns={columns}
            items={items}
            addressOf={(id) => addressOf(address.params, id)}
            openId={address.id}
          />
        )}
      </PagedSection>
    </div>
  );
}

type ActsProps = { message: Message; onDone: () => void; onDiscarded: (id: string) => void };

/** Nothing for one that is failed no more: it leaves the list when that is read again. */
function RowActs({ message, onDone, onDiscarded }: ActsProps) {
  const { isBusy, act, actAtOnce, problem } = useAct(message.id, onDone);
  if (message.state !== "failed") return null;
  const discard = async () => {
    const refused = await act("discard");
    if (refused === undefined) onDiscarded(message.id);
    return refused;
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="quiet" busy={isBusy} onClick={() => actAtOnce("resend")}>
        Send again
      </Button>
      <ConfirmButton
        title="Discard this dead letter?"
        words="Its record goes for good, and its id may be used by another message."
        verb="Discard"
        run={discard}
      >
        Discard
      </ConfirmButton>
      {problem !== undefined && (
        <span role="alert" className="basis-full text-fail-ink text-xs">
          {problem.detail}
        </span>
      )}
    </div>
  );
}

function NoneDead() {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        <strong className="font-semibold">No dead letters.</strong>{" "}
        <span className="text-muted">
          What Telegram refuses for good, or what failed 12 times, is kept here for 14 days. The same list for
          a program:
        </span>
      </p>
      <CommandLine
        what="the command that lists dead letters"
        command={`curl ${location.origin}/dead-letters`}
      />
    </div>
  );
}
