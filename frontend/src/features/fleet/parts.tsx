import {
  Ban,
  CircleCheck,
  ClockAlert,
  GitCompareArrows,
  ListX,
  type LucideIcon,
  PlugZap,
  UploadCloud,
  WifiOff,
} from 'lucide-react';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { spanOf } from '../../lib/format';
import { Badge, type Tone } from '../../ui/StateBadge';
import { type DeviceState, skewLimit } from './search';

const looks: Record<DeviceState, [Tone, LucideIcon]> = {
  well: ['go', CircleCheck],
  silent: ['wait', WifiOff],
  never: ['wait', PlugZap],
  behind: ['info', UploadCloud],
  skewed: ['alarm', ClockAlert],
  gap: ['alarm', ListX],
  diverged: ['alarm', GitCompareArrows],
  revoked: ['still', Ban],
};

export function StateWord({ state, plain }: { state: DeviceState; plain?: boolean }) {
  const { t } = useT();
  const [tone, icon] = looks[state];
  return (
    <Badge
      plain={plain ?? false}
      tone={tone}
      icon={icon}
      text={t(`fleet.states.${state}`)}
    />
  );
}

/** How far the clock is off, in words. */
export function Skew({ ms }: { ms: number }) {
  const { t } = useT();
  const span = spanOf(Math.abs(ms));
  const text =
    span.unit === 'now'
      ? t('fleet.seconds', { n: Math.round(Math.abs(ms) / 1000) })
      : t(`common.span.${span.unit}`, { n: span.n });
  return (
    <span
      className={cx(Math.abs(ms) > skewLimit ? 'font-medium text-alarm' : 'text-ink-2')}
    >
      {Math.abs(ms) < 1000
        ? t('fleet.exact')
        : t(ms > 0 ? 'fleet.ahead' : 'fleet.behind', { span: text })}
    </span>
  );
}
