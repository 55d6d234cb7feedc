import {
  Banknote,
  BookText,
  CalendarCheck2,
  ChartNoAxesCombined,
  FileWarning,
  FolderOpen,
  Footprints,
  Gavel,
  Laptop,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  Package,
  PackageCheck,
  Receipt,
  Scale,
  Scroll,
  ScrollText,
  Settings2,
  Shield,
  ShoppingCart,
  Truck,
  Users,
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
const courier: ZonePage = { path: '/courier', name: 'courier', icon: Footprints };
const settings: ZonePage = { path: '/settings', name: 'settings', icon: Settings2 };
const cases: ZonePage = { path: '/cases', name: 'cases', icon: FolderOpen };
const orders: ZonePage = { path: '/orders', name: 'orders', icon: ListChecks };
const claims: ZonePage = { path: '/claims', name: 'claims', icon: FileWarning };
const catalogue: ZonePage = { path: '/catalogue', name: 'catalogue', icon: LayoutGrid };

const dashboard: ZonePage = {
  path: '/dashboard',
  name: 'dashboard',
  icon: ChartNoAxesCombined,
};
const register: ZonePage = { path: '/register', name: 'register', icon: BookText };
const invoices: ZonePage = { path: '/invoices', name: 'invoices', icon: Receipt };
const policies: ZonePage = { path: '/policies', name: 'policies', icon: Scroll };
const delegations: ZonePage = { path: '/delegations', name: 'delegations', icon: Users };

const pages: Record<Zone, readonly ZonePage[]> = {
  unit: [
    catalogue,
    { path: '/cart', name: 'cart', icon: ShoppingCart },
    orders,
    { path: '/receive', name: 'receive', icon: PackageCheck },
    claims,
    { path: '/budget', name: 'budget', icon: WalletCards },
    dashboard,
    register,
    cases,
    delegations,
    log,
    courier,
    settings,
  ],
  agency: [
    { path: '/queue', name: 'queue', icon: Gavel },
    orders,
    { path: '/rounds', name: 'rounds', icon: Scale },
    { path: '/deliveries', name: 'deliveries', icon: Truck },
    claims,
    { path: '/budget', name: 'budgets', icon: WalletCards },
    invoices,
    { path: '/payments', name: 'payments', icon: Banknote },
    register,
    { path: '/parcels', name: 'parcels', icon: Package },
    dashboard,
    catalogue,
    cases,
    policies,
    delegations,
    log,
    courier,
    settings,
  ],
  supplier: [
    { path: '/today', name: 'today', icon: CalendarCheck2 },
    { path: '/supplier-orders', name: 'supplierOrders', icon: ListChecks },
    claims,
    invoices,
    register,
    dashboard,
    catalogue,
    cases,
    delegations,
    log,
    courier,
    settings,
  ],
  admin: [
    cases,
    { path: '/fleet', name: 'fleet', icon: Laptop },
    dashboard,
    policies,
    delegations,
    log,
    courier,
    settings,
  ],
  general_staff: [
    { path: '/posture', name: 'posture', icon: Shield },
    dashboard,
    catalogue,
    cases,
    policies,
    delegations,
    log,
    courier,
    settings,
  ],
  '': [settings],
};

/** The pages of a zone, the first is where it opens. */
export const pagesOf = (zone: Zone): readonly ZonePage[] => pages[zone];
