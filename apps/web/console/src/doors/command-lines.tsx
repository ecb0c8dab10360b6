import { CommandLine } from "../parts/command-line.tsx";
import type { Command } from "./commands.ts";

type Props = { door: string; commands: readonly Command[] };

/** What to type to see or do the same without this page. */
export function CommandLines({ door, commands }: Props) {
  return (
    <ul className="mt-5 flex flex-col gap-3 border-line border-t pt-4">
      {commands.map(({ does, line }) => (
        <li key={does}>
          <p className="mb-1.5 text-muted text-xs">{does}</p>
          <CommandLine command={line} what={`the command: ${door}, ${does.toLowerCase()}`} />
        </li>
      ))}
    </ul>
  );
}
