package app

// This file continues the contract of views.go: the catalogue, its items and their offers.

// CatalogueQuery asks for items. Text may be Ukrainian or English words, an NSN, an article or a ДК 021 code.
type CatalogueQuery struct {
	Text     string `json:"text"`
	Category string `json:"category"`
	// Suppliers filters by supplier id; Codified "" (all), "yes", "no"; InStock only with free stock.
	Suppliers []string `json:"suppliers"`
	Codified  string   `json:"codified"`
	InStock   bool     `json:"inStock"`
	// Orderable leaves out what cannot be ordered now (withdrawn, no valid offer). The default of the window is true.
	Orderable bool         `json:"orderable"`
	Specs     []SpecFilter `json:"specs"`
	// Sort is "relevance", "name", "price_asc", "price_desc", "lead".
	Sort   string `json:"sort"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// SpecFilter keeps items of which the spec lies in a range or is one of the texts.
type SpecFilter struct {
	Key    string   `json:"key"`
	Min    *float64 `json:"min"`
	Max    *float64 `json:"max"`
	Choice []string `json:"choice"`
}

// CataloguePage is a window of the found items and the facets of all found.
type CataloguePage struct {
	Total      int          `json:"total"`
	Items      []ItemCard   `json:"items"`
	Categories []FacetCount `json:"categories"`
	Suppliers  []FacetCount `json:"suppliers"`
	Specs      []SpecFacet  `json:"specs"`
	// AsOf is the server's time the catalogue stands for; Micros is how long the search took.
	AsOf   string `json:"asOf"`
	Micros int64  `json:"micros"`
}

// FacetCount is one choice of a facet. Label is a name in both languages where it is data, "" where the window has the text.
type FacetCount struct {
	Key     string `json:"key"`
	LabelUk string `json:"labelUk"`
	LabelEn string `json:"labelEn"`
	Count   int    `json:"count"`
}

// SpecFacet is a typed spec that the found items have.
type SpecFacet struct {
	Key     string `json:"key"`
	LabelUk string `json:"labelUk"`
	LabelEn string `json:"labelEn"`
	// Kind is "number", "text", "flag" or "choice"; UnitUk/UnitEn its unit.
	Kind    string       `json:"kind"`
	UnitUk  string       `json:"unitUk"`
	UnitEn  string       `json:"unitEn"`
	Min     float64      `json:"min"`
	Max     float64      `json:"max"`
	Choices []FacetCount `json:"choices"`
}

// SpecView is one spec of an item.
type SpecView struct {
	Key     string  `json:"key"`
	LabelUk string  `json:"labelUk"`
	LabelEn string  `json:"labelEn"`
	Kind    string  `json:"kind"`
	Number  float64 `json:"number"`
	// Text is in Ukrainian where it is a choice of a list, TextEn the same in English.
	Text   string `json:"text"`
	TextEn string `json:"textEn"`
	UnitUk string `json:"unitUk"`
	UnitEn string `json:"unitEn"`
}

// ItemCard is an item in a list, with its best offer.
type ItemCard struct {
	ID         string `json:"id"`
	NameUk     string `json:"nameUk"`
	NameEn     string `json:"nameEn"`
	CategoryUk string `json:"categoryUk"`
	CategoryEn string `json:"categoryEn"`
	Category   string `json:"category"`
	Article    string `json:"article"`
	NSN        string `json:"nsn"`
	DK021      string `json:"dk021"`
	// Manufacturer is a name; Specs the three or four that matter in its category.
	Manufacturer string     `json:"manufacturer"`
	Specs        []SpecView `json:"specs"`
	Offer        *OfferView `json:"offer"`
	Offers       int        `json:"offers"`
	Withdrawn    bool       `json:"withdrawn"`
	// InCart is how many pieces of it are in the cart now.
	InCart int64 `json:"inCart"`
}

// ForecastAsk asks what is likely of so many pieces of an item that a list shows.
type ForecastAsk struct {
	ItemID   string `json:"itemId"`
	Quantity int64  `json:"quantity"`
}

// OfferView is a supplier's offer of an item.
type OfferView struct {
	ID           string `json:"id"`
	SupplierID   string `json:"supplierId"`
	SupplierName string `json:"supplierName"`
	// Price is without VAT, PriceWithVAT with it, a piece; VATRate in basis points (2000 is 20 %).
	Price        int64  `json:"price"`
	PriceWithVAT int64  `json:"priceWithVat"`
	VATRate      int    `json:"vatRate"`
	UomUk        string `json:"uomUk"`
	UomEn        string `json:"uomEn"`
	// Free is the stock not reserved by anyone as of the page's AsOf.
	Free       int64  `json:"free"`
	Minimum    int64  `json:"minimum"`
	Pack       int64  `json:"pack"`
	LeadDays   int    `json:"leadDays"`
	ValidUntil string `json:"validUntil"`
	Withdrawn  bool   `json:"withdrawn"`
}

// ItemView is an item in full.
type ItemView struct {
	Card   ItemCard    `json:"card"`
	Specs  []SpecView  `json:"specs"`
	Offers []OfferView `json:"offers"`
	// Description is running text as the supplier wrote it, "" without.
	Description string `json:"description"`
	AsOf        string `json:"asOf"`
}
