// The library ships its words without types.
declare module 'echarts/i18n/langUK-obj.js' {
  const words: Parameters<typeof import('echarts/core').registerLocale>[1];
  export default words;
}
