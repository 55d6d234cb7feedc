// Package party holds who takes part: organisations, people with their roles
// and zones, the scopes a device may hold, and the one table of who may do what.
package party

import (
	"crypto/ed25519"
	"slices"

	"dotchain/shared/id"
)

// Zone is the part of the system a person works in. One person works in one.
type Zone uint8

// The zones. Append-only: the numbers are in documents.
const (
	ZoneUnit           Zone = 1
	ZoneAgency         Zone = 2
	ZoneGeneralStaff   Zone = 3
	ZoneSupplier       Zone = 4
	ZoneMinistry       Zone = 5
	ZoneAdministration Zone = 6
	ZoneAudit          Zone = 7
)

// String is the zone's name in views.
func (z Zone) String() string {
	switch z {
	case ZoneUnit:
		return "unit"
	case ZoneAgency:
		return "agency"
	case ZoneGeneralStaff:
		return "general_staff"
	case ZoneSupplier:
		return "supplier"
	case ZoneMinistry:
		return "ministry"
	case ZoneAdministration:
		return "admin"
	case ZoneAudit:
		return "audit"
	}
	return "unknown"
}

// Fits reports whether somebody of an organisation of this kind may work in the
// zone. The zones that open scopes are each for one kind.
func (z Zone) Fits(k OrgKind) bool {
	switch z {
	case ZoneUnit:
		return k == OrgUnit
	case ZoneAgency:
		return k == OrgAgency
	case ZoneSupplier:
		return k == OrgSupplier
	case ZoneAdministration:
		return k == OrgAdministration
	case ZoneGeneralStaff:
		return k == OrgGeneralStaff
	case ZoneMinistry, ZoneAudit:
		return true
	}
	return false
}

// Role is what a person does in their zone; a person may have several.
type Role uint8

// The roles of domain.md, "Who works with it". Append-only.
const (
	RoleRequisitioner       Role = 1
	RoleSignatory           Role = 2
	RoleReceiver            Role = 3
	RoleAcceptanceSigner    Role = 4
	RoleVerifier            Role = 10
	RoleApprover            Role = 11
	RoleFinance             Role = 12
	RoleContractManager     Role = 13
	RoleQuality             Role = 14
	RoleNeedOfficer         Role = 20
	RoleSupplierManager     Role = 30
	RoleSupplierSigner      Role = 31
	RoleShipper             Role = 32
	RoleSyncOperator        Role = 40
	RoleAccessAdministrator Role = 41
	RoleAuditor             Role = 50
	// RoleServer is the server's own: it publishes what an operator imports.
	RoleServer Role = 60
)

// String is the role's name in views.
func (r Role) String() string {
	switch r {
	case RoleRequisitioner:
		return "requisitioner"
	case RoleSignatory:
		return "signatory"
	case RoleReceiver:
		return "receiver"
	case RoleAcceptanceSigner:
		return "acceptance_signer"
	case RoleVerifier:
		return "verifier"
	case RoleApprover:
		return "approver"
	case RoleFinance:
		return "finance"
	case RoleContractManager:
		return "contract_manager"
	case RoleQuality:
		return "quality"
	case RoleNeedOfficer:
		return "need_officer"
	case RoleSupplierManager:
		return "supplier_manager"
	case RoleSupplierSigner:
		return "supplier_signer"
	case RoleShipper:
		return "shipper"
	case RoleSyncOperator:
		return "sync_operator"
	case RoleAccessAdministrator:
		return "access_administrator"
	case RoleAuditor:
		return "auditor"
	case RoleServer:
		return "server"
	}
	return "unknown"
}

// OrgKind is what an organisation is.
type OrgKind uint8

// The kinds of organisation. Append-only.
const (
	OrgUnit           OrgKind = 1
	OrgSupplier       OrgKind = 2
	OrgAgency         OrgKind = 3
	OrgAdministration OrgKind = 4
	OrgGeneralStaff   OrgKind = 5
)

// Org is a military unit, a supplier, the agency or the administration.
type Org struct {
	ID   id.ID[id.Org] `cbor:"1,keyasint"`
	Kind OrgKind       `cbor:"2,keyasint"`
	// Number is a unit's number (А0000); EDRPOU a legal entity's code. One of them is set.
	Number string `cbor:"3,keyasint,omitempty"`
	EDRPOU string `cbor:"4,keyasint,omitempty"`
	NameUk string `cbor:"5,keyasint"`
	NameEn string `cbor:"6,keyasint,omitempty"`
	// Parent is the unit above; weights of an allocation belong to it.
	Parent id.ID[id.Org] `cbor:"7,keyasint"`
	// Points are where deliveries may go; a supplier sees only their codes.
	Points []Point `cbor:"8,keyasint,omitempty"`
	// Version counts the changes of this organisation from 1.
	Version uint64 `cbor:"9,keyasint"`
	// Posture is a unit's, Weight its share in a round (0 counts as 1); both are the
	// General Staff's to say. A weight is the parent's where there is one.
	Posture Posture `cbor:"10,keyasint,omitempty"`
	Weight  int64   `cbor:"11,keyasint,omitempty"`
}

// Point is a delivery point of a unit.
type Point struct {
	ID   id.ID[id.Point] `cbor:"1,keyasint"`
	Code string          `cbor:"2,keyasint"`
	Name string          `cbor:"3,keyasint"`
}

// Point returns the organisation's delivery point with the id.
func (o Org) Point(point id.ID[id.Point]) (Point, bool) {
	i := slices.IndexFunc(o.Points, func(p Point) bool { return p.ID == point })
	if i < 0 {
		return Point{}, false
	}
	return o.Points[i], true
}

// Person is somebody who signs.
type Person struct {
	ID    id.ID[id.Person] `cbor:"1,keyasint"`
	Name  string           `cbor:"2,keyasint"`
	Org   id.ID[id.Org]    `cbor:"3,keyasint"`
	Zone  Zone             `cbor:"4,keyasint"`
	Roles []Role           `cbor:"5,keyasint"`
	// Version counts the changes of this person from 1.
	Version uint64 `cbor:"6,keyasint"`
}

// Has reports whether the person has the role.
func (p Person) Has(r Role) bool { return slices.Contains(p.Roles, r) }

// Key is a person's signing key on one device.
type Key struct {
	Person id.ID[id.Person]
	Device id.ID[id.Device]
	Public ed25519.PublicKey
	// RevokedAt is when the key was withdrawn, Unix milliseconds; 0 while it stands.
	RevokedAt int64
}

// Device is an enrolled laptop or workstation with one person on it.
type Device struct {
	ID     id.ID[id.Device] `cbor:"1,keyasint"`
	Name   string           `cbor:"2,keyasint"`
	Person id.ID[id.Person] `cbor:"3,keyasint"`
	Org    id.ID[id.Org]    `cbor:"4,keyasint"`
	Zone   Zone             `cbor:"5,keyasint"`
	// LastContact is when the device last spoke to the server, Unix milliseconds.
	LastContact int64 `cbor:"6,keyasint,omitempty"`
	// LastSeq is the number of the last command that came from it.
	LastSeq uint64 `cbor:"7,keyasint,omitempty"`
	// Skew is its clock minus the server's at last contact, milliseconds.
	Skew int64 `cbor:"8,keyasint,omitempty"`
	// Program is the version of the program it runs.
	Program string `cbor:"9,keyasint,omitempty"`
	// RevokedAt is when it was shut out, Unix milliseconds; 0 while it may synchronise.
	RevokedAt int64 `cbor:"10,keyasint,omitempty"`
	// Version counts the published changes of this device from 1.
	Version uint64 `cbor:"11,keyasint"`
	// Diverged counts how often it held something else than the server said (a damaged
	// disk, a fault of the program) and loaded it anew; DivergedAt is when it last
	// said so, Unix milliseconds.
	Diverged   uint64 `cbor:"12,keyasint,omitempty"`
	DivergedAt int64  `cbor:"13,keyasint,omitempty"`
	// Backlog is how many signed commands it said that it still had when it last brought some.
	Backlog uint64 `cbor:"14,keyasint,omitempty"`
}
