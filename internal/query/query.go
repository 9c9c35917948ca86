// Package query is claimwire's search language, parsed once into a tree that every store and the web
// page read: a subset of Lucene and KQL.
//
//	actor:lazarus AND amount.usd>=1e6 country:KP "central bank"
//
// Begin with Parse. Bare words are ANDed.
package query

// Node is one node of a parsed query: And, Or, Not, Word, Phrase, Prefix, Term, Range or All.
type Node interface{ node() }
