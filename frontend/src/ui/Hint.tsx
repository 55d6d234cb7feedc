import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';

/** A few words over a control, on hover and on focus. */
export function Hint({ text, children }: { text: string; children: ReactElement }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip
        offset={6}
        className="z-50 max-w-72 rounded bg-ink px-2 py-1 text-paper text-xs"
      >
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
