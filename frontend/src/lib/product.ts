/** The product's own name, the same in every language. */
export const productName = 'DOT-Chain';
