package scripts

// Place is a place on the body, from a closed list.
type Place string
