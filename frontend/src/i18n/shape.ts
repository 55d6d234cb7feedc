type Extra = `${string}_few` | `${string}_many`;

/**
 * The shape the other language must fill: the same keys as the Ukrainian
 * texts, without the two plural forms English does not have.
 */
export type Shape<T> = {
  [K in keyof T as K extends Extra ? never : K]: T[K] extends string
    ? string
    : Shape<T[K]>;
};
