"""Floor 6: pages that join rooms: sign-in, citizen home, officer's inbox, operator's desk, leader's wall."""
