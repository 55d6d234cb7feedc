// Continues contract.ts, following views_catalogue.go: the catalogue, its items and their offers.

import type { CatalogueSort } from './contract';

/** CatalogueQuery asks for items. Text may be Ukrainian or English words, an NSN, an article or a ДК 021 code. */
export interface CatalogueQuery {
  text: string;
  category: string;
  /** Suppliers filters by supplier id; Codified "" (all), "yes", "no"; InStock only with free stock. */
  suppliers: string[];
  codified: '' | 'yes' | 'no';
  inStock: boolean;
  /** Orderable leaves out what cannot be ordered now (withdrawn, no valid offer). The default of the window is true. */
  orderable: boolean;
  specs: SpecFilter[];
  /** Sort is "relevance", "name", "price_asc", "price_desc", "lead". */
  sort: CatalogueSort;
  offset: number;
  limit: number;
}

/** SpecFilter keeps items of which the spec lies in a range or is one of the texts. */
export interface SpecFilter {
  key: string;
  min: number | null;
  max: number | null;
  choice: string[];
}

/** CataloguePage is a window of the found items and the facets of all found. */
export interface CataloguePage {
  total: number;
  items: ItemCard[];
  categories: FacetCount[];
  suppliers: FacetCount[];
  specs: SpecFacet[];
  /** AsOf is the server's time the catalogue stands for; Micros is how long the search took. */
  asOf: string;
  micros: number;
}

/** FacetCount is one choice of a facet. Label is a name in both languages where it is data, "" where the window has the text. */
export interface FacetCount {
  key: string;
  labelUk: string;
  labelEn: string;
  count: number;
}

/** SpecFacet is a typed spec that the found items have. */
export interface SpecFacet {
  key: string;
  labelUk: string;
  labelEn: string;
  /** Kind is "number", "text", "flag" or "choice"; UnitUk/UnitEn its unit. */
  kind: 'number' | 'text' | 'flag' | 'choice';
  unitUk: string;
  unitEn: string;
  min: number;
  max: number;
  choices: FacetCount[];
}

/** SpecView is one spec of an item. */
export interface SpecView {
  key: string;
  labelUk: string;
  labelEn: string;
  kind: 'number' | 'text' | 'flag' | 'choice';
  number: number;
  /** Text is in Ukrainian where it is a choice of a list, TextEn the same in English. */
  text: string;
  textEn: string;
  unitUk: string;
  unitEn: string;
}

/** ItemCard is an item in a list, with its best offer. */
export interface ItemCard {
  id: string;
  nameUk: string;
  nameEn: string;
  categoryUk: string;
  categoryEn: string;
  category: string;
  article: string;
  nsn: string;
  dk021: string;
  /** Manufacturer is a name; Specs the three or four that matter in its category. */
  manufacturer: string;
  specs: SpecView[];
  offer: OfferView | null;
  offers: number;
  withdrawn: boolean;
  /** InCart is how many pieces of it are in the cart now. */
  inCart: number;
}

/** ForecastAsk asks what is likely of so many pieces of an item that a list shows. */
export interface ForecastAsk {
  itemId: string;
  quantity: number;
}

/** OfferView is a supplier's offer of an item. */
export interface OfferView {
  id: string;
  supplierId: string;
  supplierName: string;
  /** Price is without VAT, PriceWithVAT with it, a piece; VATRate in basis points (2000 is 20 %). */
  price: number;
  priceWithVat: number;
  vatRate: number;
  uomUk: string;
  uomEn: string;
  /** Free is the stock not reserved by anyone as of the page's AsOf. */
  free: number;
  minimum: number;
  pack: number;
  leadDays: number;
  validUntil: string;
  withdrawn: boolean;
}

/** ItemView is an item in full. */
export interface ItemView {
  card: ItemCard;
  specs: SpecView[];
  offers: OfferView[];
  /** Description is running text as the supplier wrote it, "" without. */
  description: string;
  asOf: string;
}
