package ubl

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of what is read: a document of 500 lines with serial numbers is far below.
const (
	maxBytes = 8 << 20
	maxDepth = 24
)

// node is an XML element that was read. Its name has the prefix this package
// writes with, whatever prefix stood in the text; elements of other namespaces
// have none of ours and so are never found.
type node struct {
	name  string
	attrs map[string]string
	text  string
	kids  []*node
}

// read makes the tree of a document; the root's name has no prefix.
func read(b []byte) (*node, error) {
	if len(b) > maxBytes {
		return nil, fmt.Errorf("document of %d bytes, at most %d are read", len(b), maxBytes)
	}
	dec := xml.NewDecoder(bytes.NewReader(b))
	var open []*node
	var root *node
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			n := begin(x)
			switch {
			case len(open) > 0:
				open[len(open)-1].kids = append(open[len(open)-1].kids, n)
			case root == nil:
				root = n
			}
			if open = append(open, n); len(open) > maxDepth {
				return nil, fmt.Errorf("elements nest deeper than %d", maxDepth)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(x)
			}
		case xml.Directive:
			return nil, errors.New("a document type is declared")
		}
	}
	if root == nil {
		return nil, errors.New("no element")
	}
	return root, nil
}

func begin(x xml.StartElement) *node {
	n := &node{name: x.Name.Local, attrs: make(map[string]string, len(x.Attr))}
	switch {
	case x.Name.Space == namespaceCAC:
		n.name = "cac:" + x.Name.Local
	case x.Name.Space == namespaceCBC:
		n.name = "cbc:" + x.Name.Local
	case x.Name.Space != namespaceRoot+x.Name.Local+"-2":
		n.name = "{" + x.Name.Space + "}" + x.Name.Local
	}
	for _, a := range x.Attr {
		n.attrs[a.Name.Local] = a.Value
	}
	return n
}

// all are the children of the name.
func (n *node) all(name string) []*node {
	var found []*node
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			found = append(found, k)
		}
	}
	return found
}

// at follows names down, the first child of each; nil when one is missing.
func (n *node) at(names ...string) *node {
	for _, name := range names {
		found := n.all(name)
		if len(found) == 0 {
			return nil
		}
		n = found[0]
	}
	return n
}

// value is the text of the basic element at the end of the names; "" without one.
func (n *node) value(names ...string) string {
	found := n.at(names...)
	if found == nil {
		return ""
	}
	return strings.TrimSpace(found.text)
}

// with is the text of the first child of the name whose attribute has the value.
func (n *node) with(name, attr, value string) string {
	for _, k := range n.all(name) {
		if k.attrs[attr] == value {
			return strings.TrimSpace(k.text)
		}
	}
	return ""
}
