import { ApiError, type CaseExport } from '../../api';
import { useT } from '../../i18n';
import { toast } from '../../lib/toasts';
import { reasonText } from '../../ui/Reasons';

/** Says where a file went and which copy it is; a person's cancelling says nothing. */
export function useSaveExport(): (file: Promise<CaseExport>) => void {
  const { t, lang } = useT();
  return file =>
    void file
      .then(f => f.path && toast(t('cases.exported', { path: f.path, number: f.number })))
      .catch((e: unknown) => {
        const why = e instanceof ApiError ? e.reasons[0] : undefined;
        toast(why ? reasonText(why, lang) : t('cases.exportFailed'), { tone: 'info' });
      });
}
