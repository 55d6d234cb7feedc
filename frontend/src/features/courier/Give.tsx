import { FolderOpen, Save } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiError, CourierExport, CourierView } from '../../api';
import { useT } from '../../i18n';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { Badge } from '../../ui/StateBadge';
import { Failed } from './Failed';
import { looks } from './looks';

/** What waits here, in three steps: out to a stick, to where there is a link, and the answer back. */
export function Give({
  view,
  busy,
  error,
  onSave,
  onOpen,
}: {
  view: CourierView;
  busy: boolean;
  error: ApiError | null;
  onSave: (fresh: boolean) => void;
  onOpen: () => void;
}) {
  const { t } = useT();
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Section title={t('courier.give')}>
        <ol className="flex flex-col gap-6 pt-1">
          <Step n={1} title={t('courier.steps.save')} text={t('courier.steps.saveText')}>
            {!view.canSeal ? (
              <p className="text-wait">{t('courier.noKey')}</p>
            ) : view.waiting === 0 ? (
              <p className="text-ink-3">{t('courier.nothing')}</p>
            ) : (
              <div className="flex flex-wrap gap-2">
                <Button
                  look="primary"
                  icon={Save}
                  isDisabled={busy}
                  onPress={() => onSave(false)}
                >
                  {t('courier.all', { n: count(view.waiting) })}
                </Button>
                {view.fresh > 0 && view.fresh < view.waiting && (
                  <Button icon={Save} isDisabled={busy} onPress={() => onSave(true)}>
                    {t('courier.fresh', { n: count(view.fresh) })}
                  </Button>
                )}
              </div>
            )}
            <Failed error={error} />
          </Step>
          <Step
            n={2}
            title={t('courier.steps.carry')}
            text={t('courier.steps.carryText')}
          />
          <Step n={3} title={t('courier.steps.back')} text={t('courier.steps.backText')}>
            {view.exports.length > 0 && (
              <Button icon={FolderOpen} className="self-start" onPress={onOpen}>
                {t('courier.open')}
              </Button>
            )}
          </Step>
        </ol>
      </Section>
      {view.exports.length > 0 && <Exports list={view.exports} />}
    </div>
  );
}

function Step({
  n,
  title,
  text,
  children,
}: {
  n: number;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <li className="flex gap-4">
      <span
        aria-hidden
        className="num flex size-8 shrink-0 items-center justify-center rounded-full border border-line-strong/60 font-semibold"
      >
        {n}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 className="pt-1 font-semibold">{title}</h3>
        <p className="max-w-prose text-ink-2">{text}</p>
        {children}
      </div>
    </li>
  );
}

function Exports({ list }: { list: readonly CourierExport[] }) {
  const { t } = useT();
  return (
    <Section title={t('courier.sent')}>
      <table className="num w-full border-collapse text-sm">
        <thead>
          <tr className="text-start text-ink-3">
            <th className="py-1 pe-3 text-start font-normal">{t('courier.number')}</th>
            <th className="py-1 pe-3 text-start font-normal">{t('courier.made')}</th>
            <th className="py-1 pe-3 text-end font-normal">{t('courier.count')}</th>
            <th className="py-1 text-start font-normal">{t('courier.state')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map(x => (
            <tr key={`${x.number} ${x.at}`} className="border-t">
              <th
                scope="row"
                className="whitespace-nowrap py-1.5 pe-3 text-start font-medium"
              >
                {t('courier.no', { n: x.number })}
              </th>
              <td className="py-1.5 pe-3">
                <When at={x.at} />
              </td>
              <td className="py-1.5 pe-3 text-end">{count(x.count)}</td>
              <td className="py-1.5">
                {x.waiting > 0 ? (
                  <Badge
                    plain
                    tone={looks.waits[0]}
                    icon={looks.waits[1]}
                    text={t('courier.wait', { count: x.waiting })}
                  />
                ) : (
                  <Badge
                    plain
                    tone={looks.answered[0]}
                    icon={looks.answered[1]}
                    text={t('courier.done')}
                  />
                )}
                {x.answeredAt && (
                  <span className="ms-2 text-ink-3">
                    {t('courier.answered')} <When at={x.answeredAt} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
