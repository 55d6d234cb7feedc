import { FolderOpen, Gavel, Hourglass, type LucideIcon, UserPen } from 'lucide-react';
import type { CaseRow } from '../../api';
import { codeText, useT } from '../../i18n';
import { useNow } from '../../lib/now';
import { useSpanText } from '../../ui/figures';
import { Badge, type Tone } from '../../ui/StateBadge';

const day = 86_400_000;
const icons: Record<string, LucideIcon> = {
  desk: Gavel,
  author: UserPen,
  stock: Hourglass,
};

/** What an open case waits for and how long: amber after a day, red after three. */
export function Waits({ row, plain }: { row: CaseRow; plain?: boolean }) {
  const { t } = useT();
  const span = useSpanText();
  const now = useNow();
  const since = row.waitingSince || row.openedAt;
  const age = now.getTime() - Date.parse(since);
  const tone: Tone = age > 3 * day ? 'alarm' : age > day ? 'wait' : 'info';
  return (
    <div className="flex min-w-0 flex-col">
      <Badge
        plain={plain ?? false}
        tone={tone}
        icon={icons[row.waits] ?? FolderOpen}
        text={row.waits ? codeText('cases.waits', row.waits) : t('cases.open')}
        className="self-start leading-4"
      />
      <span className="text-ink-3 text-xs">
        {t('cases.since', { span: span(since) })}
      </span>
    </div>
  );
}
