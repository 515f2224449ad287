"""The Django site as a WSGI application: pages and the ordinary API run on threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
application = get_wsgi_application()
