import { useState } from "react";
import { useFeed } from "../feed/index.ts";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { CommandLine } from "../parts/command-line.tsx";
import { BoardCard } from "./board-card.tsx";
import { BoardForm } from "./board-form.tsx";
import type { Guard } from "./guard.ts";

type Props = { readOnly: boolean; withKey: boolean; guard: Guard };

/** The notice boards: what was last said of a thing, there also for who comes late. */
export function Boards({ readOnly, withKey, guard }: Props) {
  const boards = useFeed((state) => state.boards);
  const [adding, setAdding] = useState(false);
  const shown = [...(boards?.values() ?? [])].sort((a, b) => (a.board < b.board ? -1 : 1));
  return (
    <section aria-labelledby="boards-title" className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 id="boards-title" className="font-semibold text-base tracking-tight">
          Boards{" "}
          {boards !== undefined && <span className="font-normal text-muted tabular-nums">{boards.size}</span>}
        </h2>
        {!adding && (
          <Button look="quiet" busy={readOnly} onClick={() => setAdding(true)}>
            New board
          </Button>
        )}
      </div>
      {adding && (
        <Card title="New board">
          <BoardForm value={'{"percent": 40}'} guard={guard} onDone={() => setAdding(false)} />
        </Card>
      )}
      {boards?.size === 0 && !adding && <Teaching withKey={withKey} />}
      <ul className="flex flex-col gap-3">
        {shown.map((board) => (
          <BoardCard key={board.board} board={board} readOnly={readOnly} guard={guard} />
        ))}
      </ul>
    </section>
  );
}

function Teaching({ withKey }: { withKey: boolean }) {
  const key = withKey ? ` -H "Authorization: Bearer $API_KEY"` : "";
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line-strong border-dashed p-4 text-muted text-sm">
      <p>No board yet. A board keeps the last value of a thing and tells whoever watches. Put one up:</p>
      <CommandLine
        command={`curl -X PUT ${location.origin}/boards/import-71${key} -H 'Content-Type: application/json' -d '{"value":{"percent":40}}'`}
        what="the command"
      />
    </div>
  );
}
