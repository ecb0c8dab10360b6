import type { ReactNode } from "react";
import { userIdFault } from "../api/user-id.ts";
import { SearchField, useTypedSearch } from "../parts/search-field.tsx";
import { setQuery } from "./address.ts";
import type { MessageQuery } from "./calls.ts";

/** Searches texts, ids and reasons. What may be a person's id is offered as that. */
export function SearchBox({ query }: { query: MessageQuery }) {
  const [typed, setTyped] = useTypedSearch(query.q ?? "", search);
  const user = typed.trim();
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search messages"
        placeholder="Text, id, reason or user id"
        typed={typed}
        onType={setTyped}
      />
      {mayBeUserId(user) && (
        <UserButton onClick={() => setQuery({ userId: user, q: undefined })}>
          Only to user <bdi>{user}</bdi>
        </UserButton>
      )}
      {query.userId !== undefined && (
        <UserButton onClick={() => setQuery({ userId: undefined })}>
          To user <bdi>{query.userId}</bdi>
          <span aria-hidden="true">✕</span>
          <span className="sr-only">, show all again</span>
        </UserButton>
      )}
    </search>
  );
}

function search(q: string | undefined): void {
  setQuery({ q });
}

/** Ids with spaces are possible, but who types several words looks for a text. */
function mayBeUserId(text: string): boolean {
  return userIdFault(text) === undefined && !/\s/.test(text);
}

function UserButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex h-10 max-w-full items-center gap-2 truncate rounded-lg border border-accent bg-accent-soft px-3 text-sm pointer-coarse:h-11"
    >
      {children}
    </button>
  );
}
