import { Save, X } from 'lucide-react';
import { type CourierItem, useForgetCourier, useSaveCourierAnswer } from '../../api';
import { codeText, useT } from '../../i18n';
import { count } from '../../lib/format';
import { toast } from '../../lib/toasts';
import { Button, IconButton } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
import { Failed } from './Failed';
import { looks } from './looks';

/** Files of others, what became of each, and its answer for the way back. */
export function Carried({ items }: { items: readonly CourierItem[] }) {
  const { t } = useT();
  const save = useSaveCourierAnswer();
  const forget = useForgetCourier();
  const error = save.error ?? forget.error;
  const onSave = (id: string) =>
    save.mutate(id, {
      onSuccess: path => path !== '' && toast(t('courier.answerSaved', { path })),
    });
  return (
    <Section title={t('courier.carried')}>
      {items.length === 0 && <p className="text-ink-3">{t('courier.noneCarried')}</p>}
      <ul className="flex flex-col">
        {items.map(x => (
          <Item
            key={x.id}
            item={x}
            busy={save.isPending || forget.isPending}
            onSave={() => onSave(x.id)}
            onForget={() => forget.mutate(x.id)}
          />
        ))}
      </ul>
      <Failed error={error} />
    </Section>
  );
}

function Item({
  item: x,
  busy,
  onSave,
  onForget,
}: {
  item: CourierItem;
  busy: boolean;
  onSave: () => void;
  onForget: () => void;
}) {
  const { t } = useT();
  const [tone, icon] = looks[x.state];
  const hasAnswer = x.state === 'answered' || x.state === 'given';
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t py-3">
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="num font-semibold">
            {t('courier.fromDevice', { device: x.device })}
          </span>
          <Badge
            tone={tone}
            icon={icon}
            text={codeText('courier.carriedState', x.state)}
          />
        </p>
        <p className="num flex flex-wrap gap-x-4 pt-1 text-ink-3 text-sm">
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
        {x.reasons.length > 0 && <Reasons list={x.reasons} className="pt-1" />}
      </div>
      {hasAnswer && (
        <Button icon={Save} isDisabled={busy} onPress={onSave}>
          {x.state === 'answered' ? t('courier.saveAnswer') : t('courier.againAnswer')}
        </Button>
      )}
      {(x.state === 'given' || x.state === 'refused') && (
        <IconButton
          icon={X}
          label={t('courier.forget', { device: x.device })}
          isDisabled={busy}
          onPress={onForget}
        />
      )}
    </li>
  );
}
