package photo

// Reduce makes a picture smaller.
var Reduce = reduce
