"""Every address of the site; each app lists its own."""

from django.contrib import admin
from django.urls import include, path

from mobilisation import health, sign_in, views

handler400 = "mobilisation.views.bad_request"
handler403 = "mobilisation.views.forbidden"
handler404 = "mobilisation.views.not_found"
handler429 = "mobilisation.views.too_many"  # allauth's
handler500 = "mobilisation.views.failed"

# allauth's views one by one: its own list brings sign-up and passwords along. It names its addresses itself.
sign_in_patterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_signup"),  # allauth asks for its address; there is no sign-up
    path("sign-in/code/", sign_in.Code.as_view(), name="account_confirm_login_code"),
    path("sign-in/demo/<int:pk>/", sign_in.sign_in_as, name="sign_in_as"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
]
site_patterns = [
    path("account/", views.account, name="account"),
    path("account/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("guide/", views.guide, name="guide"),
    path("help/", views.help, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
health_patterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
]

urlpatterns = [
    path("", include("milestones.urls")),
    path("", include("projects.urls")),
    path("", include(sign_in_patterns)),
    path("", include((site_patterns, "site"))),
    path("", include((health_patterns, "health"))),
    path("admin/", admin.site.urls),
]
