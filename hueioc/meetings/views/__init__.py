"""Pages of meetings: the list, one meeting, its acts, the code on the wall, ballots, minutes on paper, guests."""
