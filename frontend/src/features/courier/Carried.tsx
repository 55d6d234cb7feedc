import { Save, X } from 'lucide-react';
import type { CourierItem } from '../../api';
import { codeText, useT } from '../../i18n';
import { count } from '../../lib/format';
import { Button, IconButton } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
import { looks } from './looks';

interface Acts {
  busy: boolean;
  onSave: (x: CourierItem) => void;
  onForget: (x: CourierItem) => void;
}

/** Files of others, what became of each, what to do next, and its answer for the way back. */
export function Carried({ items, ...acts }: Acts & { items: readonly CourierItem[] }) {
  const { t } = useT();
  // What has an answer to be taken back comes first, else what was taken last.
  const ordered = items.toSorted((a, b) => late(a) - late(b));
  return (
    <Section title={t('courier.carried')}>
      {items.length === 0 && <p className="text-ink-3">{t('courier.noneCarried')}</p>}
      <ul className="flex flex-col">
        {ordered.map(x => (
          <Item key={x.id} item={x} {...acts} />
        ))}
      </ul>
    </Section>
  );
}

const late = (x: CourierItem): number => (x.state === 'answered' ? 0 : 1);

function Item({ item: x, busy, onSave, onForget }: Acts & { item: CourierItem }) {
  const { t } = useT();
  const [tone, icon] = looks[x.state];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t py-3">
      <div className="flex min-h-8 min-w-48 flex-1 items-center">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="num font-semibold">
            {t('courier.fromDevice', { device: x.device })}
          </span>
          <Badge
            tone={tone}
            icon={icon}
            text={codeText('courier.carriedState', x.state)}
          />
        </p>
      </div>
      {x.state === 'answered' && (
        <Button look="primary" icon={Save} isDisabled={busy} onPress={() => onSave(x)}>
          {t('courier.saveAnswer')}
        </Button>
      )}
      {x.state === 'given' && (
        <Button icon={Save} isDisabled={busy} onPress={() => onSave(x)}>
          {t('courier.againAnswer')}
        </Button>
      )}
      {(x.state === 'given' || x.state === 'refused') && (
        <IconButton
          icon={X}
          label={t('courier.forget', { device: x.device })}
          isDisabled={busy}
          onPress={() => onForget(x)}
        />
      )}
      <div className="flex basis-full flex-col gap-1">
        {x.state !== 'refused' && (
          <p>{t(`courier.carriedNext.${x.state}`, { device: x.device })}</p>
        )}
        {x.reasons.length > 0 && <Reasons list={x.reasons} />}
        <p className="num flex flex-wrap gap-x-4 text-ink-3 text-sm">
          <span>
            {t('courier.count')}: {count(x.count)}
          </span>
          <span>
            {t('courier.made')}: <When at={x.at} />
          </span>
          <span>
            {t('courier.taken')}: <When at={x.takenAt} />
          </span>
          <span>{t('courier.size', { n: count(Math.ceil(x.bytes / 1000)) })}</span>
        </p>
      </div>
    </li>
  );
}
