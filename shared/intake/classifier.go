package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"dotchain/shared/code"
)

// Limits of a classifier file.
const (
	maxClassifierBytes   = 20 << 20
	maxClassifierEntries = 100_000
	maxClassifierName    = 1_000
)

// Entry is one code of a classifier. Symbols are set for units of measure only,
// and some units have none.
type Entry struct {
	Code     string
	NameUk   string
	NameEn   string
	SymbolUk string
	SymbolEn string
}

// Classifier is a public list of codes, in the order of its file.
type Classifier struct {
	Scheme  code.Scheme
	Entries []Entry

	byCode map[string]int
	byBody map[string]int // ДК 021 without its check digit
}

// Has says whether a code is on the list.
func (c *Classifier) Has(text string) bool {
	_, found := c.byCode[text]
	return found
}

// Find returns the entry of a code.
func (c *Classifier) Find(text string) (Entry, bool) {
	i, found := c.byCode[text]
	if !found {
		return Entry{}, false
	}
	return c.Entries[i], true
}

// Complete finds a ДК 021 code by its first eight digits.
func (c *Classifier) Complete(body string) (code.DK021, bool) {
	i, found := c.byBody[body]
	if !found {
		return "", false
	}
	return code.DK021(c.Entries[i].Code), true
}

// ReadDK021 reads the ДК 021 list: one JSON object of code to Ukrainian name.
// english may be nil; it is the same object with English names, and a code that
// stands in only one of the two refuses the file.
func ReadDK021(ukrainian, english io.Reader) (*Classifier, error) {
	list := &Classifier{Scheme: code.SchemeDK021, byCode: map[string]int{}, byBody: map[string]int{}}
	err := readObject(ukrainian, func(key string, value json.RawMessage) error {
		parsed, err := code.ParseDK021(key)
		if err != nil {
			return err
		}
		name, err := nameOf(value)
		if err != nil {
			return err
		}
		list.byBody[parsed.Body()] = len(list.Entries)
		return list.add(Entry{Code: string(parsed), NameUk: name})
	})
	if err != nil {
		return nil, badClassifier("dk021", err)
	}
	if english == nil {
		return list, nil
	}
	named := 0
	err = readObject(english, func(key string, value json.RawMessage) error {
		i, found := list.byCode[key]
		if !found {
			return fmt.Errorf("code %q has no Ukrainian name", key)
		}
		if list.Entries[i].NameEn, err = nameOf(value); err != nil {
			return err
		}
		named++
		return nil
	})
	if err == nil && named != len(list.Entries) {
		err = fmt.Errorf("%d of %d codes have an English name", named, len(list.Entries))
	}
	if err != nil {
		return nil, badClassifier("cpv", err)
	}
	return list, nil
}

// ReadUOM reads the list of units of measure: one JSON object of Rec 20 code to
// names and symbols.
func ReadUOM(r io.Reader) (*Classifier, error) {
	list := &Classifier{Scheme: code.SchemeUOM, byCode: map[string]int{}}
	err := readObject(r, func(key string, value json.RawMessage) error {
		if !isUnitCode(key) {
			return &code.Error{Scheme: code.SchemeUOM, Text: key, Problem: code.ProblemCharacter}
		}
		var unit struct {
			NameUk   string `json:"name_uk"`
			NameEn   string `json:"name_en"`
			SymbolUk string `json:"symbol_uk"`
			SymbolEn string `json:"symbol_en"`
		}
		if err := json.Unmarshal(value, &unit); err != nil {
			return err
		}
		entry := Entry{Code: key}
		for _, part := range []struct {
			into *string
			text string
		}{{&entry.NameUk, unit.NameUk}, {&entry.NameEn, unit.NameEn}, {&entry.SymbolUk, unit.SymbolUk}, {&entry.SymbolEn, unit.SymbolEn}} {
			text, err := tidyName(part.text)
			if err != nil {
				return err
			}
			*part.into = text
		}
		if entry.NameUk == "" {
			return errors.New("unit without Ukrainian name: " + key)
		}
		return list.add(entry)
	})
	if err != nil {
		return nil, badClassifier("units", err)
	}
	return list, nil
}

// isUnitCode checks the form of a Rec 20 code: two or three capitals or digits.
func isUnitCode(key string) bool {
	return len(key) >= 2 && len(key) <= 3 && !slices.ContainsFunc([]byte(key), func(b byte) bool {
		return (b < '0' || b > '9') && (b < 'A' || b > 'Z')
	})
}

// add appends an entry; a code that comes twice refuses the file.
func (c *Classifier) add(entry Entry) error {
	if c.Has(entry.Code) {
		return fmt.Errorf("code %q stands twice", entry.Code)
	}
	if len(c.Entries) == maxClassifierEntries {
		return fmt.Errorf("more than %d codes", maxClassifierEntries)
	}
	c.byCode[entry.Code] = len(c.Entries)
	c.Entries = append(c.Entries, entry)
	return nil
}

// readObject walks the members of one JSON object without holding it whole.
func readObject(r io.Reader, each func(key string, value json.RawMessage) error) error {
	decoder := json.NewDecoder(&capped{r: r, left: maxClassifierBytes})
	if token, err := decoder.Token(); err != nil {
		return err
	} else if token != json.Delim('{') {
		return errors.New("not a JSON object")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		if err := each(key.(string), value); err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the object")
	}
	return nil
}

// nameOf reads a name as a JSON string.
func nameOf(value json.RawMessage) (string, error) {
	var name string
	if err := json.Unmarshal(value, &name); err != nil {
		return "", err
	}
	tidied, err := tidyName(name)
	if err == nil && tidied == "" {
		err = errors.New("empty name")
	}
	return tidied, err
}

// tidyName cleans a name and refuses what no list has.
func tidyName(name string) (string, error) {
	cleaned, unsafe := clean(name)
	if _, tooLong := cut(cleaned, maxClassifierName); tooLong || unsafe {
		return "", errors.New("unfit name: " + shown(name))
	}
	return cleaned, nil
}

func badClassifier(which string, cause error) error {
	return &FileError{Problem: FileBadClassifier, Detail: which, cause: cause}
}

// capped fails when more is read than allowed; a limited reader would end the
// file early and call it damaged.
type capped struct {
	r    io.Reader
	left int
}

// Read passes on to the reader below.
func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, &FileError{Problem: FileTooBig}
	}
	n, err := c.r.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}
