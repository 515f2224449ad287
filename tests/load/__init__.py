"""Storms, crashes and bad machines, each really done: served cities, senders that never give up, nothing lost."""
