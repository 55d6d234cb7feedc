import {
  CalendarCheck2,
  FileWarning,
  FolderOpen,
  Gavel,
  Laptop,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  PackageCheck,
  ScrollText,
  Settings2,
  ShoppingCart,
  Truck,
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
const cases: ZonePage = { path: '/cases', name: 'cases', icon: FolderOpen };
const orders: ZonePage = { path: '/orders', name: 'orders', icon: ListChecks };
const claims: ZonePage = { path: '/claims', name: 'claims', icon: FileWarning };
const catalogue: ZonePage = { path: '/catalogue', name: 'catalogue', icon: LayoutGrid };

const pages: Record<Zone, readonly ZonePage[]> = {
  unit: [
    catalogue,
    { path: '/cart', name: 'cart', icon: ShoppingCart },
    orders,
    { path: '/receive', name: 'receive', icon: PackageCheck },
    claims,
    { path: '/budget', name: 'budget', icon: WalletCards },
    cases,
    log,
    settings,
  ],
  agency: [
    { path: '/queue', name: 'queue', icon: Gavel },
    orders,
    { path: '/deliveries', name: 'deliveries', icon: Truck },
    claims,
    { path: '/budget', name: 'budgets', icon: WalletCards },
    catalogue,
    cases,
    log,
    settings,
  ],
  supplier: [
    { path: '/today', name: 'today', icon: CalendarCheck2 },
    { path: '/supplier-orders', name: 'supplierOrders', icon: ListChecks },
    claims,
    catalogue,
    log,
    settings,
  ],
  admin: [cases, { path: '/fleet', name: 'fleet', icon: Laptop }, log, settings],
  general_staff: [catalogue, log, settings],
  '': [settings],
};

/** The pages of a zone, the first is where it opens. */
export const pagesOf = (zone: Zone): readonly ZonePage[] => pages[zone];
