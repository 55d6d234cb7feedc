import { act } from './uk/act';
import { budget } from './uk/budget';
import { cart } from './uk/cart';
import { cases } from './uk/cases';
import { catalogue } from './uk/catalogue';
import { claims } from './uk/claims';
import { common } from './uk/common';
import { courier } from './uk/courier';
import { dashboard } from './uk/dashboard';
import { delivery } from './uk/delivery';
import { fault } from './uk/fault';
import { fleet } from './uk/fleet';
import { frame } from './uk/frame';
import { log } from './uk/log';
import { money } from './uk/money';
import { orders } from './uk/orders';
import { photos } from './uk/photos';
import { policies } from './uk/policies';
import { queue } from './uk/queue';
import { registry } from './uk/registry';
import { rounds } from './uk/rounds';
import { settings } from './uk/settings';
import { sheet } from './uk/sheet';
import { sign } from './uk/sign';
import { start } from './uk/start';
import { state } from './uk/state';
import { supplier } from './uk/supplier';

/** The Ukrainian texts: the first language and the type of all others. One file an area. */
export const uk = {
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
};

export type Texts = typeof uk;
