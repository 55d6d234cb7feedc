import { useNavigate } from '@tanstack/react-router';
import {
  BadgeCheck,
  Ban,
  CheckCheck,
  ChevronDown,
  ChevronUp,
  FileText,
  FolderOpen,
  Hand,
  ListChecks,
  ShieldCheck,
  SquareCheck,
  SquareX,
  Undo2,
} from 'lucide-react';
import { useT } from '../../i18n';
import { type Action, useActions } from '../../lib/actions';

interface Acts {
  /** What the person may do with the order in focus now. */
  canApprove: boolean;
  canVerify: boolean;
  canTake: boolean;
  takenByMe: boolean;
  canReturn: boolean;
  selected: number;
  onMove: (by: number) => void;
  onApprove: () => void;
  onVerify: () => void;
  onTake: () => void;
  onReturn: () => void;
  onReject: () => void;
  onSelect: () => void;
  onSelectAll: () => void;
  onClear: () => void;
  onBatch: (act: 'approve' | 'verify') => void;
  openId: string;
  caseId: string;
}

/** The queue's keys, all by the place of the key: the same on a Ukrainian layout. */
export function useQueueActions(p: Acts): void {
  const { t } = useT();
  const navigate = useNavigate();
  const list: Omit<Action, 'group' | 'label'>[] = [
    {
      id: 'next',
      keys: 'KeyJ',
      icon: ChevronDown,
      repeats: true,
      run: () => p.onMove(1),
    },
    { id: 'prev', keys: 'KeyK', icon: ChevronUp, repeats: true, run: () => p.onMove(-1) },
    {
      id: 'approve',
      keys: 'KeyA',
      icon: BadgeCheck,
      disabled: !p.canApprove,
      run: p.onApprove,
    },
    {
      id: 'verify',
      keys: 'KeyV',
      icon: ShieldCheck,
      disabled: !p.canVerify,
      run: p.onVerify,
    },
    {
      id: p.takenByMe ? 'release' : 'take',
      keys: 'KeyT',
      icon: Hand,
      disabled: !p.canTake,
      run: p.onTake,
    },
    { id: 'return', keys: 'KeyR', icon: Undo2, disabled: !p.canReturn, run: p.onReturn },
    { id: 'reject', keys: 'KeyD', icon: Ban, disabled: !p.canReturn, run: p.onReject },
    { id: 'select', keys: 'KeyX', icon: SquareCheck, run: p.onSelect },
    { id: 'selectAll', keys: 'Shift+KeyX', icon: ListChecks, run: p.onSelectAll },
    {
      id: 'approveSelected',
      keys: 'Shift+KeyA',
      icon: CheckCheck,
      run: () => p.onBatch('approve'),
    },
    {
      id: 'verifySelected',
      keys: 'Shift+KeyV',
      icon: CheckCheck,
      run: () => p.onBatch('verify'),
    },
    {
      id: 'clear',
      icon: SquareX,
      disabled: p.selected === 0,
      keys: 'Escape',
      run: p.onClear,
    },
    {
      id: 'open',
      icon: FileText,
      keys: 'KeyO',
      disabled: p.openId === '',
      run: () => void navigate({ to: '/orders/$id', params: { id: p.openId } }),
    },
    {
      id: 'openCase',
      icon: FolderOpen,
      disabled: p.caseId === '',
      run: () => void navigate({ to: '/cases/$id', params: { id: p.caseId } }),
    },
  ];
  useActions(
    list.map(a => ({
      ...a,
      id: `decide-${a.id}`,
      label: t(`queue.acts.${a.id as 'approve'}`),
      group: t('queue.acts.group'),
    })),
  );
}
