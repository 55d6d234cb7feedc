import { useParams, useRouter } from '@tanstack/react-router';
import { ArrowLeft, FileCode2, FileDown } from 'lucide-react';
import { useSavePaper } from '../../acts/Papers';
import { paperAddress } from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { Button } from '../../ui/Button';
import { Page } from '../../ui/Page';

/** A document as it would be printed, drawn by this laptop; saved as PDF or XML. */
export function PaperPage() {
  const { t } = useT();
  const { kind = '', id = '' } = useParams({ strict: false }) as {
    kind?: string;
    id?: string;
  };
  const router = useRouter();
  const save = useSavePaper();
  const paper = { kind, id, number: '' };
  const back = () => router.history.back();
  useActions([
    {
      id: 'paper.back',
      label: t('delivery.paper.back'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
    {
      id: 'paper.pdf',
      label: t('delivery.paper.savePdf'),
      group: t('frame.groups.here'),
      icon: FileDown,
      keys: '$mod+KeyS',
      run: () => save(paper, 'pdf'),
    },
    {
      id: 'paper.xml',
      label: t('delivery.paper.saveXml'),
      group: t('frame.groups.here'),
      icon: FileCode2,
      run: () => save(paper, 'xml'),
    },
  ]);
  const name = codeText('state.paper', kind);
  return (
    <Page
      title={name}
      note={t('delivery.paper.hint')}
      actions={
        <>
          <Button look="quiet" icon={ArrowLeft} onPress={back}>
            {t('delivery.paper.back')}
          </Button>
          <Button icon={FileCode2} onPress={() => save(paper, 'xml')}>
            {t('delivery.paper.saveXml')}
          </Button>
          <Button look="primary" icon={FileDown} onPress={() => save(paper, 'pdf')}>
            {t('delivery.paper.savePdf')}
          </Button>
        </>
      }
    >
      <iframe
        title={name}
        src={paperAddress(kind, id)}
        className="min-h-0 w-full flex-1 border-0 bg-sunken"
      />
    </Page>
  );
}
