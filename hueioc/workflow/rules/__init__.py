"""Pure decisions that all work shares: working time, deadlines, transitions, hand-over."""
