"""Pure decisions about what stations measure: levels and their official words, quality, risk."""
