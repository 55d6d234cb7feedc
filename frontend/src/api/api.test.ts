import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { installFake } from '../test/fake/install';
import { call, withoutNulls } from './bridge';
import { followEvents } from './client';
import { ApiError, toApiError } from './errors';

describe('errors', () => {
  it('carry the code and the reasons of Failure', () => {
    const text = JSON.stringify({
      code: 'budget_exceeded',
      reasons: [{ code: 'budget_exceeded', have: 5, want: 9 }],
    });
    for (const thrown of [text, new Error(text), new Error(`Error: ${text}`)]) {
      const e = toApiError(thrown);
      expect(e).toBeInstanceOf(ApiError);
      expect(e.code).toBe('budget_exceeded');
      expect(e.reasons[0]?.want).toBe(9);
    }
  });

  it('are internal where Go did not say', () => {
    for (const thrown of [
      'boom',
      new Error('{not json'),
      new Error('{"a":1}'),
      undefined,
    ]) {
      expect(toApiError(thrown).code).toBe('internal');
    }
    expect(toApiError('{"code":"offline","reasons":null}').reasons).toEqual([]);
  });

  it('come from a bound call as ApiError only', async () => {
    installFake();
    await expect(call('Order', 'none')).rejects.toMatchObject({
      name: 'ApiError',
      code: 'order_unknown',
    });
  });
});

describe('nulls of Go', () => {
  it('become the empty list or map, except where null means there is none', () => {
    expect(
      withoutNulls({
        lines: null,
        answers: null,
        offer: null,
        a: [{ specs: null, min: null }],
      }),
    ).toEqual({
      lines: [],
      answers: {},
      offer: null,
      a: [{ specs: [], min: null }],
    });
  });
});

describe('events', () => {
  it('read the changed topics again and what shows them', async () => {
    const fake = installFake();
    const client = new QueryClient();
    const stop = followEvents(client);
    for (const key of [['orders', 'list'], ['catalogue', 'list'], ['cart'], ['log']])
      client.setQueryData(key, 1);
    fake.emit('changed', ['cart']);
    const stale = (key: unknown[]) => client.getQueryState(key)?.isInvalidated;
    expect([
      stale(['orders', 'list']),
      stale(['catalogue', 'list']),
      stale(['cart']),
      stale(['log']),
    ]).toEqual([false, true, true, false]);
    stop();
  });

  it('replace the truth line', () => {
    const fake = installFake();
    const client = new QueryClient();
    const stop = followEvents(client);
    const seen = vi.fn();
    fake.emit('sync', { stamp: 2, state: 'live', pending: 2, problem: null });
    fake.emit('sync', { stamp: 1, state: 'offline', pending: 3, problem: null });
    seen(client.getQueryData(['sync']));
    expect(seen).toHaveBeenCalledWith({
      stamp: 2,
      state: 'live',
      pending: 2,
      problem: null,
    });
    stop();
  });
});
