// Package delivery holds what happens between a supplier's word and a unit's
// signature: deliveries with their dispatch note, waybill and serial numbers, what
// of them arrived, the acceptance certificate, and claims on what is not as it
// should be.
//
// A delivery goes dispatched → received → accepted. What was refused is a claim's
// affair, and a claim ends settled: replaced, refunded or withdrawn.
package delivery
