import { FileInput, FolderOpen } from 'lucide-react';
import { type DragEvent, useEffect, useState } from 'react';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Button } from '../../ui/Button';
import { Section } from '../../ui/Page';

/** One place for every courier file: another device's is carried on, an answer puts its receipts in place. */
export function TakeIn({
  busy,
  onOpen,
  onDrop,
}: {
  busy: boolean;
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
    </Section>
  );
}
