"""Pure decisions about returns: periods, sums up the tree, drafts of several people, rights."""

from hueioc.returns.rules.merging import Change, Clash

__all__ = ["Change", "Clash"]
