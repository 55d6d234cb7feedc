import { act } from './en/act';
import { budget } from './en/budget';
import { cart } from './en/cart';
import { cases } from './en/cases';
import { catalogue } from './en/catalogue';
import { claims } from './en/claims';
import { common } from './en/common';
import { courier } from './en/courier';
import { dashboard } from './en/dashboard';
import { delivery } from './en/delivery';
import { fault } from './en/fault';
import { fleet } from './en/fleet';
import { frame } from './en/frame';
import { log } from './en/log';
import { money } from './en/money';
import { orders } from './en/orders';
import { photos } from './en/photos';
import { policies } from './en/policies';
import { queue } from './en/queue';
import { registry } from './en/registry';
import { rounds } from './en/rounds';
import { settings } from './en/settings';
import { sheet } from './en/sheet';
import { sign } from './en/sign';
import { start } from './en/start';
import { state } from './en/state';
import { supplier } from './en/supplier';
import type { Shape } from './shape';
import type { Texts } from './uk';

export const en = {
  act,
  budget,
  cart,
  cases,
  catalogue,
  claims,
  common,
  courier,
  dashboard,
  delivery,
  fault,
  fleet,
  frame,
  log,
  money,
  orders,
  photos,
  policies,
  queue,
  registry,
  rounds,
  settings,
  sheet,
  sign,
  start,
  state,
  supplier,
} satisfies Shape<Texts>;
