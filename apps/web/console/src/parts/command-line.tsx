import { CopyButton } from "./copy-button.tsx";

type Props = { command: string; what: string };

/** A command to run in a shell, and a button that copies it; `what` names it for the button. */
export function CommandLine({ command, what }: Props) {
  return (
    <div className="flex items-start gap-2 rounded-lg border border-line bg-sunken p-1.5 pl-3.5">
      <code className="min-w-0 flex-1 whitespace-pre-wrap break-words py-1.5 font-mono text-ink text-xs leading-5">
        {command}
      </code>
      <CopyButton text={command} what={what} />
    </div>
  );
}
