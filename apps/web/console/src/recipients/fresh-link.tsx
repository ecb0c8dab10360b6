import { type FormEvent, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { doAsPerson } from "../api/sandbox.ts";
import { integerOf } from "../api/user-id.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { CommandLine } from "../parts/command-line.tsx";
import { inputClass } from "../parts/field.tsx";
import { CheckIcon } from "../parts/icons.tsx";
import type { Link } from "./calls.ts";
import { payloadOf, sandboxChatFor } from "./deep-link.ts";

type Props = {
  userId: string;
  link: Link & { group: boolean };
  /** A chat was linked to this user since it was made: perhaps by this link, perhaps by an earlier one. */
  used: boolean;
  openAs: ((chatId: number) => void) | undefined;
};

/** A link that was just made: to copy, to scan, and in the sandbox to open. */
export function FreshLink({ userId, link, used, openAs }: Props) {
  return (
    <div className="flex flex-wrap items-start gap-4">
      {used && (
        <p role="status" className="flex w-full items-center gap-2 font-medium text-ok-ink text-sm">
          <CheckIcon />A chat was linked. If it was by this link, it works no more.
        </p>
      )}
      <img
        src={link.qr}
        alt="The link as a QR code, to scan with a phone"
        className="size-40 shrink-0 rounded-lg border border-line bg-white p-1.5"
      />
      <div className="flex min-w-0 flex-1 basis-60 flex-col gap-3">
        <CommandLine command={link.url} what="the link" />
        <p className="text-muted text-xs">
          Expires <Ago ms={link.expiresAtMs} />. Not shown again once this page is left.
        </p>
        {openAs !== undefined && <OpenAs userId={userId} link={link} openAs={openAs} />}
      </div>
    </div>
  );
}

type OpenProps = Pick<Props, "userId" | "link"> & { openAs: (chatId: number) => void };

/** Plays the person who opens the link. */
function OpenAs({ userId, link, openAs }: OpenProps) {
  const [typed, setTyped] = useState(() => `${sandboxChatFor(userId, link.group)}`);
  const [problem, setProblem] = useState<Problem>();
  const chatId = integerOf(typed.trim());

  const open = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const payload = payloadOf(link.url);
    if (chatId === undefined || payload === undefined) return;
    openAs(chatId);
    const answer = await doAsPerson(chatId, { act: "start", payload });
    setProblem(answer.ok ? undefined : answer.problem);
  };

  return (
    <form className="flex flex-wrap items-center gap-2 text-sm" onSubmit={(event) => void open(event)}>
      <Button type="submit" busy={chatId === undefined}>
        Open as {link.group ? "the group" : "the person"}
      </Button>
      <label className="flex items-center gap-2 text-muted text-xs">
        in chat
        <span className="w-24">
          <input
            className={inputClass}
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={chatId === undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </span>
        of the sandbox
      </label>
      {problem !== undefined && (
        <span role="alert" className="basis-full text-fail-ink text-xs">
          {problem.detail}
        </span>
      )}
    </form>
  );
}
