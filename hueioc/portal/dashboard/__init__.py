"""The leaders' pages: dashboard, wall and daily briefing, all from the same figures of the room of indicators."""
