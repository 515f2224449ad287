"""Pages of rescue: calling for help, the family's link, the board, one call, registers, teams' phones, paper."""
