import type { UseQueryResult } from '@tanstack/react-query';
import { call } from './bridge';
import type * as c from './contract';
import type { ApiError } from './errors';
import { type Act, useAct } from './mutations';
import { useLocal } from './queries';

/** What a courier could take along, what left, and what is carried here. */
export const useCourier = (): UseQueryResult<c.CourierView, ApiError> =>
  useLocal(['courier'], () => call('Courier'));

/** Saves what waits as a courier file; `true` takes only what is in no file yet. */
export const useSaveCourier = (): Act<boolean, c.CourierSaved> =>
  useAct(fresh => call('SaveCourier', fresh), undefined, ['courier', 'orders', 'log']);

/** Takes a courier file: one that was dropped, or one that the person is asked for. */
export const useTakeCourier = (): Act<File | undefined, c.CourierTaken> =>
  useAct(
    async file => (file ? call('TakeCourier', await base64(file)) : call('OpenCourier')),
    undefined,
    ['courier', 'orders', 'log', 'sync'],
  );

export const useSaveCourierAnswer = (): Act<string, string> =>
  useAct(id => call('SaveCourierAnswer', id), undefined, ['courier']);
export const useForgetCourier = (): Act<string, boolean> =>
  useAct(id => call('ForgetCourier', id), undefined, ['courier']);

/** Go takes bytes as base64. */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  const chunk = 0x8000; // as many arguments as a call may have
  for (let i = 0; i < bytes.length; i += chunk)
    text += String.fromCharCode(...bytes.subarray(i, i + chunk));
  return btoa(text);
}
