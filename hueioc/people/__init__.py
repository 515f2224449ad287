"""Floor 2: accounts, units and dated roles, and the vault where personal data lives and every look is recorded."""
