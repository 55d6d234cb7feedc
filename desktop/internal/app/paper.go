package app

import (
	"net/http"
	"strings"

	"dotchain/shared/document"
	"dotchain/shared/fault"
	"dotchain/shared/paper"
	"dotchain/shared/ubl"
)

// Files asks the person for places of files.
type Files interface {
	// Open asks for a file of at most so many bytes and reads it; those whose names fit a
	// pattern ("*.csv") are shown first. The name is "" when the person thought better of it.
	Open(most int64, patterns ...string) (name string, content []byte, err error)
	// Save asks for a place, suggesting a name, and writes the content there. It returns
	// the path, "" when the person thought better of it.
	Save(name string, content []byte) (path string, err error)
}

// The formats of a paper.
const (
	formatPDF = "pdf"
	formatXML = "xml"
)

// SavePaper writes a document where the person says; "" when cancelled.
func (a *App) SavePaper(kind, paperID, format string) (string, error) {
	a.touch("", "")
	return call(a, "paper", func(s *Session) (string, error) {
		d, content, err := a.paper(s, kind, paperID, format)
		if err != nil || a.cfg.Files == nil {
			return "", err
		}
		return a.cfg.Files.Save(fileName(d, format), content)
	})
}

// lang is the language of the window.
func (a *App) lang() document.Lang {
	if a.cfg.Profile.Facts().Settings.Language == "en" {
		return document.English
	}
	return document.Ukrainian
}

// paper makes a document's bytes in the language of the window.
func (a *App) paper(s *Session, kind, key, format string) (document.Document, []byte, error) {
	d, err := s.Core.Paper(kind, key)
	if err != nil {
		return document.Document{}, nil, err
	}
	switch format {
	case formatPDF:
		content, err := paper.Render(d, a.lang())
		return d, content, err
	case formatXML:
		if !ubl.Has(d.Kind) {
			break
		}
		content, err := ubl.Marshal(d)
		return d, content, err
	}
	return document.Document{}, nil, fault.Because("paper", fault.Reason{Code: fault.FieldInvalid, Field: "format", Ref: format})
}

// fileName is what a file of the document is suggested to be called on every system.
func fileName(d document.Document, format string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) {
			return '_'
		}
		return r
	}, d.Title())
	return d.Kind.String() + "_" + name + "." + format
}

// maxPaperPath is longer than every path that names a paper.
const maxPaperPath = 200

// PaperHandler serves the documents as the window shows them: GET
// /paper/<kind>/<id>.pdf and .xml of the open session. Anything else is not found.
func PaperHandler(a *App) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, rest, found := strings.Cut(strings.TrimPrefix(r.URL.Path, "/paper/"), "/")
		dot := strings.LastIndexByte(rest, '.')
		if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/paper/") || !found || dot < 0 || len(r.URL.Path) > maxPaperPath {
			http.NotFound(w, r)
			return
		}
		key, format := rest[:dot], rest[dot+1:]
		content, err := call(a, "paper", func(s *Session) ([]byte, error) {
			_, content, err := a.paper(s, kind, key, format)
			return content, err
		})
		if err != nil {
			// The reason is the same JSON as of a failed call: the window has the sentence.
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		contentType := "application/pdf"
		if format == formatXML {
			contentType = "application/xml; charset=utf-8"
		}
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(content) // the window went away
	})
}
