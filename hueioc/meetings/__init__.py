"""Floor 4: meetings, from the invitation to signed minutes: who comes, who speaks, what is voted, what is concluded."""
