import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  /** At the right end of the title's line. */
  aside?: ReactNode;
  /** Shown in the middle of an otherwise empty screen. */
  words?: string;
  children?: ReactNode;
};

/** A phone of fixed size: what happens on its screen moves nothing else on the page. */
export function PhoneFrame({ title, aside, words, children }: Props) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="mx-auto w-full max-w-[23rem]">
      <div className="mb-3 flex items-center justify-between gap-3 px-3">
        <h2 id={titleId} className="truncate font-semibold text-base tracking-tight">
          {title}
        </h2>
        {aside}
      </div>
      <div className="flex h-[min(40rem,calc(100dvh-10rem))] min-h-[28rem] flex-col overflow-hidden rounded-[2.25rem] border-[0.5rem] border-ink/85 bg-wall shadow-lift dark:border-line">
        {words !== undefined && <p className="m-auto max-w-60 p-6 text-center text-muted text-sm">{words}</p>}
        {children}
      </div>
    </section>
  );
}
