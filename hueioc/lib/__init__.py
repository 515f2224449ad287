"""Floor 0: small tools that know no city and no table: clock, codes, geometry keys, text folding, pack reading."""
