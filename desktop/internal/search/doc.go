// Package search finds catalogue items as a person types. The Index lives in
// memory, is fed with the documents the client holds and gives back ids and
// facet counts; what stands on the cards is read from the store for the shown
// window only.
//
// A query is parted at spaces; every part must be found (AND), each as a prefix.
// A part is looked up as it was typed, by its stem and in the other alphabet
// (КМУ-55 and the usual informal spellings); when that finds nothing, as if the
// keyboard had been in the wrong layout, and then with one typing mistake from
// four letters on and two from eight on. Codes are looked up with and without
// their dashes, and letters that look alike in the two alphabets are one.
//
// Descriptions are searched, too, from three letters on, and count little.
//
// Items stand in numbered slots. A change of the words takes a new slot and
// leaves a dead one behind, so the lists of places only ever grow at their end;
// when a quarter is dead the slots are numbered anew. Words have numbers; the places
// of a word are differences of growing numbers in bytes. What nearly each item has
// for itself, articles and stock numbers, stands in one sorted list with its place.
// Offers stand in a slab, characteristics as numbers of pairs. All of it is a few large
// pieces of memory, so that the collector has nothing to follow, and can be saved and
// loaded as it is. What is sorted is brought up to date by the first search after a change.
//
// An Index may be searched from several goroutines while one writes. It has one
// RWMutex and no copy on write: a change touches a few words and columns and
// takes microseconds, a search takes at most some milliseconds, and a second copy
// of the columns would cost more memory than the waiting is worth.
package search
