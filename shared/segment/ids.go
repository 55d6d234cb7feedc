package segment

import (
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// The ways in which a document's id is known (section 2.1).
const (
	idSent      = 0 // it stands in the segment
	idOfNSN     = 1 // catalogue.ItemID of the stock number
	idOfArticle = 2 // catalogue.ItemID of manufacturer and article
)

// The keys of an item's body that its id follows from.
const (
	keyArticle      = 2
	keyNSN          = 7
	keyManufacturer = 8
)

// ruleOf says from what the id of a document follows.
func ruleOf(d *wire.Document) byte {
	if d.Kind != wire.DocItem {
		return idSent
	}
	for _, rule := range []byte{idOfNSN, idOfArticle} {
		if got, ok := derive(rule, d.Body); ok && got == id.ID[id.Item](d.ID) {
			return rule
		}
	}
	return idSent
}

// derive works the id of an item out from its body.
func derive(rule byte, body []byte) (id.ID[id.Item], bool) {
	nsn, manufacturer, article, ok := codesOf(body)
	switch {
	case !ok:
	case rule == idOfNSN && nsn != "":
		return catalogue.ItemID(nsn, "", ""), true
	case rule == idOfArticle:
		return catalogue.ItemID("", manufacturer, article), true
	}
	return id.ID[id.Item]{}, false
}

// codesOf reads the codes of an item; ok is false where the body is none.
func codesOf(body []byte) (nsn, manufacturer, article string, ok bool) {
	h, err := headOf(body)
	if err != nil || h.major != majorMap {
		return "", "", "", false
	}
	for b, n := body[h.len:], h.value; n > 0; n-- {
		key, err := headOf(b)
		if err != nil || key.major != majorNumber {
			return "", "", "", false
		}
		b = b[key.len:]
		value := b
		if b = skip(b, 0); b == nil {
			return "", "", "", false
		}
		var to *string
		switch key.value {
		case keyArticle:
			to = &article
		case keyNSN:
			to = &nsn
		case keyManufacturer:
			to = &manufacturer
		default:
			continue
		}
		text, err := headOf(value)
		if err != nil || text.major != majorText {
			return "", "", "", false
		}
		*to = string(value[text.len : text.len+int(text.value)]) //nolint:gosec // skip has seen that it is there
	}
	return nsn, manufacturer, article, true
}
