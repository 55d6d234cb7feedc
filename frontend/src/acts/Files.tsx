import { type ReactNode, useState } from 'react';
import {
  ApiError,
  type AttachmentView,
  addAttachment,
  attachmentAddress,
  saveAttachment,
  useFetchAttachment,
} from '../api';
import { codeText, useT } from '../i18n';
import { toast } from '../lib/toasts';
import { Photos, PhotosToSign } from '../ui/Photos';
import { reasonText } from '../ui/Reasons';

/** The files of a form: their hashes for what is signed, and the field that adds them. */
export function useFiles(): { hashes: string[]; field: ReactNode } {
  const { lang } = useT();
  const [list, setList] = useState<readonly AttachmentView[]>([]);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    setError('');
    try {
      const added = await addAttachment();
      if (added.hash !== '')
        setList(all => [...all.filter(f => f.hash !== added.hash), added]);
    } catch (e) {
      const reasons = e instanceof ApiError ? e.reasons : [];
      setError(
        reasons.map(r => reasonText(r, lang)).join(' ') ||
          codeText('fault.says', 'internal'),
      );
    }
    setBusy(false);
  };
  return {
    hashes: list.map(f => f.hash),
    field: (
      <PhotosToSign
        list={list}
        address={attachmentAddress}
        error={error}
        busy={busy}
        onAdd={() => void add()}
        onRemove={hash => setList(all => all.filter(f => f.hash !== hash))}
      />
    ),
  };
}

/** The files of a signed paper. */
export function Files({
  title,
  list,
}: {
  title: string;
  list: readonly AttachmentView[];
}) {
  const { t } = useT();
  const fetch = useFetchAttachment();
  return (
    <Photos
      title={title}
      list={list}
      address={attachmentAddress}
      onFetch={hash => fetch.mutate(hash)}
      onSave={f =>
        void saveAttachment(f.hash, f.name)
          .then(path => path && toast(t('photos.saved', { path })))
          .catch(() => toast(t('photos.failed'), { tone: 'info' }))
      }
    />
  );
}
