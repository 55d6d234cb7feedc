import {
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Settings2,
  ShoppingCart,
  WalletCards,
} from 'lucide-react';
import type { Zone } from './api';
import type { Texts } from './i18n/uk';

/** A page as the frame lists it; its name is a key of the texts. */
export interface ZonePage {
  path: string;
  name: Exclude<keyof Texts['frame']['pages'], 'heading'>;
  icon: LucideIcon;
}

const log: ZonePage = { path: '/log', name: 'log', icon: ScrollText };
const settings: ZonePage = { path: '/settings', name: 'settings', icon: Settings2 };
const catalogue: ZonePage = { path: '/catalogue', name: 'catalogue', icon: LayoutGrid };

const pages: Record<Zone, readonly ZonePage[]> = {
  unit: [
    catalogue,
    { path: '/cart', name: 'cart', icon: ShoppingCart },
    { path: '/orders', name: 'orders', icon: ListChecks },
    { path: '/budget', name: 'budget', icon: WalletCards },
    log,
    settings,
  ],
  agency: [catalogue, log, settings],
  supplier: [catalogue, log, settings],
  admin: [log, settings],
  '': [settings],
};

/** The pages of a zone, the first is where it opens. */
export const pagesOf = (zone: Zone): readonly ZonePage[] => pages[zone];
