// Number cards.
