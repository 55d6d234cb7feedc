package ubl_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/document"
	"dotchain/shared/document/documenttest"
	"dotchain/shared/ubl"
)

// forms are the kinds UBL has a document for, and its name.
var forms = map[document.Kind]string{
	document.Order: "Order", document.OrderResponse: "OrderResponse", document.Invoice: "Invoice", document.CreditNote: "Invoice",
	document.DispatchNote: "DespatchAdvice", document.Waybill: "Waybill", document.AcceptanceCertificate: "ReceiptAdvice",
}

// xsd is the official schema of a document. Without it or without xmllint the
// test says that it was left out.
func xsd(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("DOTCHAIN_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(folder, "schemas", "ubl-2.1", "maindoc", "UBL-"+name+"-2.1.xsd")
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		leftOut(t, "the schemas of UBL 2.1 of the reference data")
	}
	require.NoError(t, err)
	if _, err := exec.LookPath("xmllint"); err != nil {
		leftOut(t, "xmllint (build/setup.sh test)")
	}
	return path
}

func leftOut(t *testing.T, what string) {
	t.Helper()
	_, _ = fmt.Fprintf(os.Stdout, "LEFT OUT: %s needs %s\n", t.Name(), what)
	t.SkipNow()
}

func validate(t *testing.T, schema string, xml []byte) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--schema", schema, "-")
	cmd.Stdin = strings.NewReader(string(xml))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func marshal(tb testing.TB, d document.Document) []byte {
	tb.Helper()
	b, err := ubl.Marshal(d)
	require.NoError(tb, err)
	return b
}

func TestMarshal_IsValidAgainstTheOfficialSchemas(t *testing.T) {
	t.Parallel()
	for k, root := range forms {
		t.Run(k.String(), func(t *testing.T) {
			t.Parallel()
			schema := xsd(t, root)
			bare := documenttest.Sample(k) // the least Check lets pass, and less
			bare.References, bare.Parties, bare.Point, bare.Fund = nil, nil, document.Point{}, document.Fund{}
			bare.Note, bare.Transport, bare.NeededBy, bare.Hash = "", document.Transport{}, 0, [32]byte{}
			bare.Lines = []document.Line{{Number: 1, NameUk: "<Дрон> & «\x00»", UOM: "H87"}}
			if k == document.OrderResponse {
				bare.References = []document.Reference{{Kind: document.Order}}
			}
			many := documenttest.Sample(k)
			many.References = append(many.References, many.References...)
			over := documenttest.Sample(k)
			over.Lines[0].Accepted += 3
			over.Lines[1].Dispatched += 3
			over.Lines[1].Reason = document.Delivery
			for name, d := range map[string]document.Document{
				"full": documenttest.Sample(k), "blind": documenttest.Blind(k), "large": documenttest.Large(k, document.MaxLines),
				"bare": bare, "references twice": many, "more and less came": over,
			} {
				out, err := validate(t, schema, marshal(t, d))
				require.NoError(t, err, "%s: %s", name, out)
			}
			// The judge can say no.
			broken := strings.Replace(string(marshal(t, documenttest.Sample(k))), "<cbc:IssueDate>2026", "<cbc:IssueDate>x", 1)
			out, err := validate(t, schema, []byte(broken))
			require.Error(t, err, out)
		})
	}
}

func TestMarshal_HasNoFormForTheRest(t *testing.T) {
	t.Parallel()
	for _, k := range append(document.Kinds(), 99) {
		_, formed := forms[k]
		require.Equal(t, formed, ubl.Has(k), k)
		_, err := ubl.Marshal(document.Document{Kind: k})
		if formed {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, ubl.ErrNoForm)
	}
}

func TestMarshal_GivesTheSameBytesAgain(t *testing.T) {
	t.Parallel()
	for k := range forms {
		once, again := marshal(t, documenttest.Sample(k)), marshal(t, documenttest.Sample(k))
		require.Equal(t, string(once), string(again))
	}
}

// A document marked blind is written without the unit even when whoever built
// it left the unit in.
func TestMarshal_NeverWritesTheUnitOfABlindDocument(t *testing.T) {
	t.Parallel()
	for k := range forms {
		full := string(marshal(t, documenttest.Sample(k)))
		require.Contains(t, full, documenttest.UnitNumber, "the full copy has it")
		d := documenttest.Sample(k)
		d.Blind = true
		blind := string(marshal(t, d))
		require.Contains(t, blind, d.Point.Code)
		for _, secret := range []string{documenttest.UnitNumber, documenttest.UnitName, documenttest.Place, "137", "Вигаданому", "Зразковий"} {
			require.NotContains(t, blind, secret, k)
		}
	}
}

// Codes and schemes other systems read by.
func TestMarshal_UsesTheCodesOfTheField(t *testing.T) {
	t.Parallel()
	for k, wants := range map[document.Kind][]string{
		document.Order: {
			"<cbc:OrderTypeCode>226<", `<cbc:Quantity unitCode="H87">20<`, `<cbc:ID schemeID="UA-EDR">45000000<`, `currencyID="UAH">749010.00<`,
			`<cbc:ID schemeID="NSN">1550-61-234-5678<`, `<cbc:ItemClassificationCode listID="ДК021">34711200-6<`, `<cbc:ID schemeID="DC-POINT">`,
		},
		document.OrderResponse: {
			"<cbc:OrderResponseCode>CA<", "<cbc:LineStatusCode>5<", "<cbc:LineStatusCode>3<", "<cbc:LineStatusCode>7<", `<cbc:Quantity unitCode="KT">0<`,
		},
		document.Invoice:    {"<cbc:InvoiceTypeCode>380<", "<cbc:Percent>20<", "<cbc:Percent>7<", `<cbc:PayableAmount currencyID="UAH">6314839.58<`},
		document.CreditNote: {"<cbc:InvoiceTypeCode>381<", "<cac:BillingReference>", "<cbc:Note>QTY: Різниця"},
		document.DispatchNote: {
			`<cbc:DeliveredQuantity unitCode="H87">30<`, `<cbc:OutstandingQuantity unitCode="H87">5<`, "<cbc:SerialID>SN26-0001-001<", "<cbc:LineID>3<",
		},
		document.AcceptanceCertificate: {
			`<cbc:ReceivedQuantity unitCode="H87">34<`, `<cbc:ShortQuantity unitCode="H87">1<`, `<cbc:RejectedQuantity unitCode="H87">2<`,
			"<cbc:RejectReasonCode>QUA<", "<cbc:QuantityDiscrepancyCode>QTY<", `<cbc:ValueQuantity unitCode="H87">5<`,
		},
		document.Waybill: {
			"<cbc:TransportModeCode>3<", `<cbc:GrossWeightMeasure unitCode="KGM">386.5<`, "<cbc:TotalTransportHandlingUnitQuantity>14<",
			"<cbc:LicensePlateID>MAN", "<cac:ConsigneeParty>", "<cac:CarrierParty>",
		},
	} {
		xml := string(marshal(t, documenttest.Sample(k)))
		for _, want := range wants {
			require.Contains(t, xml, want, k)
		}
	}
}
