// The window's only way to Go. Features take hooks and view types from here.

export * from './acts';
export { copyText } from './bridge';
export * from './cases';
export { followEvents, makeClient } from './client';
export type * from './contract';
export * from './courier';
export { ApiError, isShownAnew } from './errors';
export * from './mutations';
export * from './papers';
export * from './queries';
