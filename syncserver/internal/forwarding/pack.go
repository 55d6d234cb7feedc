package forwarding

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dotchain/shared/document"
	"dotchain/shared/forward"
	"dotchain/shared/paper"
	"dotchain/shared/rendition"
	"dotchain/shared/seal"
	"dotchain/shared/ubl"
)

// Domain keeps the signature of a manifest from being taken for another.
const Domain seal.Domain = "dotchain/package/v1"

// The files of a package; docs/formats/package.md describes them.
const (
	ManifestFile  = "manifest.json"
	SignatureFile = "manifest.cose"
	orderPDF      = "order.pdf"
	orderXML      = "order.xml"
)

// Manifest says what a package is and holds.
type Manifest struct {
	Version int    `json:"version"`
	Package string `json:"package"`
	// Body is whom it is for.
	Body string `json:"body"`
	// Order is what people call the order, OrderID its id, Content the hash of its signed bytes, hex.
	Order   string `json:"order"`
	OrderID string `json:"order_id"`
	Content string `json:"content_sha256"`
	// MadeAt is when verification had passed; Awaits says that an answer is waited for.
	MadeAt time.Time `json:"made_at"`
	Awaits bool      `json:"awaits_answer"`
	Files  []Entry   `json:"files"`
}

// Entry is one file of a package.
type Entry struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
	Type   string `json:"type"`
	// Command is what a signed command does.
	Command string `json:"command,omitempty"`
}

// content is a file to be packed.
type content struct {
	name, media, command string
	bytes                []byte
}

// Pack makes the package. The same papers give the same bytes: its files are what
// stood when it came to be, the PDF and the XML are functions of them, and no clock
// is read.
func Pack(p Papers, signer seal.Signer) (Package, error) {
	if seal.Sum(p.Content) != p.Parcel.Content {
		return Package{}, errors.New("the signed revision is not in the log")
	}
	files, err := contents(p)
	if err != nil {
		return Package{}, err
	}
	manifest := manifestOf(p.Parcel, files)
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return Package{}, fmt.Errorf("write the manifest: %w", err)
	}
	signed, err := seal.Sign(Domain, text, signer)
	if err != nil {
		return Package{}, fmt.Errorf("sign the manifest: %w", err)
	}
	packed, err := zipped(append([]content{{name: ManifestFile, bytes: text}, {name: SignatureFile, bytes: signed.Raw}}, files...))
	if err != nil {
		return Package{}, err
	}
	return Package{ID: p.Parcel.ID, Order: p.Parcel.OrderNumber, Bytes: packed}, nil
}

// contents are the order as people and as programs read it, and what was signed.
func contents(p Papers) ([]content, error) {
	d, err := rendition.Order(rendition.OrderOf{
		Order: p.Order, Content: p.Content, Items: p.Items, Budget: p.Budget, Result: document.Valid, Until: p.Parcel.MadeAt,
		Sides: rendition.Sides{Agency: &rendition.Side{Org: p.Agency}, Unit: &rendition.Side{Org: p.Unit}},
	})
	if err != nil {
		return nil, err
	}
	pdf, err := paper.Render(d, document.Ukrainian)
	if err != nil {
		return nil, fmt.Errorf("print the order: %w", err)
	}
	xml, err := ubl.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write the order as UBL: %w", err)
	}
	files := []content{
		{name: orderPDF, media: "application/pdf", bytes: pdf},
		{name: orderXML, media: "application/xml", bytes: xml},
	}
	for i, s := range p.Signed {
		files = append(files, content{
			name: fmt.Sprintf("signed/%02d.cose", i+1), media: "application/cose", command: s.Kind.String(), bytes: s.Envelope,
		})
	}
	return files, nil
}

func manifestOf(p forward.Parcel, files []content) Manifest {
	m := Manifest{
		Version: 1, Package: p.ID.String(), Body: p.Body, Order: p.OrderNumber, OrderID: p.Order.String(), Content: p.Content.String(),
		MadeAt: time.UnixMilli(p.MadeAt).UTC(), Awaits: p.Awaits,
	}
	for _, f := range files {
		sum := sha256.Sum256(f.bytes)
		m.Files = append(m.Files, Entry{
			Name: f.name, SHA256: hex.EncodeToString(sum[:]), Bytes: len(f.bytes), Type: f.media, Command: f.command,
		})
	}
	return m
}

// zipped stores files as they are, in their sequence and without times: no version
// of a compressor changes the bytes.
func zipped(files []content) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(f.bytes)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return b.Bytes(), nil
}
