import { CloudDownload, FileText, ImagePlus, X } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../i18n';
import { cx } from '../lib/cx';
import { count } from '../lib/format';
import { Button, IconButton } from './Button';
import { Dialog } from './Dialog';
import { Section } from './Page';

/** A file that belongs to a paper, as Go knows it. */
export interface PhotoLike {
  hash: string;
  name: string;
  type: string;
  bytes: number;
  here: boolean;
  waits: boolean;
  fetching: boolean;
}

/** As many files as a paper may have, and the most megabytes of each. */
export const mostPhotos = 10;
const mostMegabytes = 5;

const kilobytes = (bytes: number): string => count(Math.ceil(bytes / 1000));
const isPicture = (p: PhotoLike): boolean => p.type.startsWith('image/');

/** Files of a form that is not signed yet: added and taken off, with or without a link. */
export function PhotosToSign({
  list,
  address,
  error,
  busy,
  onAdd,
  onRemove,
}: {
  list: readonly PhotoLike[];
  /** Where the window draws a file. */
  address: (hash: string) => string;
  /** Why the last file was not taken. */
  error?: string;
  busy: boolean;
  onAdd: () => void;
  onRemove: (hash: string) => void;
}) {
  const { t } = useT();
  const full = list.length >= mostPhotos;
  return (
    <Section title={t('photos.title')}>
      {list.length > 0 && (
        <ul className="flex flex-wrap gap-3">
          {list.map(p => (
            <li key={p.hash} className="relative w-36">
              <Picture photo={p} address={address} className="h-24 w-36" />
              <span className="block truncate text-sm" title={p.name}>
                {p.name}
              </span>
              <span className="num block text-ink-3 text-xs">
                {t('photos.size', { n: kilobytes(p.bytes) })}
              </span>
              {!isPicture(p) && (
                <span className="block text-wait text-xs">{t('photos.pdf')}</span>
              )}
              <IconButton
                icon={X}
                label={t('photos.remove', { name: p.name })}
                onPress={() => onRemove(p.hash)}
                className="absolute end-1 top-1 bg-surface"
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button large icon={ImagePlus} isDisabled={full || busy} onPress={onAdd}>
          {busy ? t('photos.working') : t('photos.add')}
        </Button>
        <p className="min-w-56 flex-1 text-ink-3 text-sm">
          {full
            ? t('photos.full', { most: mostPhotos })
            : t('photos.hint', { size: mostMegabytes, most: mostPhotos })}{' '}
          {t('photos.offline')}
        </p>
      </div>
      {error && (
        <p role="alert" className="text-alarm">
          {error}
        </p>
      )}
    </Section>
  );
}

function Picture({
  photo: p,
  address,
  className,
}: {
  photo: PhotoLike;
  address: (hash: string) => string;
  className: string;
}) {
  const box = 'rounded border bg-sunken';
  if (p.here && isPicture(p))
    return (
      <img
        alt={p.name}
        loading="lazy"
        src={address(p.hash)}
        className={cx(box, 'object-cover', className)}
      />
    );
  const Icon = p.here ? FileText : CloudDownload;
  return (
    <span className={cx(box, 'flex items-center justify-center', className)}>
      <Icon aria-hidden strokeWidth={1.5} className="size-8 text-ink-3" />
    </span>
  );
}

/** Files of a signed paper: what is here is shown, what is not is fetched when asked for. */
export function Photos({
  title,
  list,
  address,
  onFetch,
  onSave,
}: {
  title: string;
  list: readonly PhotoLike[];
  address: (hash: string) => string;
  onFetch: (hash: string) => void;
  onSave: (photo: PhotoLike) => void;
}) {
  const { t } = useT();
  const [shown, setShown] = useState<PhotoLike>();
  if (list.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="flex flex-col gap-2 text-sm">
        {list.map(p => (
          <li key={p.hash} className="flex items-start gap-3">
            {p.here ? (
              <button
                type="button"
                aria-label={t('photos.open', { name: p.name })}
                onClick={() => (isPicture(p) ? setShown(p) : onSave(p))}
                className="shrink-0 rounded"
              >
                <Picture photo={p} address={address} className="h-14 w-20" />
              </button>
            ) : (
              <Picture photo={p} address={address} className="h-14 w-20 shrink-0" />
            )}
            <span className="min-w-0 flex-1">
              <span className="block break-words">{p.name}</span>
              <span className="block text-ink-3">
                {t('photos.size', { n: kilobytes(p.bytes) })} ·{' '}
                <span className={p.waits ? 'text-wait' : ''}>
                  {p.waits
                    ? t('photos.waits')
                    : p.here
                      ? t('photos.here')
                      : p.fetching
                        ? t('photos.fetching')
                        : t('photos.away')}
                </span>
              </span>
              {!p.here && !p.fetching && (
                <Button
                  look="quiet"
                  icon={CloudDownload}
                  aria-label={t('photos.fetchOne', { name: p.name })}
                  onPress={() => onFetch(p.hash)}
                >
                  {t('photos.fetch')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <Dialog
        wide="full"
        title={shown?.name ?? ''}
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        footer={
          shown && <Button onPress={() => onSave(shown)}>{t('photos.save')}</Button>
        }
      >
        {shown && (
          <img
            alt={shown.name}
            src={address(shown.hash)}
            className="mx-auto max-h-[60vh] max-w-full object-contain"
          />
        )}
      </Dialog>
    </Section>
  );
}
