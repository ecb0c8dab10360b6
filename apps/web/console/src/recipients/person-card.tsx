import { useState } from "react";
import type { Problem } from "../api/problem.ts";
import type { Recipient } from "../api/recipients.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { countWords } from "../parts/figures.ts";
import { ProblemWords } from "../parts/problem-words.tsx";
import { hashOf } from "../shell/route.ts";
import { setSuspended } from "./calls.ts";
import { RecipientBadge } from "./recipient-badge.tsx";
import { recipientState } from "./words.ts";

type Props = {
  id: string;
  /** undefined: nobody was ever named so. */
  recipient: Recipient | undefined;
  readOnly: boolean;
  onDone: () => void;
};

/** Who it is, how things stand, and what concerns all chats at once. */
export function PersonCard({ id, recipient, readOnly, onDone }: Props) {
  return (
    <section
      aria-labelledby="person-title"
      className="rounded-xl border border-line bg-card p-5 shadow-lift sm:p-6"
    >
      <div className="flex items-start justify-between gap-3">
        <h2 id="person-title" className="min-w-0 break-all font-mono font-semibold text-base">
          <bdi>{id}</bdi>
        </h2>
        <CopyButton text={id} what="the user id" />
      </div>
      {recipient === undefined ? (
        <p className="mt-2 text-muted text-sm">
          Nobody was named so yet. Make a link, and this user is known.
        </p>
      ) : (
        <Standing recipient={recipient} />
      )}
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <a className={LINK} href={hashOf("publish", { user_id: id })}>
          Publish to this user
        </a>
        <a className={LINK} href={hashOf("messages", { user_id: id })}>
          Messages
        </a>
        {recipient !== undefined && !readOnly && <SuspendOrResume recipient={recipient} onDone={onDone} />}
      </div>
    </section>
  );
}

const LINK = "text-accent underline underline-offset-2 pointer-coarse:py-2.5";

function Standing({ recipient }: { recipient: Recipient }) {
  const { state, createdAtMs, linkedAtMs, parked } = recipient;
  return (
    <div className="mt-2 flex flex-col gap-1 text-muted text-sm" role="status">
      <RecipientBadge state={state} />
      <p>{recipientState(state).words}</p>
      {parked > 0 && <p className="text-warn-ink">{countWords(parked)} parked until a chat is linked.</p>}
      <p className="text-xs">
        {createdAtMs !== undefined && (
          <>
            Known since <Ago ms={createdAtMs} />
          </>
        )}
        {linkedAtMs !== undefined && (
          <>
            , linked last <Ago ms={linkedAtMs} />
          </>
        )}
      </p>
    </div>
  );
}

function SuspendOrResume({
  recipient: { id, state, chats },
  onDone,
}: {
  recipient: Recipient;
  onDone: () => void;
}) {
  const [problem, setProblem] = useState<Problem>();
  const act = async (suspended: boolean): Promise<Problem | undefined> => {
    const refused = await setSuspended(id, suspended);
    onDone();
    return refused;
  };
  return (
    <span className="ml-auto">
      {[state, ...chats.map((chat) => chat.state)].includes("suspended") ? (
        <Button onClick={() => void act(false).then(setProblem)}>Resume</Button>
      ) : (
        <ConfirmButton
          title="Suspend this user?"
          words="Nothing goes out to the chats of this user until somebody presses Resume. What comes meanwhile is parked for up to a week."
          verb="Suspend"
          run={() => act(true)}
        >
          Suspend…
        </ConfirmButton>
      )}
      {problem !== undefined && <ProblemWords problem={problem} />}
    </span>
  );
}
