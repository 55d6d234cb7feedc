import { FileInput, FolderOpen } from 'lucide-react';
import { type DragEvent, useEffect, useState } from 'react';
import type { ApiError, CourierTaken } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Section } from '../../ui/Page';
import { Failed } from './Failed';

/** One place for every courier file: another device's is carried on, an answer puts its receipts in place. */
export function TakeIn({
  busy,
  error,
  taken,
  onOpen,
  onDrop,
}: {
  busy: boolean;
  error: ApiError | null;
  taken: CourierTaken | undefined;
  onOpen: () => void;
  onDrop: (file: File) => void;
}) {
  const { t } = useT();
  const [over, setOver] = useState(false);
  // A file that misses the place must not take the window's page away.
  useEffect(() => {
    const hold = (e: Event) => e.preventDefault();
    window.addEventListener('dragover', hold);
    window.addEventListener('drop', hold);
    return () => {
      window.removeEventListener('dragover', hold);
      window.removeEventListener('drop', hold);
    };
  }, []);
  const dropped = (e: DragEvent) => {
    e.preventDefault();
    setOver(false);
    const file = e.dataTransfer.files[0];
    if (file && !busy) onDrop(file);
  };
  return (
    <Section title={t('courier.openTitle')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first. */}
      <div
        onDragOver={e => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={dropped}
        className={cx(
          'flex flex-col items-center gap-3 rounded border border-line-strong/60 border-dashed p-6 text-center',
          over && 'bg-selected',
        )}
      >
        <FileInput aria-hidden strokeWidth={1.5} className="size-8 text-ink-3" />
        <p className="text-balance font-medium">{t('courier.drop')}</p>
        <p className="max-w-prose text-balance text-ink-2 text-sm">
          {t('courier.dropText')}
        </p>
        <Button icon={FolderOpen} isDisabled={busy} onPress={onOpen}>
          {t('courier.open')}
        </Button>
      </div>
      <div role="status" aria-live="polite">
        {!error && taken && <Said taken={taken} />}
      </div>
      <Failed error={error} />
    </Section>
  );
}

/** What the file was that was just taken. */
function Said({ taken: x }: { taken: CourierTaken }) {
  const { t } = useT();
  if (x.kind === '') return null;
  if (x.kind === 'carried')
    return (
      <p className="rounded bg-info-soft px-3 py-2">
        {x.state === 'waits'
          ? t('courier.took.carried', { count: x.count, device: x.device })
          : t('courier.took.known', { device: x.device })}
      </p>
    );
  const fresh = x.applied + x.parked;
  return (
    <div
      className={cx('rounded px-3 py-2', x.parked > 0 ? 'bg-alarm-soft' : 'bg-info-soft')}
    >
      <p>
        {fresh > 0
          ? t('courier.took.answer', { number: x.number, fresh: count(fresh) })
          : t('courier.took.old', { number: x.number })}
      </p>
      {x.parked > 0 && (
        <p className="font-medium text-alarm">
          {t('courier.took.parked', { count: x.parked })}
        </p>
      )}
    </div>
  );
}
