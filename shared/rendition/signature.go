package rendition

import (
	"dotchain/shared/document"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// Role is a role in words of the forms, Ukrainian and English.
func Role(r party.Role) (uk, en string) {
	switch r {
	case party.RoleRequisitioner:
		return "Відповідальний за замовлення", "Requisitioner"
	case party.RoleSignatory:
		return "Командир", "Signatory"
	case party.RoleReceiver:
		return "Отримувач (МВО)", "Receiver"
	case party.RoleAcceptanceSigner:
		return "Підписант акта", "Acceptance signer"
	case party.RoleVerifier:
		return "Перевіряючий", "Verifier"
	case party.RoleApprover:
		return "Погоджувач", "Approver"
	case party.RoleFinance:
		return "Фінансист", "Finance officer"
	case party.RoleContractManager:
		return "Менеджер договорів", "Contract manager"
	case party.RoleQuality:
		return "Контроль якості", "Quality officer"
	case party.RoleSupplierManager:
		return "Менеджер постачальника", "Supplier's manager"
	case party.RoleSupplierSigner:
		return "Підписант постачальника", "Supplier's signer"
	case party.RoleShipper:
		return "Відвантажувач", "Shipper"
	case party.RoleNeedOfficer:
		return "Офіцер з потреб", "Need officer"
	case party.RoleSyncOperator, party.RoleAccessAdministrator, party.RoleAuditor, party.RoleServer:
	}
	return "Уповноважена особа", "Authorised person"
}

// side is on whose side a role signs.
func side(r party.Role) document.Role {
	switch r {
	case party.RoleRequisitioner, party.RoleSignatory, party.RoleReceiver, party.RoleAcceptanceSigner:
		return document.Unit
	case party.RoleSupplierManager, party.RoleSupplierSigner, party.RoleShipper:
		return document.Supplier
	case party.RoleVerifier, party.RoleApprover, party.RoleFinance, party.RoleContractManager, party.RoleQuality, party.RoleNeedOfficer,
		party.RoleSyncOperator, party.RoleAccessAdministrator, party.RoleAuditor, party.RoleServer:
		return document.Buyer
	}
	return document.Buyer
}

// signer is a signature on a paper; with a zero hash it is on the paper itself.
type signer struct {
	role party.Role
	name string
	at   int64
	hash seal.Hash
}

func (s Sides) signed(result document.Result, paper seal.Hash, all []signer) []document.Signature {
	var signatures []document.Signature
	for _, x := range all {
		if x.at == 0 {
			continue
		}
		if x.hash.IsZero() {
			x.hash = paper
		}
		uk, en := Role(x.role)
		signatures = append(signatures, document.Signature{
			Party: side(x.role), Name: x.name, RoleUk: uk, RoleEn: en, Org: s.name(side(x.role)), At: x.at, Result: result, Signed: x.hash,
		})
	}
	return signatures
}

func (s Sides) name(r document.Role) string {
	var of *Side
	switch r {
	case document.Buyer:
		of = s.Agency
	case document.Unit:
		of = s.Unit
	case document.Supplier:
		of = s.Supplier
	case document.Carrier:
		return s.Carrier
	}
	if of == nil {
		return ""
	}
	return of.Org.NameUk
}

// signersOf are an order's own signatures.
func signersOf(all []order.Signature) []signer {
	some := make([]signer, len(all))
	for i, s := range all {
		some[i] = signer{role: s.Role, name: s.Name, at: s.SignedAt, hash: s.Hash}
		if s.ForName != "" {
			some[i].name += " (за " + s.ForName + ")"
		}
	}
	return some
}
