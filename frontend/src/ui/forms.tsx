import { CloudOff, type LucideIcon, OctagonAlert, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useT } from '../i18n';
import { Button } from './Button';
import { type ReasonLike, Reasons } from './Reasons';

// The four forms a view has besides its content: empty, loading, offline, error.

function Plate({
  icon: Icon,
  title,
  children,
  tone,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  tone?: string;
}) {
  return (
    <div className="flex h-full min-h-48 flex-col items-center justify-center gap-2 p-8 text-center">
      <Icon aria-hidden strokeWidth={1.5} className={`size-8 ${tone ?? 'text-ink-3'}`} />
      <h2 className="text-balance font-semibold text-lg">{title}</h2>
      <div className="flex max-w-md flex-col items-center gap-3 text-pretty text-ink-2">
        {children}
      </div>
    </div>
  );
}

/** Says what will be here and how it gets here. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Plate icon={icon} title={title}>
      {children}
      {action}
    </Plate>
  );
}

/** Quiet bars, and only when reading takes longer than one notices. */
export function Loading({ rows = 8 }: { rows?: number }) {
  const { t } = useT();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className="flex h-full flex-col gap-3 p-6"
    >
      {late &&
        Array.from({ length: rows }, (_, i) => i).map(i => (
          <div
            key={i}
            className="h-5 rounded-sm bg-sunken"
            style={{ width: `${92 - ((i * 17) % 40)}%` }}
          />
        ))}
    </div>
  );
}

/** Nothing was ever fetched here and there is no link. */
export function Offline() {
  const { t } = useT();
  return (
    <Plate icon={CloudOff} title={t('common.offline.title')}>
      {t('common.offline.text')}
    </Plate>
  );
}

export interface ErrorLike {
  code: string;
  reasons: readonly ReasonLike[];
}

/** What went wrong in the words of its reasons, and the way on. */
export function ErrorView({
  error,
  onRetry,
}: {
  error: ErrorLike;
  onRetry?: () => void;
}) {
  const { t } = useT();
  return (
    <Plate icon={OctagonAlert} title={t('common.error.title')} tone="text-alarm">
      <Reasons
        list={error.reasons.length > 0 ? error.reasons : [{ ...bare, code: error.code }]}
      />
      <p>{t('common.error.text')}</p>
      {onRetry && (
        <Button icon={RotateCw} onPress={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </Plate>
  );
}

const bare: ReasonLike = {
  code: '',
  severity: 'stop',
  line: 0,
  field: '',
  have: 0,
  want: 0,
  ref: '',
};

interface Read<T> {
  data: T | undefined;
  error: ErrorLike | null;
  refetch: () => unknown;
}

/**
 * Chooses the form of a view: its content when there is data, else error,
 * offline or loading. `empty` decides what an answer with nothing in it looks like.
 */
export function View<T>({
  of,
  offline,
  empty,
  children,
}: {
  of: Read<T>;
  /** Whether this laptop has never received this data and has no link now. */
  offline?: boolean;
  empty?: (data: T) => ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (of.data === undefined) {
    if (of.error) {
      return of.error.code === 'offline' ? (
        <Offline />
      ) : (
        <ErrorView error={of.error} onRetry={() => void of.refetch()} />
      );
    }
    return <Loading />;
  }
  const nothing = empty?.(of.data);
  if (nothing) return offline ? <Offline /> : nothing;
  return children(of.data);
}
