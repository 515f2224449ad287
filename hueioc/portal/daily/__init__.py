"""What somebody has to do, outside the site: a calendar feed for their own calendar, and one e-mail a day."""
