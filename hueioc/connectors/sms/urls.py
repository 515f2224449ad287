"""Address of what the simulator would have sent."""

from functools import partial

from django.urls import path

from hueioc.connectors.simulating_views import simulator_page

urlpatterns = [path("", partial(simulator_page, name="sms", setting="SMS_URL"), name="simulator-sms")]
