import { useRef } from "react";
import { type Plot, usePlot } from "./use-plot.ts";

/** A chart's lines. Loaded by itself, because the library that draws is larger than all views together. */
export function Drawing(plot: Plot) {
  const box = useRef<HTMLDivElement>(null);
  usePlot(box, plot);
  return <div ref={box} className="size-full overflow-hidden" />;
}
