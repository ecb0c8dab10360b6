import { useRef, useState } from "react";
import { integerOf } from "../api/user-id.ts";
import { useReadOnly } from "../feed/index.ts";
import type { HealthState } from "../health/use-health.ts";
import { ReadingTrouble } from "../paging/reading-trouble.tsx";
import { SandboxPhone } from "../phone/sandbox-phone.tsx";
import { hashOf } from "../shell/route.ts";
import { ChatsCard } from "./chats-card.tsx";
import { HeardCard } from "./heard-card.tsx";
import { LinkCard } from "./link-card.tsx";
import { PersonCard } from "./person-card.tsx";
import { PreferencesCard } from "./preferences-card.tsx";
import { useRecipient } from "./use-recipient.ts";

type Props = {
  id: string;
  /** What was searched for in the list, to go back to. */
  q: string | undefined;
  health: HealthState;
  onUnauthorized: () => void;
};

/** One person: how things stand, chats, wishes and a link; in the sandbox also the phone. */
export function RecipientPage({ id, q, health, onUnauthorized }: Props) {
  const { recipient, isUnknown, problem, refresh } = useRecipient(id, onUnauthorized);
  const readOnly = useReadOnly();
  const [opened, setOpened] = useState<number>();
  const sandbox = health.report?.sandbox === true;
  const [first] = recipient?.chats ?? [];
  const phone = opened ?? (first === undefined ? undefined : integerOf(first.id));
  const shared = { id, readOnly, onDone: refresh };
  const phoneBox = useRef<HTMLDivElement>(null);

  const showPhone = (chatId: number): void => {
    setOpened(chatId);
    // In a narrow window it stands below all the rest.
    phoneBox.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };

  return (
    <div className="flex flex-col gap-4">
      <a className="w-fit py-1 text-accent text-sm" href={hashOf("recipients", { q })}>
        ‹ All recipients
      </a>
      {problem !== undefined && <ReadingTrouble problem={problem} isKnown={recipient !== undefined} />}
      <div
        className={`grid grid-cols-[minmax(0,1fr)] items-start gap-6 ${sandbox ? "lg:grid-cols-[minmax(0,1fr)_23rem] lg:gap-x-8" : ""}`}
      >
        <div className="flex flex-col gap-6">
          {(isUnknown || recipient !== undefined) && <PersonCard {...shared} recipient={recipient} />}
          {(isUnknown || recipient !== undefined) && (
            <LinkCard {...shared} openAs={sandbox ? showPhone : undefined} />
          )}
          {recipient !== undefined && recipient.chats.length > 0 && (
            <>
              <ChatsCard {...shared} chats={recipient.chats} showPhone={sandbox ? showPhone : undefined} />
              <PreferencesCard {...shared} chats={recipient.chats} />
            </>
          )}
          {recipient !== undefined && <HeardCard id={id} />}
        </div>
        {sandbox && (
          <div ref={phoneBox} className="lg:sticky lg:top-6">
            <SandboxPhone
              chatId={phone}
              words="Make a link and open it as the person: the phone appears here."
              webUp={health.web === "up"}
              onUnauthorized={onUnauthorized}
            />
          </div>
        )}
      </div>
    </div>
  );
}
